import type { Input, TimerName } from '../domain/conversation/input.ts';
import type { ConversationState } from '../domain/conversation/state.ts';
import { newConversation } from '../domain/flow/step.ts';
import type { Sealed, Turn } from '../ports/conversation-store.ts';
import type { DataKey } from '../ports/vault.ts';
import type { Core } from './core.ts';
import { discloseInput, openState, type SealedInput, type SealedState } from './sealed.ts';

/** A turn with its content readable. */
export interface OpenTurn {
  readonly sealed: SealedState;
  /** Null for a conversation that has no data key yet. */
  readonly key: DataKey | null;
  /** Null when there is nothing to do but to take the head out of the way. */
  readonly input: Input | null;
  /** When the child did it (ms). */
  readonly at: number;
  /** No more is known than when it came. */
  readonly untimed?: boolean;
  /** Its content cannot be read any more: the hour of its key is over. */
  readonly lost: boolean;
}

/** An input that this very process sealed a moment ago. */
export interface KnownInput {
  readonly body: Sealed;
  readonly envelope: SealedInput;
}

/** What a turn is opened with besides the lease. */
export interface Opening {
  /** Milliseconds since the epoch, by the store. */
  readonly now: number;
  /** The head is taken out of the way, unread. */
  readonly poison: boolean;
  /** Saves opening the head when it is this one. */
  readonly known: KnownInput | undefined;
}

/**
 * Opens what a turn needs. A conversation whose content cannot be read any more begins anew, knowing nothing.
 */
export async function openTurn(
  core: Core,
  turn: Turn,
  { now, poison, known }: Opening,
): Promise<OpenTurn> {
  const [envelope, stored] = await Promise.all([
    turn.input === null ? null : opened(core, turn.id, turn.input.body, known),
    turn.stored === null ? null : openState(core.vault, turn.stored),
  ]);
  if (turn.stored !== null && stored === null) core.log.warn('content-lost');
  const before = stored?.sealed ?? found(core, turn, envelope, now);
  const state = reachedAt(before, envelope, turn);
  const sealed = poison ? withoutPoison(turn, state) : state;
  const lost = turn.stored !== null && stored === null;
  const came = poison ? poisoned(turn) : whatCame(core, turn, envelope, sealed);
  return { sealed, key: stored?.key ?? null, lost, ...came };
}

/** The child is answered where they wrote from last: a platform may know them by another id by now. */
function reachedAt(sealed: SealedState, envelope: SealedInput | null, turn: Turn): SealedState {
  if (envelope === null || envelope.address === null || !belongs(envelope, turn, sealed)) {
    return sealed;
  }
  return { ...sealed, address: envelope.address };
}

function opened(core: Core, id: Turn['id'], body: Sealed, known: KnownInput | undefined) {
  return known?.body === body ? known.envelope : discloseInput(core.vault, id, body);
}

/** A timer that no turn can finish is taken away; whoever waits for it is found by the deadline of the content. */
function withoutPoison(turn: Turn, sealed: SealedState): SealedState {
  if (turn.input !== null) return sealed;
  const due = dueTimers(sealed.state, turn.due ?? 0);
  const left = timersOf(sealed.state).filter(([name]) => !due.includes(name));
  return { ...sealed, state: { ...sealed.state, timers: Object.fromEntries(left) } };
}

/** Told as timely: how late the poisoned input was is part of what nobody knows. */
function poisoned({ input }: Turn): Pick<OpenTurn, 'input' | 'at'> {
  return { input: input === null ? null : { kind: 'poisoned' }, at: Number.MAX_SAFE_INTEGER };
}

function whatCame(
  core: Core,
  turn: Turn,
  envelope: SealedInput | null,
  sealed: SealedState,
): Pick<OpenTurn, 'input' | 'at' | 'untimed'> {
  if (turn.input === null) {
    const due = turn.due ?? 0;
    const name = dueTimers(sealed.state, due)[0];
    return { input: name === undefined ? null : { kind: 'timer', name }, at: due };
  }
  if (envelope !== null && belongs(envelope, turn, sealed)) {
    return { input: envelope.input, at: envelope.at, untimed: envelope.untimed === true };
  }
  core.log.warn('content-lost');
  return { input: null, at: 0 };
}

/** An input speaks in the conversation that it was sealed for, and in no other. */
function belongs(envelope: SealedInput, turn: Turn, sealed: SealedState): boolean {
  return envelope.to === turn.id || envelope.to === sealed.addressKey;
}

function found(core: Core, turn: Turn, envelope: SealedInput | null, now: number): SealedState {
  const address = envelope?.address ?? { channel: 'web' as const, id: '' };
  const state = newConversation(core.bundles.current(), address.channel, core.random(8), now);
  return { state, address, addressKey: envelope?.to ?? turn.id };
}

/** Earliest first; empty when a commit in between moved the timer that woke the conversation. */
function dueTimers(state: ConversationState, due: number): readonly TimerName[] {
  return timersOf(state)
    .filter(([, at]) => at <= due)
    .map(([name]) => name);
}

const TIMERS: readonly TimerName[] = [
  'idle',
  'update',
  'first-reply',
  'offer',
  'observe',
  'silence',
  'callback',
  'feedback',
  'retention',
];

/** A conversation's timers, the next first. */
export function timersOf(state: ConversationState): readonly (readonly [TimerName, number])[] {
  return TIMERS.flatMap((name): (readonly [TimerName, number])[] => {
    const at = state.timers[name];
    return at === undefined ? [] : [[name, at]];
  }).sort(([, a], [, b]) => a - b);
}
