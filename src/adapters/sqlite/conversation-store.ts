import type { Change, ConversationStore } from '../../ports/conversation-store.ts';
import { accept, link } from './accept.ts';
import { commit } from './commit.ts';
import { failed, fetched, sent, taken } from './deliver.ts';
import type { Database } from './open-database.ts';
import { reassign } from './reassign.ts';
import { sweeper } from './sweep.ts';
import { type Op, type Tables, tablesOf } from './tables.ts';

export interface SqliteStoreOptions {
  readonly database: Database;
  /** Milliseconds since the epoch; the time of the store. */
  readonly clock?: () => number;
}

/** How often a sweep empties the write-ahead log. */
export const TRUNCATE_MS = 60_000;

type Write = <T>(op: (op: Op) => T) => Promise<T>;

/**
 * The live conversations in one SQLite file, for one process. The writes of a tick share one transaction; every
 * promise resolves after its COMMIT. `close` closes the database, and so the documents in it too.
 */
export function sqliteConversationStore(options: SqliteStoreOptions): ConversationStore {
  const { database } = options;
  const clock = options.clock ?? Date.now;
  const tables = tablesOf(database.sql);
  const listeners = new Set<(change: Change) => void>();

  const write: Write = (run) => {
    const changes: Change[] = [];
    const tell = (): void => {
      for (const listener of listeners) for (const change of changes) report(listener, change);
    };
    return database.write(() => run({ now: clock(), changes }), tell);
  };

  return {
    now: async () => clock(),
    ...writers(tables, write),
    ...readers(tables),
    sweep: sweep(database, { tables, write, clock }),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    health: () => database.health(),
    close: async () => database.close(),
  };
}

/** After the write is done: a listener that throws is a bug, and must not look like a write that failed. */
function report(listener: (change: Change) => void, change: Change): void {
  queueMicrotask(() => listener(change));
}

function writers(tables: Tables, write: Write) {
  return {
    link: (primary, secondary) => write((op) => link(tables, { primary, secondary }, op)),
    accept: (entries) => write((op) => entries.map((entry) => accept(tables, entry, op))),
    commit: (commits) => write((op) => commits.map((turn) => commit(tables, turn, op))),
    sent: (items) => write((op) => items.map((item) => sent(tables, item, op))),
    failed: (items) => write((op) => items.map((item) => failed(tables, item, op))),
    taken: (items) =>
      write((op) => {
        for (const item of items) taken(tables, item, op);
      }),
    fetched: (id, items) => write((op) => fetched(tables, { id, items }, op)),
    reassign: (change) => write((op) => reassign(tables, change, op)),
    takeRecords: (batch) => write(() => tables.records.take(batch)),
    dropRecords: (batch) => write(() => tables.records.drop(batch)),
  } satisfies Partial<ConversationStore>;
}

/** No transaction is open between two ticks: what a reader sees is durable. */
function readers(tables: Tables) {
  const { addresses, conversations, lines, outboxes } = tables;
  return {
    canonical: async (address) => addresses.canonical(address),
    get: async (id) => conversations.stored(id),
    async find(address) {
      const id = addresses.live(addresses.canonical(address));
      return id === null ? null : conversations.stored(id);
    },
    waiting: async (limit) => conversations.waiting(limit),
    waitingScores: async () => conversations.waitingScores(),
    heldBy: async (counsellor) => conversations.heldBy(counsellor),
    lines: async (id) => lines.all(id),
    async outbox(id) {
      const row = outboxes.load(id);
      return row === null ? null : { key: row.key, items: outboxes.items(id) };
    },
  } satisfies Partial<ConversationStore>;
}

function sweep(
  database: Database,
  {
    tables,
    write,
    clock,
  }: { readonly tables: Tables; readonly write: Write; readonly clock: () => number },
): ConversationStore['sweep'] {
  const run = sweeper(database.sql, tables);
  let truncatedAt = clock();
  return async (lease, limit) => {
    const swept = await write((op) => run(lease, limit, op));
    // A clock that was put back must not stop it for as long.
    if (Math.abs(clock() - truncatedAt) >= TRUNCATE_MS) {
      truncatedAt = clock();
      database.truncateWal();
    }
    return swept;
  };
}
