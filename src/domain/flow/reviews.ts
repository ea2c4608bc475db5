/** Who signed a text, and which text: a changed text has another hash, and the signature counts no more. */
export interface Review {
  readonly hash: string;
  readonly reviewer: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** The hash of the text beside which it was read: when that changes, the translation may say something else. */
  readonly beside?: string | undefined;
}

export type Reviews = Readonly<Record<string, Review>>;

export interface ReviewState {
  readonly texts: number;
  readonly unreviewed: number;
  /** The keys without a valid signature, in the order of the texts. */
  readonly missing: readonly string[];
}

/**
 * Counts which texts of one language nobody has signed as they stand.
 *
 * @param texts - Text by key, as `<flow>:<path>`.
 * @param hash - The hash that signatures are made with.
 */
export function reviewState(
  texts: ReadonlyMap<string, string>,
  reviews: Reviews,
  hash: (text: string) => string,
): ReviewState {
  const missing = [...texts]
    .filter(([key, text]) => !isSigned(reviews, key, hash(text)))
    .map(([key]) => key);
  return { texts: texts.size, unreviewed: missing.length, missing };
}

function isSigned(reviews: Reviews, key: string, hash: string): boolean {
  const review = reviewOf(reviews, key);
  return review !== null && review.reviewer.trim() !== '' && review.hash === hash;
}

export function reviewOf(reviews: Reviews, key: string): Review | null {
  return (Object.hasOwn(reviews, key) ? reviews[key] : undefined) ?? null;
}
