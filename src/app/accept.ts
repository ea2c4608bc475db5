import type { Input } from '../domain/conversation/input.ts';
import type { InboundEvent } from '../ports/channel.ts';
import type { AddressKey, ConversationId, Accept as Entry } from '../ports/conversation-store.ts';
import { canonicalAddress, newConversationId } from './addressing.ts';
import type { Core } from './core.ts';
import { endedTalks } from './ended-talks.ts';
import { encloseInput } from './sealed.ts';
import { type Taken, takeTurn } from './take-turn.ts';

/**
 * Makes inbound events durable, and starts the turns of the conversations that were free.
 *
 * Resolves when every event is on disk: the caller may then answer 200. Rejects when any is not: the caller answers
 * 503, the platform redelivers, and what was stored already is known as a duplicate.
 */
export async function acceptEvents(core: Core, events: readonly InboundEvent[]): Promise<void> {
  if (events.length === 0) return;
  const now = await core.store.now();
  const entries = (await Promise.all(events.map((event) => entriesOf(core, event, now)))).flat();
  const accepted = await core.store.accept(entries);
  for (const answer of accepted) {
    if (answer.kind === 'leased')
      core.background(async () => void (await takeTurn(core, answer.turn)));
  }
}

/** What is taken back is also looked for in talks of this child that ended and can still be read. */
async function entriesOf(core: Core, event: InboundEvent, now: number): Promise<Entry[]> {
  const address = await canonicalAddress(core, event.address);
  const ended = await endedTalks(core, address, event);
  const entry = await entryOf(core, event, address, now);
  const { channel } = event.address;
  const again = ended.map(async (id): Promise<Entry> => {
    const sealed = { to: id, address: null, input: event.input, at: now };
    return {
      ...entry,
      to: { id },
      dedupe: core.vault.hash('dedupe', `${id}|${channel}|${event.id}`),
      input: await encloseInput(core.vault, sealed, now + core.limits.retentionMs),
    };
  });
  return [entry, ...(await Promise.all(again))];
}

async function entryOf(
  core: Core,
  event: InboundEvent,
  address: AddressKey,
  now: number,
): Promise<Entry> {
  const { channel } = event.address;
  const sealed = { to: address, address: event.address, input: event.input, at: event.at ?? now };
  return {
    to: { address, candidate: newConversationId(core, address) },
    dedupe: core.vault.hash('dedupe', `${channel}|${event.id}`),
    dedupeMs: core.limits.dedupeMs,
    input: await encloseInput(core.vault, sealed, now + core.limits.retentionMs),
    lease: { worker: core.worker, ms: core.limits.leaseMs },
  };
}

export type Fed =
  | { readonly kind: 'missing' }
  /** Durable; its turn is still to come, or another process takes it. */
  | { readonly kind: 'queued' }
  | Taken;

/**
 * Feeds an input of the staff, or of the server itself, into a conversation: the same way as a child's message. Waits for its
 * turn when the conversation is free, so that the caller learns what became of it.
 *
 * @param name - Names the act; the same name twice has one effect.
 */
export async function feed(
  core: Core,
  id: ConversationId,
  name: string,
  input: Input,
): Promise<Fed> {
  const now = await core.store.now();
  const sealed = { to: id, address: null, input, at: now };
  const body = await encloseInput(core.vault, sealed, now + core.limits.retentionMs);
  const [accepted] = await core.store.accept([
    {
      to: { id },
      dedupe: core.vault.hash('dedupe', `${id}|${name}`),
      dedupeMs: core.limits.dedupeMs,
      input: body,
      lease: { worker: core.worker, ms: core.limits.leaseMs },
    },
  ]);
  if (accepted === undefined || accepted.kind === 'missing') return { kind: 'missing' };
  if (accepted.kind !== 'leased') return { kind: 'queued' };
  const taken = await takeTurn(core, accepted.turn);
  // What a dead process left comes first: then what was taken is not the answer to this input.
  return accepted.turn.input?.body === body ? taken : { kind: 'queued' };
}
