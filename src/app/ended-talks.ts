import type { Effect } from '../domain/conversation/effect.ts';
import { isHeld } from '../domain/conversation/escalation.ts';
import type { Input } from '../domain/conversation/input.ts';
import { AFTER_END } from '../domain/flow/answer.ts';
import type { Stepped } from '../domain/flow/step.ts';
import type { InboundEvent } from '../ports/channel.ts';
import type { AddressKey, ConversationId } from '../ports/conversation-store.ts';
import { conversationIdOf } from './addressing.ts';
import type { Core } from './core.ts';
import { encloseInput, openState, type SealedState } from './sealed.ts';

/**
 * Where an unsend or an edit finds a talk that is over but can still be read, for the wrap-up. Keyed hash to conversation
 * id, as the store knows it of live ones; gone with the transcript.
 */
export async function noteEnded(
  core: Core,
  id: ConversationId,
  { state: before, addressKey }: SealedState,
  { state, effects }: Stepped,
): Promise<void> {
  const stays = !effects.some(({ kind }) => kind === 'purge');
  if (state.ended === null || !stays || addressKey === id || state.ended === 'erased') return;
  const ends = effects.some(({ kind }) => kind === 'ended');
  const until = state.timers.retention ?? 0;
  if (!ends && until === before.timers.retention) return;
  const key = `${prefix(addressKey)}${id}`;
  const version = ends ? 0 : ((await core.documents.get(key))?.version ?? 0);
  await core.documents.put(key, {}, version, until - (await core.store.now()));
}

/**
 * A child who erases means all that they told us, also in talks that are over and still wait for their wrap-up. Before the
 * turn that says so is committed: done twice it does no harm.
 *
 * @param name - Names the turn.
 */
export async function eraseEnded(
  core: Core,
  id: ConversationId,
  { addressKey }: SealedState,
  { name, effects }: { readonly name: string; readonly effects: readonly Effect[] },
): Promise<void> {
  if (!effects.some(({ kind }) => kind === 'clear-chat') || addressKey === id) return;
  const others = (await endedOf(core, addressKey)).filter((talk) => talk !== id);
  if (others.length === 0) return;
  const now = await core.store.now();
  const entries = others.map(async (talk) => {
    const envelope = { to: talk, address: null, input: { kind: 'erased-later' }, at: now } as const;
    return {
      to: { id: talk },
      dedupe: core.vault.hash('dedupe', `${talk}|erase|${id}|${name}`),
      dedupeMs: core.limits.dedupeMs,
      input: await encloseInput(core.vault, envelope, now + core.limits.retentionMs),
      // The sweep takes its turn.
      lease: null,
    };
  });
  await core.store.accept(await Promise.all(entries));
}

/** Whether counsellor and supervisor hold a talk of this child that is over. */
export async function isHeldBefore(
  core: Core,
  { addressKey }: SealedState,
  now: number,
): Promise<boolean> {
  if (core.hold === null) return false;
  const talks = await endedOf(core, addressKey);
  const stored = await Promise.all(talks.map((talk) => core.store.get(talk)));
  const opened = await Promise.all(
    stored.map((one) => (one === null ? null : openState(core.vault, one))),
  );
  return opened.some((one) => one !== null && isHeld(one.sealed.state, now));
}

/** The ended talks of the child who takes something back, or answers what was asked after the end; none for any other event. */
export async function endedTalks(
  core: Core,
  address: AddressKey,
  { input }: InboundEvent,
): Promise<readonly ConversationId[]> {
  if (input.kind !== 'unsent' && input.kind !== 'edited' && !isAfterEnd(input)) return [];
  return endedOf(core, address);
}

async function endedOf(core: Core, address: SealedState['addressKey']): Promise<ConversationId[]> {
  const found = await core.documents.list(prefix(address));
  return found.flatMap(({ key }) => conversationIdOf(key.slice(prefix(address).length)) ?? []);
}

/** A tap on what a talk offered after its end. It founds no other talk. */
export function isAfterEnd(input: Input): boolean {
  return input.kind === 'choice' && input.id.startsWith(AFTER_END);
}

function prefix(address: SealedState['addressKey']): string {
  return `ended/${address}/`;
}
