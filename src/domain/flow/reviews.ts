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

export function reviewOf(reviews: Reviews, key: string): Review | null {
  return (Object.hasOwn(reviews, key) ? reviews[key] : undefined) ?? null;
}
