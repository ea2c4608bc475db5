import type { Effect } from '../domain/conversation/effect.ts';
import type { InboundEvent } from '../ports/channel.ts';
import type { AddressKey, ConversationId } from '../ports/conversation-store.ts';
import { conversationIdOf } from './addressing.ts';
import type { Core } from './core.ts';
import type { SealedState } from './sealed.ts';

/**
 * Where an unsend or an edit finds a talk that is over but can still be read, for the wrap-up. Keyed hash to conversation
 * id, as the store knows it of live ones; gone with the transcript.
 */
export async function noteEnded(
  core: Core,
  id: ConversationId,
  { state, addressKey }: SealedState,
  effects: readonly Effect[],
): Promise<void> {
  const ends = effects.some(({ kind }) => kind === 'ended');
  const stays = !effects.some(({ kind }) => kind === 'purge');
  if (!ends || !stays || addressKey === id || state.ended === 'erased') return;
  await core.documents.put(`${prefix(addressKey)}${id}`, {}, 0, core.limits.retentionMs);
}

/** The ended talks of the child who takes something back; none for any other event. */
export async function endedTalks(
  core: Core,
  address: AddressKey,
  { input }: InboundEvent,
): Promise<readonly ConversationId[]> {
  if (input.kind !== 'unsent' && input.kind !== 'edited') return [];
  const found = await core.documents.list(prefix(address));
  return found.flatMap(({ key }) => conversationIdOf(key.slice(prefix(address).length)) ?? []);
}

function prefix(address: SealedState['addressKey']): string {
  return `ended/${address}/`;
}
