import type { Input, TimerName } from '../domain/conversation/input.ts';
import type { ConversationState } from '../domain/conversation/state.ts';
import { newConversation } from '../domain/flow/step.ts';
import type { Turn } from '../ports/conversation-store.ts';
import type { DataKey } from '../ports/vault.ts';
import type { Core } from './core.ts';
import { discloseInput, openState, type SealedInput, type SealedState } from './sealed.ts';

/** After this many tries that ended without a commit, an input is taken out of the way. */
const POISON_ATTEMPTS = 5;

/** A turn with its content readable. */
export interface OpenTurn {
  readonly sealed: SealedState;
  /** Null for a conversation that has no data key yet. */
  readonly key: DataKey | null;
  /** Null when there is nothing to do but to take the head out of the way. */
  readonly input: Input | null;
  /** When the child did it (ms). */
  readonly at: number;
  /** Its content cannot be read any more: the hour of its key is over. */
  readonly lost: boolean;
}

/**
 * Opens what a turn needs. A conversation whose content cannot be read any more begins anew, knowing nothing.
 *
 * @param now - Milliseconds since the epoch, by the store.
 */
export async function openTurn(core: Core, turn: Turn, now: number): Promise<OpenTurn> {
  const [envelope, stored] = await Promise.all([
    turn.input === null ? null : discloseInput(core.vault, turn.id, turn.input.body),
    turn.stored === null ? null : openState(core.vault, turn.stored),
  ]);
  if (turn.stored !== null && stored === null) core.log.warn('content-lost');
  const sealed = withoutPoison(turn, stored?.sealed ?? found(core, turn, envelope, now));
  const lost = turn.stored !== null && stored === null;
  return { sealed, key: stored?.key ?? null, lost, ...whatCame(core, turn, envelope, sealed) };
}

/** A timer that no turn can finish is taken away; whoever waits for it is found by the deadline of the content. */
function withoutPoison(turn: Turn, sealed: SealedState): SealedState {
  if (turn.input !== null || turn.attempts < POISON_ATTEMPTS) return sealed;
  const poisoned = dueTimers(sealed.state, turn.due ?? 0);
  const left = timersOf(sealed.state).filter(([name]) => !poisoned.includes(name));
  return { ...sealed, state: { ...sealed.state, timers: Object.fromEntries(left) } };
}

function whatCame(
  core: Core,
  turn: Turn,
  envelope: SealedInput | null,
  sealed: SealedState,
): Pick<OpenTurn, 'input' | 'at'> {
  // Told as timely: how late the poisoned input was is part of what nobody knows.
  const timely = Number.MAX_SAFE_INTEGER;
  if (turn.attempts >= POISON_ATTEMPTS) {
    return { input: turn.input === null ? null : { kind: 'poisoned' }, at: timely };
  }
  if (turn.input === null) {
    const due = turn.due ?? 0;
    const name = dueTimers(sealed.state, due)[0];
    return { input: name === undefined ? null : { kind: 'timer', name }, at: due };
  }
  if (envelope !== null && belongs(envelope, turn, sealed)) {
    return { input: envelope.input, at: envelope.at };
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

const TIMERS: readonly TimerName[] = ['idle', 'update', 'first-reply', 'feedback', 'retention'];

/** A conversation's timers, the next first. */
export function timersOf(state: ConversationState): readonly (readonly [TimerName, number])[] {
  return TIMERS.flatMap((name): (readonly [TimerName, number])[] => {
    const at = state.timers[name];
    return at === undefined ? [] : [[name, at]];
  }).sort(([, a], [, b]) => a - b);
}
