import { createSecretKey, type KeyObject } from 'node:crypto';
import type { WrappedKey } from '../../ports/conversation-store.ts';
import { decrypt, encrypt } from './cipher.ts';
import type { Hour } from './hour.ts';

const VERSION = 1;
const HEAD_BYTES = 5;
const KEY_BYTES = 32;

/** Version, hour, then the data key under the hour's key, bound to both. */
export function wrapKey(hourKey: KeyObject, hour: Hour, secret: KeyObject): WrappedKey {
  const head = Buffer.alloc(HEAD_BYTES, VERSION);
  head.writeUInt32BE(hour, 1);
  const bytes = secret.export();
  const wrapped = Buffer.concat([head, encrypt(hourKey, head, bytes)]);
  bytes.fill(0);
  return wrapped.toString('base64url') as WrappedKey;
}

/** The hour whose key is needed; null when these bytes are not a wrapped key. */
export function wrappedHour(wrapped: string): Hour | null {
  const bytes = Buffer.from(wrapped, 'base64url');
  return bytes.length > HEAD_BYTES && bytes[0] === VERSION ? bytes.readUInt32BE(1) : null;
}

/** Null when it was wrapped by another key or changed since. */
export function unwrapKey(hourKey: KeyObject, wrapped: string): KeyObject | null {
  const bytes = Buffer.from(wrapped, 'base64url');
  const secret = decrypt(hourKey, bytes.subarray(0, HEAD_BYTES), bytes.subarray(HEAD_BYTES));
  if (secret?.length !== KEY_BYTES) return null;
  const key = createSecretKey(secret);
  secret.fill(0);
  return key;
}
