import type { ConversationId } from '../../ports/conversation-store.ts';
import { hasInput } from './conversation-table.ts';
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
  if (!hasInput(row) || !tables.addresses.isLive(id)) {
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
