import type { Input } from '../conversation/input.ts';
import type { ConversationState } from '../conversation/state.ts';
import { choiceId, openAsk, rowsOf } from '../flow/answer.ts';
import type { Bundle, Concern } from '../flow/bundle.ts';
import { CONCERNS, concernWord, WORDS } from './key-bundle.ts';
import type { Position } from './position.ts';

/** Something that can happen to a conversation, apart from how it is said. */
export type Act =
  | { readonly kind: 'choice'; readonly row: number }
  | { readonly kind: 'word'; readonly word: keyof typeof WORDS; readonly late?: true }
  | { readonly kind: 'distress'; readonly concern: Concern; readonly late?: true }
  | { readonly kind: 'opened' | 'returned' | 'old-button' | 'medium' }
  | { readonly kind: 'timer'; readonly name: 'idle' | 'update' | 'silence' | 'callback' }
  | {
      readonly kind:
        | 'claimed'
        | 'released'
        | 'closed'
        | 'transferred'
        | 'counsellor-says'
        | 'checked-in';
    };

/** The ways that the child can always take, whatever the flow offers. */
export const ANY_TIME: readonly Act[] = [
  { kind: 'opened' },
  { kind: 'word', word: 'exit' },
  { kind: 'word', word: 'erase' },
  { kind: 'word', word: 'help' },
  { kind: 'word', word: 'person' },
  { kind: 'word', word: 'unknown' },
  { kind: 'word', word: 'language' },
  ...CONCERNS.map((concern) => ({ kind: 'distress' as const, concern })),
  { kind: 'medium' },
  { kind: 'old-button' },
  { kind: 'word', word: 'unknown', late: true },
  { kind: 'distress', concern: 'danger', late: true },
];

const AGAIN: readonly Act[] = [{ kind: 'opened' }];
const RETURNED: Act = { kind: 'returned' };
const BOT_TIMERS: readonly Act[] = [
  { kind: 'timer', name: 'idle' },
  { kind: 'timer', name: 'callback' },
];
/** `released` there: claimed and let go again. */
const QUEUE_ACTS: readonly Act[] = [
  { kind: 'claimed' },
  { kind: 'released' },
  { kind: 'timer', name: 'update' },
];
const COUNSELLOR_ACTS: readonly Act[] = [
  { kind: 'counsellor-says' },
  { kind: 'checked-in' },
  { kind: 'timer', name: 'silence' },
  { kind: 'transferred' },
  { kind: 'closed' },
];

/** All that can happen at a position; `web` when the channel is a page, which alone comes back by itself. */
export function actsAt(bundle: Bundle, position: Position): readonly Act[] {
  if (position.resuming) return AGAIN;
  const { owner } = position.state;
  if (owner.kind === 'counsellor') return [...ANY_TIME, RETURNED, ...COUNSELLOR_ACTS];
  const rows = rowsAt(bundle, position.state).map((_, row) => choice(row));
  if (owner.kind === 'nobody') return rows;
  const mine = owner.kind === 'queue' ? QUEUE_ACTS : BOT_TIMERS;
  return [...rows, ...ANY_TIME, RETURNED, ...mine];
}

/** The same for the same row everywhere. */
function choice(row: number): Act {
  CHOICES[row] ??= { kind: 'choice', row };
  return CHOICES[row];
}

const CHOICES: Act[] = [];

export function rowsAt(bundle: Bundle, state: ConversationState) {
  const ask = openAsk(bundle, state);
  return ask === undefined ? [] : rowsOf(ask, state.talk.asked?.page ?? 0);
}

/** Acts that interrupt whatever stands open. */
export function interrupts(act: Act): boolean {
  if ('late' in act) return false;
  if (act.kind === 'word') return act.word === 'help' || act.word === 'person';
  return act.kind === 'distress' || act.kind === 'medium' || act.kind === 'returned';
}

/** The words of a signal, as the walk's stand-ins; a replay brings the real lexicon's. */
export interface Said {
  word(word: keyof typeof WORDS): string;
  concern(concern: Concern): string;
}

export const STAND_INS: Said = { word: (word) => WORDS[word], concern: concernWord };

const COUNSELLOR = { id: 'c', alias: 'Sok' };

export function inputOf(bundle: Bundle, state: ConversationState, act: Act, said: Said): Input {
  const by = state.counsellor ?? COUNSELLOR;
  switch (act.kind) {
    case 'choice': {
      const row = rowsAt(bundle, state)[act.row];
      return { kind: 'choice', id: row === undefined ? 'none' : choiceId(state, row) };
    }
    case 'word':
      return wordInput(act, said);
    case 'distress':
      return { kind: 'text', text: said.concern(act.concern), ref: 'r' };
    case 'old-button':
      return { kind: 'choice', id: `${state.nonce}.0.0` };
    case 'medium':
      return { kind: 'media', what: 'picture', ref: 'r' };
    case 'opened':
    case 'returned':
      return { kind: act.kind };
    case 'timer':
      return { kind: 'timer', name: act.name };
    case 'claimed':
    case 'checked-in':
    case 'closed':
      return { kind: act.kind, by };
    case 'released':
      return { kind: 'released', by, why: 'counsellor' };
    case 'transferred':
      return { kind: 'transferred', from: by, to: by };
    case 'counsellor-says':
      return { kind: 'said', by, text: 'zzcounsellor' };
  }
}

/** The standing buttons do the same as their words. */
function wordInput(act: Extract<Act, { readonly kind: 'word' }>, said: Said): Input {
  const { word } = act;
  const button = word === 'exit' || word === 'erase' || word === 'help' || word === 'person';
  if (button) return { kind: 'choice', id: word };
  return { kind: 'text', text: said.word(word), ref: 'r' };
}

/**
 * The state in which an act meets the engine: the store changes the owner at a claim or release before the turn that
 * tells the child. Who lets go has claimed before, which is a turn of its own.
 */
export function readyFor(
  state: ConversationState,
  act: Act,
  claim: (state: ConversationState) => ConversationState,
): ConversationState {
  if (act.kind === 'claimed') return { ...state, owner: { kind: 'counsellor', id: 'c' } };
  if (act.kind !== 'released') return state;
  const claimed = state.owner.kind === 'queue' ? claim(state) : state;
  return { ...claimed, owner: { kind: 'queue' } };
}
