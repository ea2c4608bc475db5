import { randomInt } from 'node:crypto';
import type { Documents } from '../../ports/documents.ts';
import { changeFactors } from './factors.ts';
import { digestOf } from './secrets.ts';

const HOW_MANY = 10;
/** No letter or digit that looks like another. Sixteen of 31: 79 bits, so that a fast digest is enough. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 16;

/** New codes; those of before are void. They are shown once, and only their digests are kept. */
export async function newRecoveryCodes(
  documents: Documents,
  id: string,
): Promise<readonly string[]> {
  const codes = Array.from({ length: HOW_MANY }, newCode);
  const recovery = codes.map((code) => digestOf(bare(code)));
  await changeFactors(documents, id, (before) => ({ ...before, recovery }));
  return codes;
}

/** Whether it was one of the codes; it is none any more. */
export async function spendRecoveryCode(
  documents: Documents,
  id: string,
  code: string,
): Promise<boolean> {
  const digest = digestOf(bare(code));
  const spent = await changeFactors(documents, id, (before) =>
    before.recovery.includes(digest)
      ? { ...before, recovery: before.recovery.filter((one) => one !== digest) }
      : null,
  );
  return spent !== null;
}

/** `abcd-efgh-jkmn-pqrs`: four groups that can be read aloud and copied by hand. */
function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}

function bare(code: string): string {
  return code.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
