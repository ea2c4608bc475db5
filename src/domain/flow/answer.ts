import type { MessageChoice } from '../conversation/message.ts';
import type { ConversationState } from '../conversation/state.ts';
import { normalise } from '../text/normalise.ts';
import type { AskStep, Bundle, FlowChoice } from './bundle.ts';
import { fillTemplate } from './draft.ts';

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
  return `${state.nonce}.${state.talk.asked?.ordinal ?? 0}.${place}`;
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
 * The answer behind a written message: the row's number (Latin or Khmer digits) or its label, in any language of
 * the bundle.
 *
 * @param written - Already normalised.
 */
export function answerByText(bundle: Bundle, state: ConversationState, written: string): Answer {
  const ask = openAsk(bundle, state);
  if (ask === undefined) return { kind: 'none' };
  const rows = rowsOf(ask, state.talk.asked?.page ?? 0);
  const number = /^[1-8]$/.test(written) ? rows[Number(written) - 1] : undefined;
  return number ?? rows.find((row) => saysRow(bundle, row, written)) ?? { kind: 'none' };
}

function saysRow(bundle: Bundle, row: Row, written: string): boolean {
  const key = row.kind === 'more' ? 'bot:more' : row.choice.label;
  return bundle.languages.some((language) => {
    const template = bundle.texts.get(language, key);
    return template !== undefined && normalise(fillTemplate(template, {})) === written;
  });
}
