import { sameOwner } from '../../domain/conversation/owner.ts';
import type { Commit, Committed, Outgoing, Turn } from '../../ports/conversation-store.ts';
import { type ConversationRow, hasInput } from './conversation-table.ts';
import { leaseOutbox, leaseTurn } from './lease.ts';
import type { OutboxRow } from './outbox-table.ts';
import { purge, release } from './purge.ts';
import type { Op, Tables } from './tables.ts';

const STALE: Committed = { ok: false, error: 'stale' };

/** Everything that a turn changes, in one step; nothing of it when the turn is no longer the right one. */
export function commit(tables: Tables, turn: Commit, op: Op): Committed {
  const row = tables.conversations.load(turn.id);
  if (row === null || row.epoch !== turn.epoch) return STALE;
  if (row.version !== turn.version || !isHead(row, turn.removes)) {
    giveBack(tables, row, op);
    return STALE;
  }

  const changed = { ...committedRow(row, turn, op), lastLine: saveLines(tables, row, turn) };
  if (turn.record !== null) tables.records.add(turn.record);
  if ('input' in turn.removes) tables.inputs.remove(row.id, turn.removes.input);
  const done = turn.live ? changed : release(tables, changed, turn.successor, op);
  tables.conversations.saveState(row.id, turn.state);
  const outbox = saveOutbox(tables, turn, op);
  const next = turn.purge ? purge(tables, row.id) : leaveOrGoOn(tables, done, turn, op);
  note(row, done, turn, op);
  return { ok: true, version: done.version, outbox, next };
}

function isHead(row: ConversationRow, removes: Commit['removes']): boolean {
  if ('due' in removes) return row.due === removes.due;
  return hasInput(row) && row.doneSeq + 1 === removes.input;
}

/** The holder has to lease again, so that nobody should have to wait until its lease is over. */
function giveBack(tables: Tables, row: ConversationRow, op: Op): void {
  tables.conversations.save({ ...row, leaseUntil: null }, op.now);
}

function committedRow(row: ConversationRow, turn: Commit, op: Op): ConversationRow {
  const { owner, language, band, skill } = turn.clear;
  const same = row.owner !== null && sameOwner(row.owner, owner);
  const heldSince = same ? row.heldSince : op.now;
  return {
    ...row,
    ...{ owner, language, band, skill, waiting: turn.waiting, due: turn.due },
    version: row.version + 1,
    heldSince: owner.kind === 'counsellor' ? heldSince : null,
    leaseUntil: null,
    head: null,
    attempts: 0,
    doneSeq: 'input' in turn.removes ? turn.removes.input : row.doneSeq,
  };
}

/** Forgets, then appends, then trims; answers the number of the newest line. */
function saveLines({ lines }: Tables, row: ConversationRow, turn: Commit): number {
  if (turn.forgetLines === 'all') lines.clear(row.id);
  else for (const ref of turn.forgetLines) lines.forget(row.id, ref);
  turn.lines.forEach((line, index) => {
    lines.add(row.id, row.lastLine + 1 + index, line);
  });
  const last = row.lastLine + turn.lines.length;
  // Numbered from 1: until then there cannot be more.
  if (last > turn.keepLines) lines.trim(row.id, turn.keepLines);
  return last;
}

function saveOutbox(tables: Tables, turn: Commit, op: Op): Outgoing | null {
  const { outboxes } = tables;
  const { id, key, push, deadAt } = turn;
  const before = outboxes.load(id) ?? emptyOutbox(turn);
  const cleared = turn.clearOutbox ? withdraw(outboxes.clearItems(before)) : before;
  turn.outbox.forEach((item, index) => {
    outboxes.addItem(id, cleared.last + 1 + index, item, op.now);
  });
  const last = cleared.last + turn.outbox.length;
  const row = { ...cleared, key, push, deadAt, last, purged: turn.purge };
  if (turn.send !== null) return leaseOutbox(tables, row, turn.send, op);
  outboxes.save(row, op.now);
  return null;
}

/** Whoever was sending holds it no more. */
function withdraw(row: OutboxRow): OutboxRow {
  return { ...row, epoch: row.epoch + 1, leaseUntil: null, retryAt: null };
}

function emptyOutbox({ id, key, push, deadAt }: Commit): OutboxRow {
  const free = { epoch: 0, leaseUntil: null, leaseMs: 0, retryAt: null };
  const head = { taken: null, doubtAt: null, begun: null };
  return { id, key, push, deadAt, purged: false, ...free, first: 1, last: 0, ...head };
}

/** Goes on with the next input under the same lease, or leaves the conversation free. */
function leaveOrGoOn(tables: Tables, row: ConversationRow, turn: Commit, op: Op): Turn | null {
  if (turn.lease !== null && hasInput(row)) {
    return leaseTurn(tables, row, { ...turn.lease, epoch: row.epoch }, op);
  }
  tables.conversations.save(row, op.now);
  return null;
}

function note(before: ConversationRow, after: ConversationRow, turn: Commit, op: Op): void {
  const { id, version } = after;
  const moved = before.owner === null || !sameOwner(before.owner, turn.clear.owner);
  op.changes.push({ id, version, what: 'turn' });
  if (moved) op.changes.push({ id, version, what: 'owner' });
  if (turn.clearOutbox || turn.outbox.length > 0) op.changes.push({ id, version, what: 'outbox' });
}
