import type { DatabaseSync } from 'node:sqlite';
import type { Document, Documents, Json } from '../../ports/documents.ts';
import type { Database } from './open-database.ts';
import { numberOf, type Row, textOf } from './rows.ts';

export interface SqliteDocumentsOptions {
  readonly database: Database;
  /** Milliseconds since the epoch; decides what has expired. */
  readonly clock?: () => number;
}

/** The cold rest, in the same file and the same transactions as the conversations. */
export function sqliteDocuments({ database, clock = Date.now }: SqliteDocumentsOptions): Documents {
  return {
    ...documents(database, clock),
    ...logs(database),
    ...counters(database),
  };
}

/** Selects the keys that begin with `?1`, by the order of their bytes. */
const WITH_PREFIX = (column: string): string =>
  `${column} >= ?1 AND ${column} < ?1 || char(0x10FFFF) ORDER BY ${column}`;

type Part<K extends keyof Documents> = Pick<Documents, K>;

function documents(
  database: Database,
  clock: () => number,
): Part<'get' | 'put' | 'list' | 'delete'> {
  const { sql, write } = database;
  const list = sql.prepare(
    `SELECT key, version, value FROM document WHERE (until IS NULL OR until > ?2) AND ${WITH_PREFIX('key')}`,
  );
  const remove = sql.prepare(
    'DELETE FROM document WHERE key = ? RETURNING until IS NULL OR until > ? AS alive',
  );
  const { get, put } = documentRow(sql);
  return {
    get: async (key) => get(key, clock()),
    put: (key, value, version, ttlMs) =>
      write(() => {
        const now = clock();
        if ((get(key, now)?.version ?? 0) !== version) return null;
        put({ key, version: version + 1, value }, ttlMs === undefined ? null : now + ttlMs, now);
        return version + 1;
      }),
    list: async (prefix) => list.all(prefix, clock()).map(documentOf),
    delete: (key) => write(() => remove.all(key, clock()).some((row) => row['alive'] === 1)),
  };
}

function documentRow(sql: DatabaseSync) {
  const get = sql.prepare(
    'SELECT key, version, value FROM document WHERE key = ? AND (until IS NULL OR until > ?)',
  );
  const put = sql.prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)');
  const forget = sql.prepare('DELETE FROM document WHERE until <= ?');
  return {
    get(key: string, now: number): Document | null {
      const row = get.get(key, now);
      return row === undefined ? null : documentOf(row);
    },
    /** Also forgets what has expired, so that the sessions of yesterday do not pile up. */
    put(document: Document, until: number | null, now: number): void {
      if (until !== null) forget.run(now);
      put.run(document.key, document.version, JSON.stringify(document.value), until);
    },
  };
}

function logs({ sql, write }: Database): Part<'append' | 'read'> {
  const append = sql.prepare(
    `INSERT INTO log_entry SELECT ?1, coalesce(max(seq), 0) + 1, ?2 FROM log_entry WHERE log = ?1
     RETURNING seq`,
  );
  const read = sql.prepare(
    'SELECT seq, value FROM log_entry WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  return {
    append: (log, value) => write(() => only(append.all(log, JSON.stringify(value)), 'seq')),
    read: async (log, after, limit) =>
      read.all(log, after, limit).map((row) => ({ seq: numberOf(row, 'seq'), value: jsonOf(row) })),
  };
}

function counters({ sql, write }: Database): Part<'increment' | 'counters'> {
  const increment = sql.prepare(
    `INSERT INTO counter VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET value = value + excluded.value RETURNING value`,
  );
  const list = sql.prepare(`SELECT name, value FROM counter WHERE ${WITH_PREFIX('name')}`);
  return {
    increment: (counter, by) => write(() => only(increment.all(counter, by), 'value')),
    counters: async (prefix) =>
      Object.fromEntries(
        list.all(prefix).map((row) => [textOf(row, 'name'), numberOf(row, 'value')]),
      ),
  };
}

function only(rows: readonly Row[], column: string): number {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement answered no row');
  return numberOf(row, column);
}

function documentOf(row: Row): Document {
  return { key: textOf(row, 'key'), version: numberOf(row, 'version'), value: jsonOf(row) };
}

function jsonOf(row: Row): Json {
  return JSON.parse(textOf(row, 'value'));
}
