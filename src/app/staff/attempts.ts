import type { Documents } from '../../ports/documents.ts';
import { fieldsOf } from './member.ts';
import { digestOf } from './secrets.ts';

const FORGET_MS = 900_000;
const FIRST_DELAY_MS = 250;
export const LONGEST_DELAY_MS = 8_000;
/** Beyond this the answer is "later" instead of a held connection. */
const LONGEST_WAIT_MS = 12_000;

/** The attempt after which the first pause comes, and how many more are free when they come from everywhere. */
const FREE_ATTEMPTS = 3;
const MORE_FROM_EVERYWHERE = 7;

/**
 * Each attempt takes the next place in a line of its account and its place (an address, or a browser that is known), and the
 * places lie ever further apart. Counted before the password is looked at, so that a hundred at once are as slow as a
 * hundred in a row. Answers the pause in front of this attempt; null when the line is too long.
 */
export async function takeAttempt(
  documents: Documents,
  name: string,
  place: string,
  now: number,
): Promise<number | null> {
  return next(documents, keyOf(name, place), 0, now);
}

export async function forgetAttempts(
  documents: Documents,
  name: string,
  place: string,
): Promise<void> {
  await documents.delete(keyOf(name, place));
}

/**
 * The same for all attempts at one account from places that it does not know, however many addresses they come from. It is
 * not emptied by whoever gets in: a guesser would go on behind them.
 */
export async function takeStrangersAttempt(
  documents: Documents,
  name: string,
  now: number,
): Promise<number | null> {
  return next(documents, keyOf(name, EVERYWHERE), MORE_FROM_EVERYWHERE, now);
}

/** Whoever was right does not count as a guess. */
export async function giveBackStrangersAttempt(documents: Documents, name: string): Promise<void> {
  const stored = await documents.get(keyOf(name, EVERYWHERE));
  const { failures, next: place } = fieldsOf(stored?.value);
  if (stored === null || typeof failures !== 'number' || typeof place !== 'number') return;
  const entry = { failures: Math.max(0, failures - 1), next: place };
  // Lost to another attempt: then one more counts than should, which only slows.
  await documents.put(keyOf(name, EVERYWHERE), entry, stored.version, FORGET_MS);
}

/** The pause that follows so many attempts in a row. */
export function delayAfter(attempts: number): number {
  if (attempts < FREE_ATTEMPTS) return 0;
  return Math.min(FIRST_DELAY_MS * 2 ** (attempts - FREE_ATTEMPTS), LONGEST_DELAY_MS);
}

async function next(
  documents: Documents,
  key: string,
  moreFree: number,
  now: number,
): Promise<number | null> {
  for (;;) {
    const stored = await documents.get(key);
    const { failures = 0, next: due = 0 } = fieldsOf(stored?.value);
    const before = typeof failures === 'number' ? failures : 0;
    const place = Math.max(now, typeof due === 'number' ? due : 0);
    if (place - now > LONGEST_WAIT_MS) return null;
    const entry = { failures: before + 1, next: place + delayAfter(before + 1 - moreFree) };
    const written = await documents.put(key, entry, stored?.version ?? 0, FORGET_MS);
    if (written !== null) return place - now;
  }
}

/** No address looks like this. */
const EVERYWHERE = '*';

/** Hashed: what was typed as a name may be a password, and an address is nobody's business. */
function keyOf(name: string, place: string): string {
  return `attempts/${digestOf(`${name}\n${place}`)}`;
}
