import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Ten thousand million tries: more than an argon2id hash of ours gives a thief with a rack of cards in years. */
const LEAST_GUESSES_LOG10 = 10;

let factory: Promise<ZxcvbnFactory> | undefined;

/**
 * Whether a password is one of the common ones, a keyboard row, a date, or little more than the account's own names
 * (zxcvbn: D. Wheeler, USENIX Security 2016). Khmer, which the lists do not hold, is judged by its length.
 */
export async function isWeakPassword(password: string, names: readonly string[]): Promise<boolean> {
  factory ??= load();
  const { guessesLog10 } = (await factory).check(password.normalize('NFKC'), [...names, 'tvear']);
  return guessesLog10 < LEAST_GUESSES_LOG10;
}

/** The lists are large, and wanted only where a password is chosen. */
async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new Factory({ dictionary: { ...dictionary }, graphs: adjacencyGraphs });
}
