import type { Input } from '../domain/conversation/input.ts';
import type { InboundEvent } from '../ports/channel.ts';
import type {
  Accepted,
  AddressKey,
  ConversationId,
  Accept as Entry,
} from '../ports/conversation-store.ts';
import { canonicalAddress, newConversationId } from './addressing.ts';
import { countCampaign, withoutCampaign } from './campaigns.ts';
import { inboundTrails } from './clear-chat.ts';
import type { Core } from './core.ts';
import { endedTalks, isAfterEnd } from './ended-talks.ts';
import type { KnownInput } from './open-turn.ts';
import { encloseInput } from './sealed.ts';
import { showTyping } from './show-typing.ts';
import { type Taken, takeTurn } from './take-turn.ts';
import { withoutTakenBack } from './taken-back.ts';

/**
 * Makes inbound events durable, and starts the turns of the conversations that were free.
 *
 * Resolves when every event is on disk: the caller may then answer 200. Rejects when any is not: the caller answers
 * 503, the platform redelivers, and what was stored already is known as a duplicate.
 */
export async function acceptEvents(core: Core, given: readonly InboundEvent[]): Promise<void> {
  if (given.length === 0) return;
  const now = await core.store.now();
  const arrivals = given.map((event) => withoutCampaign(core, event));
  const codes = new Map(arrivals.map(({ event, code }) => [event.input, code]));
  const events = arrivals.map(({ event }) => event);
  await linkFirst(core, events);
  const kept = await withoutTakenBack(core, events, now);
  const trails = await inboundTrails(core, events, now);
  // Together, the notes first: the very message that asks for it must be among those that a clearing finds.
  const noted = Promise.all(trails.map((write) => write()));
  const [accepted] = await Promise.all([takeIn(core, kept, now), noted]);
  for (const { answer, known } of accepted) {
    const code = codes.get(known.envelope.input) ?? null;
    if (code !== null && answer.kind !== 'duplicate') {
      core.background(() => countCampaign(core, code));
    }
    if (answer.kind !== 'leased') continue;
    core.background(async () => void (await takeTurn(core, answer.turn, known)));
  }
  showTyping(core, events, now);
}

/**
 * Of a batch that tells of a child's new name and brings their words under it, the names are brought together before anything is
 * sealed: words that were sealed for a name that leads elsewhere a moment later could be opened by nobody.
 */
async function linkFirst(core: Core, events: readonly InboundEvent[]): Promise<void> {
  if (events.length === 1) return;
  for (const { address } of events) {
    if (address.also !== undefined) await canonicalAddress(core, address);
  }
}

/** A child's two names are brought together once or twice, not again and again. */
const MOST_MOVES = 5;

/**
 * Seals the events for where their children hang now, and takes them in. Another call may bring a child's names together in
 * between: then what was sealed for the name that gave way is sealed anew, or nobody could open it.
 */
async function takeIn(
  core: Core,
  events: readonly InboundEvent[],
  now: number,
): Promise<readonly TakenIn[]> {
  const done: TakenIn[] = [];
  let left = events;
  for (let round = 0; left.length > 0; round += 1) {
    if (round === MOST_MOVES) throw new Error('an address is moved all the time');
    const entries = (await Promise.all(left.map((event) => entriesOf(core, event, now)))).flat();
    const answers = await core.store.accept(entries.map(({ entry }) => entry));
    const moved = new Set<InboundEvent>();
    answers.forEach((answer, at) => {
      const offered = entries[at];
      if (offered === undefined) return;
      if (answer.kind === 'elsewhere') moved.add(offered.event);
      else done.push({ answer, known: offered.known });
    });
    left = left.filter((event) => moved.has(event));
  }
  return done;
}

interface TakenIn {
  readonly answer: Accepted;
  readonly known: KnownInput;
}

/** What the store is given, and what it holds in clear: whoever sealed it need not open it. */
interface Offered {
  readonly entry: Entry;
  readonly known: KnownInput;
  readonly event: InboundEvent;
}

/** What is taken back is also looked for in talks of this child that ended and can still be read. */
async function entriesOf(core: Core, event: InboundEvent, now: number): Promise<Offered[]> {
  const address = await canonicalAddress(core, event.address);
  const ended = await endedTalks(core, address, event);
  const offered = await entryOf(core, event, address, now);
  const { channel } = event.address;
  const again = ended.map(async (id): Promise<Offered> => {
    const envelope = { to: id, address: null, input: event.input, at: now };
    const body = await encloseInput(core.vault, envelope, now + core.limits.retentionMs);
    const dedupe = core.vault.hash('dedupe', `${id}|${channel}|${event.id}`);
    return {
      entry: { ...offered.entry, to: { id }, dedupe, input: body },
      known: { body, envelope },
      event,
    };
  });
  const others = await Promise.all(again);
  return isAfterEnd(event.input) && others.length > 0 ? others : [offered, ...others];
}

async function entryOf(
  core: Core,
  event: InboundEvent,
  address: AddressKey,
  now: number,
): Promise<Offered> {
  const { channel } = event.address;
  const at = event.at ?? now;
  const untimed = event.at === null ? ({ untimed: true } as const) : {};
  const envelope = { to: address, address: event.address, input: event.input, at, ...untimed };
  const body = await encloseInput(core.vault, envelope, now + core.limits.retentionMs);
  const entry = {
    to: { address, candidate: newConversationId(core, address), only: true as const },
    dedupe: core.vault.hash('dedupe', `${channel}|${event.id}`),
    dedupeMs: core.limits.dedupeMs,
    input: body,
    lease: { worker: core.worker, ms: core.limits.leaseMs },
  };
  return { entry, known: { body, envelope }, event };
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
