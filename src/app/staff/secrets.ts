import { createHash, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** 256 random bits in base64url, for invitations, session ids and CSRF tokens. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored in place of a random secret. A fast hash is enough: there is nothing to guess in 256 bits. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** argon2id (the library's default) at 19 MiB and two passes, as OWASP's password storage sheet advises. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

export async function matchesPassword(stored: string, password: string): Promise<boolean> {
  try {
    return await verify(stored, password.normalize('NFKC'));
  } catch {
    // An unreadable hash is nobody's password.
    return false;
  }
}

let decoy: Promise<string> | undefined;

/** Costs as much as a real comparison and never matches, so that an unknown name takes as long as a known one. */
export async function refusePassword(password: string): Promise<false> {
  decoy ??= hashPassword(newSecret());
  await matchesPassword(await decoy, password);
  return false;
}
