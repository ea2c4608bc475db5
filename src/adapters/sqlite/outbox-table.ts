import type { DatabaseSync } from 'node:sqlite';
import type {
  Begun,
  ConversationId,
  NewItem,
  OutItem,
  Sealed,
  WrappedKey,
} from '../../ports/conversation-store.ts';
import { numberOf, numberOrNull, type Row, textOf, textOrNull } from './rows.ts';

/** What is undelivered of a conversation, with the key that opens it; it outlives a purge until it is empty. */
export interface OutboxRow {
  readonly id: ConversationId;
  readonly key: WrappedKey;
  readonly push: boolean;
  /** The conversation is gone: the row goes with the last item. */
  readonly purged: boolean;
  readonly deadAt: number;
  readonly epoch: number;
  readonly leaseUntil: number | null;
  /** How long the sender asked for: the next item is handed out for as long. */
  readonly leaseMs: number;
  readonly retryAt: number | null;
  /** Items `first` to `last` are undelivered. */
  readonly first: number;
  readonly last: number;
  /** The item that the platform told us it took. */
  readonly taken: string | null;
  /** Since when nobody knows whether the platform took the head. */
  readonly doubtAt: number | null;
  /** How far the head got. */
  readonly begun: Begun | null;
}

/** What is true of a head and of no other. */
const FRESH = { doubtAt: null, begun: null };

export function hasItem(row: OutboxRow): boolean {
  return row.first <= row.last;
}

/** From when a sweep may lease it; null when there is nothing for a sender. */
function readyAt(row: OutboxRow, now: number): number | null {
  if (!row.push || !hasItem(row)) return null;
  return row.leaseUntil ?? row.retryAt ?? now;
}

export type OutboxTable = ReturnType<typeof outboxTable>;

export function outboxTable(sql: DatabaseSync) {
  const load = sql.prepare('SELECT * FROM outbox WHERE id = ?');
  const save = sql.prepare(
    'INSERT OR REPLACE INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const remove = sql.prepare('DELETE FROM outbox WHERE id = ?');
  const ready = sql.prepare('SELECT id FROM outbox WHERE ready <= ? ORDER BY ready LIMIT ?');
  return {
    load(id: ConversationId): OutboxRow | null {
      const row = load.get(id);
      return row === undefined ? null : outboxRow(row);
    },
    /** Keeps the row, or removes it when nothing is left that needs it. */
    save(row: OutboxRow, now: number): void {
      if (row.purged && !hasItem(row)) {
        remove.run(row.id);
        return;
      }
      save.run(
        ...[row.id, row.key, Number(row.push), Number(row.purged), row.deadAt, row.epoch],
        ...[row.leaseUntil, row.leaseMs, row.retryAt, row.first, row.last, readyAt(row, now)],
        ...[row.taken, row.doubtAt, row.begun?.of ?? null, row.begun?.parts ?? null],
      );
    },
    remove: (id: ConversationId): void => void remove.run(id),
    /** The ids that a sender may lease, longest ready first. */
    ready: (now: number, limit: number): readonly ConversationId[] =>
      ready.all(now, limit).map((row) => textOf(row, 'id') as ConversationId),
    ...itemTable(sql),
  };
}

function itemTable(sql: DatabaseSync) {
  const add = sql.prepare('INSERT INTO item VALUES (?, ?, ?, ?, ?, 0)');
  const get = sql.prepare('SELECT * FROM item WHERE id = ? AND n = ?');
  const name = sql.prepare('SELECT name FROM item WHERE id = ? AND n = ?');
  const all = sql.prepare('SELECT * FROM item WHERE id = ? ORDER BY n');
  const anew = sql.prepare('UPDATE item SET attempts = 0 WHERE id = ? AND n = ?');
  const tried = sql.prepare('UPDATE item SET attempts = attempts + 1 WHERE id = ? AND n = ?');
  const remove = sql.prepare('DELETE FROM item WHERE id = ? AND n = ?');
  const clear = sql.prepare('DELETE FROM item WHERE id = ?');
  return {
    addItem: (id: ConversationId, n: number, item: NewItem, at: number): void =>
      void add.run(id, n, item.id, item.body, at),
    /** The oldest undelivered item; null when there is none. */
    head(row: OutboxRow): OutItem | null {
      const item = hasItem(row) ? get.get(row.id, row.first) : undefined;
      return item === undefined ? null : itemOf(item);
    },
    headName(row: OutboxRow): string | null {
      const item = hasItem(row) ? name.get(row.id, row.first) : undefined;
      return item === undefined ? null : textOf(item, 'name');
    },
    items: (id: ConversationId): readonly OutItem[] => all.all(id).map(itemOf),
    countAnew: (row: OutboxRow): void => void anew.run(row.id, row.first),
    countTry: (row: OutboxRow): void => void tried.run(row.id, row.first),
    removeHead(row: OutboxRow): OutboxRow {
      remove.run(row.id, row.first);
      return { ...row, first: row.first + 1, ...FRESH };
    },
    clearItems(row: OutboxRow): OutboxRow {
      clear.run(row.id);
      return { ...row, first: row.last + 1, ...FRESH };
    },
  };
}

function outboxRow(row: Row): OutboxRow {
  return {
    id: textOf(row, 'id') as ConversationId,
    key: textOf(row, 'key') as WrappedKey,
    push: numberOf(row, 'push') === 1,
    purged: numberOf(row, 'purged') === 1,
    deadAt: numberOf(row, 'dead_at'),
    epoch: numberOf(row, 'epoch'),
    leaseUntil: numberOrNull(row, 'lease_until'),
    leaseMs: numberOf(row, 'lease_ms'),
    retryAt: numberOrNull(row, 'retry_at'),
    first: numberOf(row, 'first'),
    last: numberOf(row, 'last'),
    taken: textOrNull(row, 'taken'),
    doubtAt: numberOrNull(row, 'doubt_at'),
    begun: begunOf(row),
  };
}

function begunOf(row: Row): Begun | null {
  const of = textOrNull(row, 'begun_of');
  return of === null ? null : { of, parts: numberOf(row, 'begun_parts') };
}

function itemOf(row: Row): OutItem {
  return {
    id: textOf(row, 'name'),
    body: textOf(row, 'body') as Sealed,
    at: numberOf(row, 'at'),
    attempts: numberOf(row, 'attempts'),
  };
}
