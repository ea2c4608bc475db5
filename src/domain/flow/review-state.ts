import { type Pages, textEntries } from './text-book.ts';

export interface ReviewState {
  readonly texts: number;
  readonly unreviewed: number;
  /** The keys without a valid signature, in the order of the source. */
  readonly missing: readonly string[];
}

/**
 * Counts which texts of one language nobody has signed as they stand, beside the source text as that stands.
 *
 * @param hash - The hash that signatures are made with.
 */
export function reviewState(pages: Pages, hash: (text: string) => string): ReviewState {
  const missing = textEntries(pages, hash).filter(
    ({ text, state }) => text !== null && state !== 'signed',
  );
  return {
    texts: pages.texts.size,
    unreviewed: missing.length,
    missing: missing.map(({ key }) => key),
  };
}
