import type { MessageChoice } from '../conversation/message.ts';
import type { ConversationState } from '../conversation/state.ts';
import { wholeMeaning } from '../text/lexicon.ts';
import { normalise } from '../text/normalise.ts';
import type { AskStep, Bundle, FlowChoice, TypedAnswer } from './bundle.ts';
import { fillTemplate } from './draft.ts';

/** A choice that a talk offers after its end: a tap on it belongs to that talk, and founds no other. */
export const AFTER_END = 'after.';

/** At most eight own rows stand on a page: 0 and 9 belong to the standing exits. */
const ROWS = 8;

export type Row =
  | { readonly kind: 'choice'; readonly choice: FlowChoice; readonly index: number }
  | { readonly kind: 'more' };

export type Answer = Row | { readonly kind: 'stale' } | { readonly kind: 'none' };

/** The question that stands open, or undefined when none does. */
export function openAsk(bundle: Bundle, state: ConversationState): AskStep | undefined {
  const frame = state.talk.frames.at(-1);
  if (frame === undefined || state.talk.asked === null) return undefined;
  const found = bundle.flows.get(frame.flow)?.steps.get(frame.step);
  return found?.kind === 'ask' ? found : undefined;
}

/** What the child can pick on this page: all choices, or seven and a way to more. */
export function rowsOf(ask: AskStep, page: number): readonly Row[] {
  const all = ask.choices.map((choice, index) => ({ kind: 'choice' as const, choice, index }));
  if (all.length <= ROWS) return all;
  const from = page * (ROWS - 1);
  return [...all.slice(from, from + ROWS - 1), { kind: 'more' }];
}

/** The page after this one; the last leads to the first again. */
export function nextPage(ask: AskStep, page: number): number {
  return (page + 1) % Math.ceil(ask.choices.length / (ROWS - 1));
}

/** Bound to the conversation and to this very question: an older button, or another child's, fits nowhere. */
export function choiceId(state: ConversationState, row: Row): string {
  const place = row.kind === 'more' ? 'm' : String(row.index);
  const after = state.ended === null ? '' : AFTER_END;
  return `${after}${state.nonce}.${state.talk.asked?.ordinal ?? 0}.${place}`;
}

export function choicesOf(
  state: ConversationState,
  rows: readonly Row[],
  label: (row: Row) => string,
): MessageChoice[] {
  return rows.map((row) => ({ id: choiceId(state, row), label: label(row) }));
}

/** The answer behind a tapped button. */
export function answerById(bundle: Bundle, state: ConversationState, id: string): Answer {
  const ask = openAsk(bundle, state);
  if (ask === undefined) return { kind: 'stale' };
  const page = state.talk.asked?.page ?? 0;
  const row = rowsOf(ask, page).find((candidate) => choiceId(state, candidate) === id);
  return row ?? { kind: 'stale' };
}

/**
 * The answer behind a written message: the row's number (Latin or Khmer digits), its label in any language of the
 * bundle, one side of a label like "yes/yes", a numbered line copied from the message, or a word for yes, no and "not
 * sure" of the lexicon.
 *
 * @param written - Already normalised.
 */
export function answerByText(bundle: Bundle, state: ConversationState, written: string): Answer {
  if (!mayAnswer(bundle, written)) return { kind: 'none' };
  const ask = openAsk(bundle, state);
  if (ask === undefined) return { kind: 'none' };
  const rows = rowsOf(ask, state.talk.asked?.page ?? 0);
  const byNumber = NUMBER.exec(written)?.[1];
  if (byNumber !== undefined) return rows[Number(byNumber) - 1] ?? { kind: 'none' };
  const [, at, label] = LINE.exec(written) ?? [];
  const line = at === undefined ? undefined : rows[Number(at) - 1];
  if (line !== undefined && sides(bundle, line).has(label ?? '')) return line;
  const said = rows.filter((row) => sides(bundle, row).has(written));
  if (said.length === 0) return byWord(ask, wholeMeaning(bundle.lexicon.answers, written));
  return said.find((row) => labels(bundle, row).includes(written)) ?? only(said);
}

/** A yes, a no or a "not sure" in other words than the label's, where just one choice can be meant. */
function byWord({ choices }: AskStep, meant: TypedAnswer | undefined): Answer {
  const rows = choices.map((choice, index) => ({ kind: 'choice' as const, choice, index }));
  return only(rows.filter(({ choice }) => choice.is === meant));
}

/** `1`, and as children write it: `number 1`, `លេខ ១`. */
const NUMBER = /^(?:(?:number|num|លេខ|លេខរៀង)[\s.:៖]*)?([1-8])$/;
/** `1. Someone I know`, copied from the message or read off it. */
const LINE = /^([1-8])\s*[.):៖ -]\s*(.+)$/;

/** What answers nowhere need not be held against the question that stands open. */
function mayAnswer(bundle: Bundle, written: string): boolean {
  if (NUMBER.test(written) || LINE.test(written)) return true;
  if (wholeMeaning(bundle.lexicon.answers, written) !== undefined) return true;
  const known = ANSWERS.get(bundle) ?? answersOf(bundle);
  ANSWERS.set(bundle, known);
  return known.has(written);
}

const ANSWERS = new WeakMap<Bundle, ReadonlySet<string>>();

/** What answers some question of a bundle: every label and every side of one. */
function answersOf(bundle: Bundle): ReadonlySet<string> {
  const steps = [...bundle.flows.values()].flatMap((flow) => [...flow.steps.values()]);
  const choices = steps.flatMap((step) => (step.kind === 'ask' ? step.choices : []));
  const rows: readonly Row[] = [
    { kind: 'more' },
    ...choices.map((choice, index) => ({ kind: 'choice' as const, choice, index })),
  ];
  return new Set(rows.flatMap((row) => [...sides(bundle, row)]));
}

interface Said {
  readonly labels: readonly string[];
  /** Khmer says yes in two words, by who speaks: a label with both is answered by either. */
  readonly sides: ReadonlySet<string>;
}

/** What a bundle says never changes: its labels are normalised once, not with every text that a child writes. */
const SAID = new WeakMap<Bundle, Map<string, Said>>();

function saidBy(bundle: Bundle, row: Row): Said {
  const key = row.kind === 'more' ? 'bot:more' : row.choice.label;
  const ofBundle = SAID.get(bundle) ?? new Map<string, Said>();
  SAID.set(bundle, ofBundle);
  const known = ofBundle.get(key) ?? readLabels(bundle, key);
  ofBundle.set(key, known);
  return known;
}

function readLabels(bundle: Bundle, key: string): Said {
  const labels = bundle.languages.flatMap((language) => {
    const template = bundle.texts.get(language, key);
    return template === undefined ? [] : [normalise(fillTemplate(template, {}))];
  });
  const parts = labels.flatMap((label) => label.split('/').map(normalise));
  return { labels, sides: new Set([...labels, ...parts]) };
}

const labels = (bundle: Bundle, row: Row) => saidBy(bundle, row).labels;
const sides = (bundle: Bundle, row: Row) => saidBy(bundle, row).sides;

/** What two rows say alike decides nothing. */
function only(rows: readonly Row[]): Answer {
  const [row, ...more] = rows;
  return row === undefined || more.length > 0 ? { kind: 'none' } : row;
}
