import { sameOwner } from '../../domain/conversation/owner.ts';
import type { Reassign, Reassigned } from '../../ports/conversation-store.ts';
import { appendInput } from './lease.ts';
import type { Op, Tables } from './tables.ts';

/**
 * Changes the owner when it is still the one that the caller saw, and tells the conversation by an input.
 * A turn that is under way meets the higher version and has to be taken again.
 */
export function reassign(tables: Tables, change: Reassign, op: Op): Reassigned {
  if (tables.dedupe.seen(change.id, change.dedupe, op.now)) return { ok: true, turn: null };
  const row = tables.conversations.load(change.id);
  if (row === null || row.owner === null) return { ok: false, error: 'missing' };
  if (!sameOwner(row.owner, change.from))
    return { ok: false, error: 'not-owner', owner: row.owner };

  tables.dedupe.note(change.id, change.dedupe, op.now + change.dedupeMs);
  const owned = {
    ...row,
    version: row.version + 1,
    owner: change.to,
    heldSince: change.to.kind === 'counsellor' ? op.now : null,
    waiting: change.to.kind === 'queue' ? change.waiting : null,
  };
  op.changes.push({ id: row.id, version: owned.version, what: 'owner' });
  const { input, lease } = change;
  return { ok: true, turn: appendInput(tables, owned, { input, lease, child: false }, op) };
}
