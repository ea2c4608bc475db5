import type { Address } from '../ports/channel.ts';
import type { AddressKey, ConversationId } from '../ports/conversation-store.ts';
import type { Core } from './core.ts';

const PARTITIONS = 64;

/** The partition is drawn from the hash, so that every process finds a child in the same place. */
export function addressKey(
  { vault }: Pick<Core, 'vault'>,
  channel: string,
  id: string,
): AddressKey {
  const hash = vault.hash('address', `${channel}|${id}`);
  const first = Buffer.from(hash.slice(0, 4), 'base64url')[0] ?? 0;
  return `p${String(first % PARTITIONS).padStart(2, '0')}.${hash}` as AddressKey;
}

/** The one address of a child under which everything hangs, whichever of its two ids the platform showed. */
export async function canonicalAddress(core: Core, address: Address): Promise<AddressKey> {
  const primary = addressKey(core, address.channel, address.id);
  if (address.also === undefined) {
    return address.channel === 'whatsapp' ? core.store.canonical(primary) : primary;
  }
  return core.store.link(primary, addressKey(core, address.channel, address.also));
}

/** A new id in the partition of its address, or of its predecessor, so that every key of both lies in one slot. */
export function newConversationId(
  core: Pick<Core, 'random'>,
  beside: AddressKey | ConversationId,
): ConversationId {
  return `${beside.slice(0, 3)}.${core.random(22)}` as ConversationId;
}

const ID = /^p[0-6][0-9]\.[A-Za-z0-9_-]{22}$/;

/** Parses an id that came from outside; undefined for anything else. */
export function conversationIdOf(text: string): ConversationId | undefined {
  return ID.test(text) ? (text as ConversationId) : undefined;
}
