import type { ConversationId } from '../../ports/conversation-store.ts';
import { type ConversationRow, hasInput } from './conversation-table.ts';
import type { Op, Tables } from './tables.ts';

/**
 * Removes all of a conversation but its outbox, which the caller has marked: it goes with its last item. What was
 * taken in stays known until its own time, so that a redelivery after the purge is still a duplicate.
 */
export function purge(tables: Tables, id: ConversationId): null {
  tables.conversations.removeState(id);
  tables.conversations.remove(id);
  tables.inputs.clear(id);
  tables.lines.clear(id);
  tables.addresses.release(id);
  return null;
}

/**
 * Ends the live conversation of an address. Inputs of the child that still wait found its successor; what staff did stays
 * where it is.
 */
export function release(
  tables: Tables,
  row: ConversationRow,
  successor: ConversationId,
  op: Op,
): ConversationRow {
  const address = tables.addresses.addressOf(row.id);
  if (address === null) return row;
  tables.addresses.release(row.id);
  const waiting = tables.inputs.all(row.id);
  const moving = waiting.filter(({ child }) => child);
  if (moving.length === 0) return row;

  tables.conversations.found(successor);
  tables.addresses.put(address, successor);
  moving.forEach((input, at) => {
    tables.inputs.add(successor, at + 1, input);
  });
  const fresh = tables.conversations.load(successor);
  if (fresh !== null) tables.conversations.save({ ...fresh, lastSeq: moving.length }, op.now);

  tables.inputs.clear(row.id);
  const staying = waiting.filter(({ child }) => !child);
  staying.forEach((input, at) => {
    tables.inputs.add(row.id, row.doneSeq + 1 + at, input);
  });
  return { ...row, lastSeq: row.doneSeq + staying.length };
}

/**
 * Ends what is past its deadline. An input of a child that still waits in it stays: its turn is the first of a new
 * conversation, so that what was answered for is not lost with the old content.
 */
export function bury(tables: Tables, id: ConversationId, op: Op): void {
  const outbox = tables.outboxes.load(id);
  if (outbox !== null) tables.outboxes.clearItems(outbox);
  tables.outboxes.remove(id);
  const row = tables.conversations.load(id);
  if (row === null) return;

  op.changes.push({ id, version: row.version, what: 'turn' });
  if (!hasInput(row) || tables.addresses.addressOf(id) === null) {
    purge(tables, id);
    return;
  }
  tables.conversations.removeState(id);
  tables.lines.clear(id);
  const fresh = {
    version: 0,
    owner: null,
    heldSince: null,
    language: null,
    band: null,
    skill: null,
  };
  const freed = { waiting: null, due: null, leaseUntil: null };
  tables.conversations.save({ ...row, ...fresh, ...freed }, op.now);
}
