import { z } from 'zod';
import type { Documents } from '../../ports/documents.ts';

/** A key of a device or a password manager (WebAuthn), as the library verifies it. */
const Passkey = z.object({
  id: z.string(),
  /** COSE, base64url. */
  publicKey: z.string(),
  counter: z.number(),
  transports: z.array(z.string()),
  /** What its owner calls it. */
  name: z.string(),
  since: z.number(),
});
export type Passkey = z.infer<typeof Passkey>;

/** What an account has beside its password. */
const Factors = z.object({
  /** The secret is sealed; a code of `lastStep` or before is used up. */
  totp: z.object({ sealed: z.string(), lastStep: z.number() }).nullable(),
  passkeys: z.array(Passkey),
  /** Digests of the recovery codes that are left. */
  recovery: z.array(z.string()),
  /** Wrong codes since the last right one, and since when (ms). */
  misses: z.number(),
  missedSince: z.number(),
});
export type Factors = z.infer<typeof Factors>;

const NONE: Factors = { totp: null, passkeys: [], recovery: [], misses: 0, missedSince: 0 };

export type FactorMethod = 'totp' | 'passkey' | 'recovery';

export async function readFactors(documents: Documents, id: string): Promise<Factors> {
  const stored = await documents.get(keyOf(id));
  return stored === null ? NONE : Factors.parse(stored.value);
}

/**
 * Changes what an account has, once: of two changes at the same moment the second sees the first. `change` answers null
 * to leave everything as it is; then so does this.
 */
export async function changeFactors(
  documents: Documents,
  id: string,
  change: (before: Factors) => Factors | null,
): Promise<Factors | null> {
  for (;;) {
    const stored = await documents.get(keyOf(id));
    const after = change(stored === null ? NONE : Factors.parse(stored.value));
    if (after === null) return null;
    const written = await documents.put(keyOf(id), after, stored?.version ?? 0);
    if (written !== null) return after;
  }
}

/** Whoever lost everything begins anew with the password alone; an admin's act. */
export async function forgetFactors(documents: Documents, id: string): Promise<void> {
  await documents.delete(keyOf(id));
}

/** By what a person can show that it is them; a recovery code stands in for either, never alone. */
export function methodsOf({ totp, passkeys, recovery }: Factors): readonly FactorMethod[] {
  if (totp === null && passkeys.length === 0) return [];
  return [
    ...(passkeys.length > 0 ? (['passkey'] as const) : []),
    ...(totp === null ? [] : (['totp'] as const)),
    ...(recovery.length > 0 ? (['recovery'] as const) : []),
  ];
}

function keyOf(id: string): string {
  return `factors/${id}`;
}
