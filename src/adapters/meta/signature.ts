import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What Meta's apps share: the app secret (two of them while it is changed) and the word of the handshake. */
export interface MetaSecrets {
  readonly appSecret: string;
  readonly previousAppSecret?: string | undefined;
  readonly verifyToken: string;
}

export interface Seals {
  /** `X-Hub-Signature-256` over the raw bytes. Anything but `sha256=` and 64 lower-case hex digits is refused. */
  verify(headers: Headers, body: Buffer): boolean;
  /** The text to echo, or null. */
  challenge(query: URLSearchParams): string | null;
}

export function metaSeals(secrets: MetaSecrets): Seals {
  const keys = [secrets.appSecret, secrets.previousAppSecret]
    .filter((secret) => secret !== undefined && secret !== '')
    .map((secret) => createSecretKey(secret ?? '', 'utf8'));
  const word = digest(secrets.verifyToken);
  return {
    verify(headers, body) {
      const given = headers['x-hub-signature-256'];
      const hex =
        typeof given === 'string' ? /^sha256=([0-9a-f]{64})$/u.exec(given)?.[1] : undefined;
      return hex !== undefined && signedByOne(keys, body, Buffer.from(hex, 'hex'));
    },
    challenge(query) {
      if (query.get('hub.mode') !== 'subscribe') return null;
      const same = timingSafeEqual(digest(query.get('hub.verify_token') ?? ''), word);
      return same && secrets.verifyToken !== '' ? query.get('hub.challenge') : null;
    },
  };
}

/** Every key is tried whatever came of the one before: the time says nothing of which it was. */
function signedByOne(keys: readonly KeyObject[], body: Buffer, given: Buffer): boolean {
  let signed = false;
  for (const key of keys) {
    const own = createHmac('sha256', key).update(body).digest();
    signed = timingSafeEqual(own, given) || signed;
  }
  return signed;
}

function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}
