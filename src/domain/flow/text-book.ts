import type { Language } from './bundle.ts';
import { type Review, type Reviews, reviewOf } from './reviews.ts';

/**
 * What a text is worth, computed from the texts and the signatures each time: not there; never signed; signed as it was
 * before it changed; signed, but the text it was read beside has changed since; signed as it stands.
 */
export const TEXT_STATES = ['missing', 'unsigned', 'changed', 'outdated', 'signed'] as const;
export type TextState = (typeof TEXT_STATES)[number];

export interface TextEntry {
  /** `<flow>:<path>`, or `bot:<path>`. */
  readonly key: string;
  readonly text: string | null;
  /** The same text in the source language; the source language itself stands alone. */
  readonly beside: string | null;
  readonly state: TextState;
  readonly review: Review | null;
}

export interface Pages {
  /** Text by key. */
  readonly texts: ReadonlyMap<string, string>;
  /** The source language's; null for the source language itself. */
  readonly source: ReadonlyMap<string, string> | null;
  readonly reviews: Reviews;
}

/** What translations are made from: English, where the bundle has it. */
export function sourceOf(languages: readonly Language[]): Language | undefined {
  return languages.find((one) => one === 'en') ?? languages[0];
}

/** Every text of a language beside that of the source language, in the order of the source. */
export function textEntries(
  { texts, source, reviews }: Pages,
  hash: (text: string) => string,
): readonly TextEntry[] {
  const keys = [...new Set([...(source?.keys() ?? []), ...texts.keys()])];
  return keys.map((key) => {
    const text = texts.get(key) ?? null;
    const beside = source?.get(key) ?? null;
    const review = reviewOf(reviews, key);
    return { key, text, beside, review, state: stateOf(text, beside, review, hash) };
  });
}

/** A signature over a text as it stands today. */
export function signature(
  { text, beside }: { readonly text: string; readonly beside: string | null },
  by: { readonly reviewer: string; readonly date: string },
  hash: (text: string) => string,
): Review {
  return { hash: hash(text), ...by, ...(beside === null ? {} : { beside: hash(beside) }) };
}

function stateOf(
  text: string | null,
  beside: string | null,
  review: Review | null,
  hash: (text: string) => string,
): TextState {
  if (text === null || text.trim() === '') return 'missing';
  if (review === null || review.reviewer.trim() === '') return 'unsigned';
  if (review.hash !== hash(text)) return 'changed';
  const other = review.beside !== undefined && beside !== null && review.beside !== hash(beside);
  return other ? 'outdated' : 'signed';
}
