import type {
  ConversationId,
  Lease,
  Outgoing,
  Sealed,
  Turn,
} from '../../ports/conversation-store.ts';
import { type ConversationRow, hasInput, isFree } from './conversation-table.ts';
import { hasItem, type OutboxRow } from './outbox-table.ts';
import type { Op, Tables } from './tables.ts';

/**
 * Saves the row and, when there is something to do, leases it: the oldest input, or else the timer that is due.
 * The caller has checked that it is free, or holds it.
 */
export function leaseTurn(
  tables: Tables,
  row: ConversationRow,
  lease: Lease & { readonly epoch: number },
  op: Op,
): Turn | null {
  const head = headOf(row, op.now);
  if (head === null) {
    tables.conversations.save(row, op.now);
    return null;
  }
  const attempts = row.head === head.name ? row.attempts : 0;
  const leaseUntil = op.now + lease.ms;
  const leased = { epoch: lease.epoch, leaseUntil, head: head.name, attempts: attempts + 1 };
  tables.conversations.save({ ...row, ...leased }, op.now);
  return {
    id: row.id,
    epoch: lease.epoch,
    stored: tables.conversations.storedOf(row),
    input: head.seq === null ? null : tables.inputs.get(row.id, head.seq),
    due: head.due,
    attempts,
  };
}

interface Head {
  readonly name: string;
  readonly seq: number | null;
  readonly due: number | null;
}

function headOf(row: ConversationRow, now: number): Head | null {
  if (hasInput(row)) return { name: `input ${row.doneSeq + 1}`, seq: row.doneSeq + 1, due: null };
  if (row.due === null || row.due > now) return null;
  return { name: `due ${row.due}`, seq: null, due: row.due };
}

/**
 * Appends an input and saves the row; leases the conversation too when that is asked for and nobody holds it.
 * Answers the turn, or null when the input waits.
 */
export function appendInput(
  tables: Tables,
  row: ConversationRow,
  added: { readonly input: Sealed; readonly lease: Lease | null; readonly child: boolean },
  op: Op,
): Turn | null {
  const waiting = { ...row, lastSeq: row.lastSeq + 1 };
  tables.inputs.add(row.id, waiting.lastSeq, { body: added.input, child: added.child });
  if (added.lease !== null && isFree(row, op.now)) {
    return leaseTurn(tables, waiting, { ...added.lease, epoch: row.epoch + 1 }, op);
  }
  tables.conversations.save(waiting, op.now);
  return null;
}

/** Leases the head of an outbox to a sender and saves the row; null when it is empty, taken, or not due yet. */
export function leaseOutbox(
  tables: Tables,
  row: OutboxRow,
  lease: { readonly ms: number },
  op: Op,
): Outgoing | null {
  const held = !row.push || !isFree(row, op.now) || (row.retryAt ?? op.now) > op.now;
  if (held || !hasItem(row)) {
    tables.outboxes.save(row, op.now);
    return null;
  }
  // Whoever held it never said what became of it.
  const doubtAt = row.leaseUntil === null ? row.doubtAt : op.now;
  return handOut(tables, { ...row, epoch: row.epoch + 1, leaseMs: lease.ms, doubtAt }, op);
}

/** Gives the holder of an outbox its head under a renewed lease and saves the row; frees it when it is empty. */
export function handOut(tables: Tables, before: OutboxRow, op: Op): Outgoing | null {
  const known = before.taken !== null && tables.outboxes.headName(before) === before.taken;
  const row = known ? tables.outboxes.removeHead(before) : before;
  const item = tables.outboxes.head(row);
  const leaseUntil = item === null ? null : op.now + row.leaseMs;
  tables.outboxes.save({ ...row, leaseUntil, retryAt: null }, op.now);
  if (item === null) return null;
  tables.outboxes.countTry(row);
  const { id, epoch, key, doubtAt, begun } = row;
  return { id, epoch, item, key, doubtAt, begun };
}

/** Tells the listeners that something came into or left the outbox; 0 is the version of what is purged. */
export function noteOutbox(tables: Tables, id: ConversationId, op: Op): void {
  const version = tables.conversations.version(id);
  op.changes.push({ id, version, what: 'outbox' });
}
