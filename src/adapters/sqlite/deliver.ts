import type {
  Begun,
  ConversationId,
  Failed,
  Sent,
  SentAnswer,
  Taken,
} from '../../ports/conversation-store.ts';
import { handOut, noteOutbox } from './lease.ts';
import { hasItem, type OutboxRow } from './outbox-table.ts';
import type { Op, Tables } from './tables.ts';

const STALE: SentAnswer = { ok: false, error: 'stale' };

/** Removes the item that the platform took and hands out the next under the same lease; or the same one for its next message. */
export function sent(tables: Tables, done: Sent, op: Op): SentAnswer {
  const row = holding(tables, done);
  if (row === null) return STALE;
  if (done.begun === undefined) return removeHead(tables, row, op);
  // Asked twice, it must not fall back behind what was noted since.
  const begun = goesOn(row, done.begun) || !sameTexts(row, done.begun) ? done.begun : row.begun;
  tables.outboxes.countAnew(row);
  return { ok: true, next: handOut(tables, { ...row, begun, doubtAt: null }, op) };
}

function sameTexts(row: OutboxRow, begun: Begun): boolean {
  return row.begun === null || row.begun.of === begun.of;
}

/** Whether it tells of more messages of the same texts than is known. */
function goesOn(row: OutboxRow, begun: Begun): boolean {
  return sameTexts(row, begun) && begun.parts > (row.begun?.parts ?? 0);
}

/** Gives the item back until its retry time, or drops it and hands out the next. */
export function failed(tables: Tables, done: Failed, op: Op): SentAnswer {
  const row = holding(tables, done);
  if (row === null) return STALE;
  if (done.retryAt === null) return removeHead(tables, row, op);
  const doubtAt = done.doubt === true ? op.now : row.doubtAt;
  tables.outboxes.save({ ...row, leaseUntil: null, retryAt: done.retryAt, doubtAt }, op.now);
  return { ok: true, next: null };
}

/** The outbox, when the caller's lease is the newest and the item that it names is still the head. */
function holding(tables: Tables, done: Sent): OutboxRow | null {
  const row = tables.outboxes.load(done.id);
  if (row === null || row.epoch !== done.epoch) return null;
  return tables.outboxes.headName(row) === done.item ? row : null;
}

function removeHead(tables: Tables, row: OutboxRow, op: Op): SentAnswer {
  const next = handOut(tables, tables.outboxes.removeHead(row), op);
  noteOutbox(tables, row.id, op);
  return { ok: true, next };
}

/** Notes what the platform told us it took; when nobody is sending, a sweep may go on at once. */
export function taken(tables: Tables, { id, item, begun }: Taken, op: Op): void {
  const row = tables.outboxes.load(id);
  if (row === null || tables.outboxes.headName(row) !== item) return;
  if (begun !== undefined && !goesOn(row, begun)) return;
  const known = begun === undefined ? { taken: item } : { begun, doubtAt: null };
  tables.outboxes.save({ ...row, ...known, retryAt: null }, op.now);
}

/** Removes the named items as long as the head is one of them. */
export function fetched(
  tables: Tables,
  done: { readonly id: ConversationId; readonly items: readonly string[] },
  op: Op,
): void {
  const before = tables.outboxes.load(done.id);
  if (before === null) return;
  const names = new Set(done.items);
  let row = before;
  while (hasItem(row) && names.has(tables.outboxes.headName(row) ?? '')) {
    row = tables.outboxes.removeHead(row);
  }
  if (row === before) return;
  tables.outboxes.save(row, op.now);
  noteOutbox(tables, done.id, op);
}
