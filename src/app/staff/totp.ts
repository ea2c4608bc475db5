import { generateSecret, generateURI, verify } from 'otplib';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Documents } from '../../ports/documents.ts';
import type { Vault } from '../../ports/vault.ts';
import { changeFactors, type Factors, readFactors } from './factors.ts';
import { fieldsOf } from './member.ts';

/** One step before and one after: clocks of phones differ (RFC 6238, section 6). */
const TOLERANCE_SECONDS = 30;
const STEP_SECONDS = 30;
const SET_UP_MS = 600_000;
/** After so many wrong codes in a day only a passkey or a recovery code helps: six digits can be guessed in time. */
const MOST_MISSES = 50;
const DAY_MS = 86_400_000;

export type TotpError = 'wrong-code' | 'used-code' | 'too-many' | 'not-begun';

type Seals = Pick<Vault, 'sealFactor' | 'openFactor'>;

export interface Totp {
  /** A secret that counts only after its first right code. `uri` is for the QR code, `secret` for typing. */
  begin(id: string, label: string): Promise<{ readonly secret: string; readonly uri: string }>;
  confirm(id: string, code: string, now: number): Promise<Result<Factors, TotpError>>;
  check(id: string, code: string, now: number): Promise<Result<void, TotpError>>;
}

/** Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds, as every app expects). */
export function totp(documents: Documents, seals: Seals): Totp {
  return {
    async begin(id, label) {
      const secret = generateSecret();
      await documents.delete(pendingKey(id));
      await documents.put(pendingKey(id), { sealed: seals.sealFactor(id, secret) }, 0, SET_UP_MS);
      return { secret, uri: generateURI({ issuer: 'Tvear', label, secret }) };
    },
    async confirm(id, code, now) {
      const { sealed } = fieldsOf((await documents.get(pendingKey(id)))?.value);
      if (typeof sealed !== 'string') return fail('not-begun');
      const step = await stepOf(seals, { id, sealed }, code, now);
      if (step === null) return fail('wrong-code');
      await documents.delete(pendingKey(id));
      const after = await changeFactors(documents, id, (before) => ({
        ...before,
        totp: { sealed, lastStep: step },
      }));
      return after === null ? fail('not-begun') : ok(after);
    },
    async check(id, code, now) {
      const { totp: kept, ...before } = await readFactors(documents, id);
      if (kept === null) return fail('not-begun');
      if (tooMany(before, now)) return fail('too-many');
      const step = await stepOf(seals, { id, sealed: kept.sealed }, code, now);
      if (step === null) {
        await changeFactors(documents, id, (factors) => missed(factors, now));
        return fail('wrong-code');
      }
      const used = await changeFactors(documents, id, (factors) => useStep(factors, step));
      return used === null ? fail('used-code') : ok(undefined);
    },
  };
}

/** The step whose code this is; null for a wrong one. */
async function stepOf(
  seals: Seals,
  { id, sealed }: { readonly id: string; readonly sealed: string },
  code: string,
  now: number,
): Promise<number | null> {
  const secret = seals.openFactor(id, sealed);
  if (secret === null || !/^\d{6}$/.test(code)) return null;
  const epoch = Math.floor(now / 1000);
  const found = await verify({ secret, token: code, epoch, epochTolerance: TOLERANCE_SECONDS });
  return found.valid && 'delta' in found ? Math.floor(epoch / STEP_SECONDS) + found.delta : null;
}

/** A code works once, and none of before it works again. */
function useStep(factors: Factors, step: number): Factors | null {
  if (factors.totp === null || step <= factors.totp.lastStep) return null;
  return { ...factors, totp: { ...factors.totp, lastStep: step }, misses: 0 };
}

function missed(factors: Factors, now: number): Factors {
  const fresh = now - factors.missedSince > DAY_MS;
  return {
    ...factors,
    misses: fresh ? 1 : factors.misses + 1,
    missedSince: fresh ? now : factors.missedSince,
  };
}

function tooMany(
  { misses, missedSince }: Pick<Factors, 'misses' | 'missedSince'>,
  now: number,
): boolean {
  return misses >= MOST_MISSES && now - missedSince <= DAY_MS;
}

function pendingKey(id: string): string {
  return `totp-set-up/${id}`;
}
