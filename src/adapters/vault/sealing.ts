import type { KeyObject } from 'node:crypto';
import type { Sealed, WrappedKey } from '../../ports/conversation-store.ts';
import type { SealContext, Vault } from '../../ports/vault.ts';
import { decrypt, encrypt } from './cipher.ts';
import type { DataKeys } from './data-keys.ts';
import { pad, unpad } from './padding.ts';

/** Part of what every ciphertext is bound to: content of another schema does not open. */
const SCHEMA_VERSION = 1;

export function sealUnder(key: KeyObject, context: SealContext, plaintext: string): Sealed {
  const padded = pad(plaintext);
  const sealed = encrypt(key, bound(context), padded).toString('base64url') as Sealed;
  padded.fill(0);
  return sealed;
}

/** Null when the ciphertext was changed, swapped or moved. */
export function openUnder(key: KeyObject, context: SealContext, sealed: string): string | null {
  const padded = decrypt(key, bound(context), Buffer.from(sealed, 'base64url'));
  return padded && unpad(padded);
}

/** A wrapped key and what it seals, in one: `<wrapped>.<sealed>`. */
export function envelopes(data: DataKeys): Pick<Vault, 'enclose' | 'disclose'> {
  return {
    async enclose(context, plaintext, deadAt) {
      const { key, wrapped } = await data.envelopeKey(deadAt);
      return `${wrapped}.${sealUnder(data.secretOf(key), context, plaintext)}` as Sealed;
    },
    async disclose(context, sealed) {
      const dot = sealed.indexOf('.');
      const key = await data.openKey(sealed.slice(0, Math.max(dot, 0)) as WrappedKey);
      return key && openUnder(data.secretOf(key), context, sealed.slice(dot + 1));
    },
  };
}

/** JSON, because no choice of owner and place can then look like another. */
function bound({ kind, owner, place }: SealContext): Buffer {
  return Buffer.from(JSON.stringify([SCHEMA_VERSION, kind, owner, place]), 'utf8');
}
