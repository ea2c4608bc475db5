import type { Effect } from '../conversation/effect.ts';
import { heldUntil } from '../conversation/escalation.ts';
import type { MessageChoice, MessagePart, OutMessage } from '../conversation/message.ts';
import type { ConversationState, Frame, Marks, Talk } from '../conversation/state.ts';
import type { Bundle, Language, Template, TextKey } from './bundle.ts';
import type { Facts } from './facts.ts';
import { UNWATCHED, type Watch } from './watch.ts';

/**
 * A turn in the making: the one place where `step` changes anything. It never leaves the call that made it, so that
 * `step` stays pure to its caller.
 */
export interface Draft {
  readonly bundle: Bundle;
  readonly facts: Facts;
  state: ConversationState;
  readonly effects: Effect[];
  parts: MessagePart[];
  choices: MessageChoice[];
  /** The child did something, so that what is said now is an answer to whoever holds the phone. */
  readonly answers: boolean;
  readonly watch: Watch;
  /** Steps left in this turn; a bundle that the checker passed never runs out. */
  budget: number;
}

const STEPS_PER_TURN = 200;

export function draftOf(
  bundle: Bundle,
  state: ConversationState,
  facts: Facts,
  answers: boolean,
  watch: Watch = UNWATCHED,
): Draft {
  const said = { effects: [], parts: [], choices: [] };
  return { bundle, facts, state, ...said, answers, watch, budget: STEPS_PER_TURN };
}

export function change(draft: Draft, patch: Partial<ConversationState>): void {
  draft.state = { ...draft.state, ...patch };
}

export function changeTalk(draft: Draft, patch: Partial<Talk>): void {
  change(draft, { talk: { ...draft.state.talk, ...patch } });
}

export function mark(draft: Draft, patch: Partial<Marks>): void {
  change(draft, { marks: { ...draft.state.marks, ...patch } });
}

export function topFrame(draft: Draft): Frame | undefined {
  return draft.state.talk.frames.at(-1);
}

/** The words of a placeholder; a name that is not listed is never replaced. */
export interface Words {
  readonly from?: string;
  readonly to?: string;
  readonly alias?: string;
  readonly hours?: string;
}

/** Queues a text of the bundle for this turn's message. */
export function sayKey(draft: Draft, key: TextKey, words: Words = {}): void {
  const text = textOf(draft, key, words);
  if (text !== '') draft.parts.push({ kind: 'text', text });
}

/**
 * A text in the child's language. Before the child has chosen one, in every language of the bundle, a line each,
 * so that nobody is greeted in a language they cannot read.
 */
export function textOf(draft: Draft, key: TextKey, words: Words = {}): string {
  const texts = languagesOf(draft).map((language) => fill(draft, language, key, words));
  return [...new Set(texts)].join('\n');
}

export function labelOf(draft: Draft, key: TextKey): string {
  const texts = languagesOf(draft).map((language) => fill(draft, language, key, {}));
  return [...new Set(texts)].join(' / ');
}

/** A language that this bundle does not speak (any more) is none that was chosen: an empty line helps nobody. */
export function languagesOf({ state, bundle }: Draft): readonly Language[] {
  const chosen = bundle.languages.filter((language) => language === state.language);
  return chosen.length > 0 ? chosen : bundle.languages;
}

function fill(draft: Draft, language: Language, key: TextKey, words: Words): string {
  const template = draft.bundle.texts.get(language, key);
  return template === undefined ? '' : fillTemplate(template, words);
}

export function fillTemplate(template: Template, words: Words): string {
  const known: Readonly<Record<string, string | undefined>> = { ...words };
  return template.map((piece, at) => (at % 2 === 0 ? piece : (known[piece] ?? ''))).join('');
}

/** The numbers that a child can call anywhere in the country; nothing where no row stands. */
export function sayNumbers(draft: Draft): void {
  for (const kind of ['helpline', 'police']) {
    draft.parts.push({
      kind: 'services',
      query: { kind, scope: 'national' },
      province: null,
      lead: '',
      none: '',
    });
  }
}

/**
 * Turns what was said so far into one message, so that the effects keep the order of the talk.
 *
 * @param callback - The message opens the talk again, at the time that the child chose.
 */
export function flush(draft: Draft, callback = false): void {
  if (draft.parts.length === 0 && draft.choices.length === 0) return;
  const message: OutMessage = {
    language: languagesOf(draft)[0] ?? 'en',
    from: 'bot',
    alias: null,
    parts: draft.parts,
    choices: draft.choices,
    style: isDiscreet(draft.state) ? 'numbers' : 'buttons',
    standing: draft.state.ended === null && draft.state.owner.kind !== 'counsellor',
    silent: isDiscreet(draft.state),
    stale: draft.state.ended === null ? 'neutral' : 'drop',
    ...(callback ? { callback } : {}),
    answers: draft.answers,
  };
  draft.effects.push({ kind: 'send', message });
  noteBotLines(draft);
  draft.parts = [];
  draft.choices = [];
}

/** From "I want a person" on, the bot's lines stand in the transcript too: the counsellor sees what the child saw. */
function noteBotLines(draft: Draft): void {
  if (draft.state.owner.kind !== 'queue' && draft.state.owner.kind !== 'counsellor') return;
  for (const part of draft.parts) {
    const text = part.kind === 'text' ? part.text : part.lead;
    draft.effects.push({
      kind: 'line',
      line: { from: 'bot', text, at: draft.facts.now },
      ref: null,
    });
  }
}

/** Something that only a person can act on: it stands in the transcript of whoever waits or talks. */
export function noteEvent(draft: Draft, text: string, item?: string): void {
  const { owner } = draft.state;
  if (owner.kind !== 'queue' && owner.kind !== 'counsellor') return;
  addEvent(draft, text, item);
}

/** The same in a talk that is over, for whoever wraps it up. */
export function addEvent(draft: Draft, text: string, item?: string): void {
  const about = item === undefined ? {} : { item };
  const line = { from: 'event' as const, text, at: draft.facts.now, ...about };
  draft.effects.push({ kind: 'line', line, ref: null });
}

/** What the engine does, not only how it looks, depends on who sees the phone. */
export function mustBeDiscreet(draft: Draft): boolean {
  draft.watch.read('device');
  return isDiscreet(draft.state);
}

/** F02: "this is not only my phone". Choices become numbers, sounds are off, and we do not write first. */
export function isDiscreet(state: ConversationState): boolean {
  return state.talk.globals['device'] === 'shared';
}

const AN_HOUR = 3_600_000;

/** When the content must be dead: after the usual time, an hour after the time that the child left for a message, or when a hold ends. */
export function retentionOf({ facts, state }: Draft): number {
  const usual = Math.max(facts.now + facts.retentionMs, heldUntil(state));
  return state.callback === null ? usual : Math.max(usual, state.callback.until + AN_HOUR);
}
