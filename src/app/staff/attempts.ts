import type { Documents } from '../../ports/documents.ts';
import { fieldsOf } from './member.ts';
import { digestOf } from './secrets.ts';

const FREE_ATTEMPTS = 3;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8_000;
/** Beyond this the answer is "later" instead of a held connection. */
const LONGEST_WAIT_MS = 12_000;
const FORGET_MS = 900_000;

/**
 * Each attempt takes the next place in a line of its account and address, and the places lie ever further apart.
 * Counted before the password is looked at, so that a hundred at once are as slow as a hundred in a row. Nobody is
 * locked out: from another address the account answers at once, and here it does after seconds.
 */
export async function takeAttempt(
  documents: Documents,
  name: string,
  ip: string,
  now: number,
): Promise<number | null> {
  for (;;) {
    const stored = await documents.get(keyOf(name, ip));
    const { failures = 0, next = 0 } = fieldsOf(stored?.value);
    const before = typeof failures === 'number' ? failures : 0;
    const place = Math.max(now, typeof next === 'number' ? next : 0);
    if (place - now > LONGEST_WAIT_MS) return null;
    const entry = { failures: before + 1, next: place + delayAfter(before + 1) };
    const written = await documents.put(keyOf(name, ip), entry, stored?.version ?? 0, FORGET_MS);
    if (written !== null) return place - now;
  }
}

export async function forgetAttempts(
  documents: Documents,
  name: string,
  ip: string,
): Promise<void> {
  await documents.delete(keyOf(name, ip));
}

/** The pause that follows so many attempts in a row. */
export function delayAfter(attempts: number): number {
  if (attempts < FREE_ATTEMPTS) return 0;
  return Math.min(FIRST_DELAY_MS * 2 ** (attempts - FREE_ATTEMPTS), LONGEST_DELAY_MS);
}

/** Hashed: what was typed as a name may be a password, and an address is nobody's business. */
function keyOf(name: string, ip: string): string {
  return `attempts/${digestOf(`${name}\n${ip}`)}`;
}
