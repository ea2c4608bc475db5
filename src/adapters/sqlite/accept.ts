import type {
  Accept,
  Accepted,
  AddressKey,
  ConversationId,
  Turn,
} from '../../ports/conversation-store.ts';
import type { ConversationRow } from './conversation-table.ts';
import { appendInput } from './lease.ts';
import type { Op, Tables } from './tables.ts';

/** Takes one input in: once, whatever is delivered again. */
export function accept(tables: Tables, entry: Accept, op: Op): Accepted {
  const scope = scopeOf(tables, entry, op);
  const { to } = entry;
  if ('address' in to && to.only === true && scope !== to.address) return { kind: 'elsewhere' };
  if (tables.dedupe.seen(scope, entry.dedupe, op.now)) return { kind: 'duplicate' };
  const row = target(tables, entry, scope);
  if (row === null) return { kind: 'missing' };

  tables.dedupe.note(scope, entry.dedupe, op.now + entry.dedupeMs);
  const { input, lease } = entry;
  const turn = appendInput(tables, row, { input, lease, child: 'address' in to }, op);
  return accepted(row.id, turn);
}

function accepted(id: ConversationId, turn: Turn | null): Accepted {
  return turn === null ? { kind: 'queued', id } : { kind: 'leased', turn };
}

/** A canonical address, or the conversation for what staff do. */
function scopeOf({ addresses }: Tables, { to }: Accept, op: Op): AddressKey | ConversationId {
  if ('id' in to) return to.id;
  const canonical = addresses.canonical(to.address);
  if (canonical !== to.address) addresses.touch(to.address, op.now);
  return canonical;
}

function target(
  tables: Tables,
  { to }: Accept,
  scope: AddressKey | ConversationId,
): ConversationRow | null {
  if ('id' in to) return tables.conversations.load(to.id);
  const address = scope as AddressKey;
  const id = tables.addresses.live(address) ?? found(tables, address, to.candidate);
  return tables.conversations.load(id);
}

function found(tables: Tables, address: AddressKey, id: ConversationId): ConversationId {
  tables.conversations.found(id);
  tables.addresses.put(address, id);
  return id;
}

/**
 * Makes two addresses one child. What already hangs on one of them (a live conversation before mere history) decides
 * which becomes canonical, so that its redeliveries stay duplicates; the primary when they weigh the same.
 */
export function link(
  tables: Tables,
  pair: { readonly primary: AddressKey; readonly secondary: AddressKey },
  op: Op,
): AddressKey {
  const { addresses, dedupe } = tables;
  addresses.touch(pair.primary, op.now);
  addresses.touch(pair.secondary, op.now);
  const primary = addresses.canonical(pair.primary);
  const secondary = addresses.canonical(pair.secondary);
  if (primary === secondary) return primary;

  const swap = addresses.weight(secondary, op.now) > addresses.weight(primary, op.now);
  const [root, other] = swap ? [secondary, primary] : [primary, secondary];
  addresses.join(root, other, op.now);
  dedupe.move(other, root);
  return root;
}
