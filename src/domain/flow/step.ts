import type { Effect } from '../conversation/effect.ts';
import type { Input, ReceiptNote } from '../conversation/input.ts';
import { BOT } from '../conversation/owner.ts';
import type { ConversationState } from '../conversation/state.ts';
import type { Bundle, ChannelId } from './bundle.ts';
import { childInput, isChildInput } from './child-input.ts';
import { type Draft, draftOf, flush, noteEvent } from './draft.ts';
import { erasedLater } from './erase.ts';
import type { Facts } from './facts.ts';
import { rankAgain } from './join-queue.ts';
import { outside } from './outside.ts';
import { poisoned } from './poisoned.ts';
import { staffInput } from './staff-input.ts';
import { timerInput } from './timer-input.ts';
import { UNWATCHED, type Watch } from './watch.ts';

export interface Stepped {
  readonly state: ConversationState;
  readonly effects: readonly Effect[];
}

/**
 * Advances a conversation by one input, up to the next point where it waits.
 *
 * Pure and bounded (200 steps): it reads no clock and sends nothing. The caller commits `state` and `effects` in one
 * atomic step and only then delivers. The live bot, the simulator, the terminal player, the checker and the tests
 * all run this function.
 */
export function step(
  bundle: Bundle,
  state: ConversationState,
  input: Input,
  facts: Facts,
  watch: Watch = UNWATCHED,
): Stepped {
  const draft = draftOf(bundle, state, facts, isChildInput(input), watch);
  if (isChildInput(input)) childInput(draft, input);
  else if (input.kind === 'timer') timerInput(draft, input.name);
  else if (input.kind === 'outside') outside(draft);
  else if (input.kind === 'receipt') receipt(draft, input.receipt);
  else if (input.kind === 'undelivered') undelivered(draft, input.why, input.item);
  else if (input.kind === 'erased-later') erasedLater(draft);
  else if (input.kind === 'poisoned') poisoned(draft);
  else staffInput(draft, input);
  rankAgain(draft);
  flush(draft);
  return { state: draft.state, effects: draft.effects };
}

/** Only people can act on it: the counsellor sees in the chat that the child did not get a message. */
function undelivered(draft: Draft, why: string, item: string | undefined): void {
  noteEvent(draft, `undelivered-${why}`, item);
}

/** Kept for as long as the words that it is about, and for a counsellor alone. */
function receipt(draft: Draft, told: ReceiptNote): void {
  if (draft.state.marks.claimed === undefined || draft.state.recorded) return;
  const line = { from: 'event', text: 'receipt', at: draft.facts.now, receipt: told } as const;
  draft.effects.push({ kind: 'line', line, ref: null });
}

/** A conversation before its first input. `nonce` is random, six characters or more, of `A-Za-z0-9_-`. */
export function newConversation(
  bundle: Bundle,
  channel: ChannelId,
  nonce: string,
  now: number,
): ConversationState {
  return {
    schema: 1,
    bundle: bundle.id,
    channel,
    language: null,
    owner: BOT,
    talk: {
      frames: [],
      interrupted: null,
      globals: {},
      asked: null,
      unknown: 0,
      media: 0,
    },
    nonce,
    questions: 0,
    timers: {},
    marks: { started: now, last: now },
    queue: null,
    callback: null,
    counsellor: null,
    wrapUp: null,
    feedback: null,
    ended: null,
    recorded: false,
    lateSaid: false,
  };
}
