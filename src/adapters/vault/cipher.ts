import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under a fresh random IV. Answers IV, ciphertext and tag in one buffer. */
export function encrypt(key: KeyObject, bound: Buffer, plain: Buffer): Buffer {
  const iv = freshIv();
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(bound);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plaintext, or null when key, `bound` or a single bit is not what it was. */
export function decrypt(key: KeyObject, bound: Buffer, bytes: Buffer): Buffer | null {
  const end = bytes.length - TAG_BYTES;
  if (end < IV_BYTES) return null;

  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(bound).setAuthTag(bytes.subarray(end));
  const plain = decipher.update(bytes.subarray(IV_BYTES, end));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return null;
  }
}

/** HMAC-SHA-256, cut to 128 bits, base64url. */
export function keyedHash(key: KeyObject, value: string): string {
  return createHmac('sha256', key).update(value, 'utf8').digest().toString('base64url', 0, 16);
}

const POOLED_IVS = 1024;
const pool = Buffer.alloc(POOLED_IVS * IV_BYTES);
let used = pool.length;

/** Random IVs are drawn by the thousand: one call a message costs more than the encryption itself. */
function freshIv(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const iv = Buffer.from(pool.subarray(used, used + IV_BYTES));
  used += IV_BYTES;
  return iv;
}
