/** Who answers for a flow as it stands: a changed flow has another hash, and the signature counts no more (R52). */
export interface SignOff {
  readonly by: string;
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly hash: string;
}

/**
 * What a sign-off is made over: everything in a flow's file but the sign-off itself, whatever the order of its names
 * and however it is laid out. Its texts carry signatures of their own (`reviews.ts`).
 */
export function signedContent(file: unknown): string {
  if (typeof file !== 'object' || file === null) return JSON.stringify(file);
  const content = Object.entries(file).filter(([name]) => name !== 'sign-off');
  return JSON.stringify(inOrder(Object.fromEntries(content)));
}

export function isSignedOff(signOff: SignOff | null, hash: string): boolean {
  return signOff !== null && signOff.by.trim() !== '' && signOff.hash === hash;
}

/** The same data with the names of every object sorted; the order of a list has a meaning and stays. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, inner]) => [name, inOrder(inner)]));
}
