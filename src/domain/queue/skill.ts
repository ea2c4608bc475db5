/** Languages in which somebody writes with children. Empty: they have not said, and count for every one. */
export type Writes = readonly string[];

/** Somebody who takes chats now. */
export interface OnDuty {
  /** Chats that they can still take. */
  readonly free: number;
  readonly writes: Writes;
}

/** A child who has chosen no language yet can be written to by anybody. */
export function writesTo(writes: Writes, language: string | null): boolean {
  return language === null || writes.length === 0 || writes.includes(language);
}

/**
 * Those of these languages that nobody on duty writes, each once.
 *
 * @param onDuty - Absent: nobody knows who is there, and nothing is said of it.
 */
export function unwritten(
  onDuty: readonly OnDuty[] | undefined,
  languages: readonly (string | null)[],
): readonly string[] {
  if (onDuty === undefined) return [];
  const known = [...new Set(languages)].filter((language) => language !== null);
  return known.filter((language) => !onDuty.some(({ writes }) => writesTo(writes, language)));
}
