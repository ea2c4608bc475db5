import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileVault } from '../../../src/adapters/vault/file-vault.ts';
import type { Sealed, WrappedKey } from '../../../src/ports/conversation-store.ts';
import type { DataKey, SealContext } from '../../../src/ports/vault.ts';
import { HOUR, LINE, NOON, type Rig, rig } from './rig.ts';

let place: Rig;
let vault: FileVault;
let key: DataKey;
let wrapped: WrappedKey;

beforeAll(async () => {
  place = await rig();
  vault = await place.vault();
  await vault.tend(place.now());
  ({ key, wrapped } = await vault.newKey(NOON + HOUR));
});
afterAll(() => place.close());

const kinds = ['input', 'state', 'line', 'out', 'draft', 'record', 'document'] as const;
const contexts: fc.Arbitrary<SealContext> = fc.record({
  kind: fc.constantFrom(...kinds),
  owner: fc.string({ unit: 'binary' }),
  place: fc.string({ unit: 'binary' }),
});
const texts = fc.string({ unit: 'binary', maxLength: 6000, size: 'max' });

/** The ciphertext with one bit turned. */
function turned<T extends string>(text: T, at: number): T {
  const bytes = Buffer.from(text, 'base64url');
  const index = at % bytes.length;
  bytes[index] = (bytes[index] ?? 0) ^ (1 << (at % 8));
  return bytes.toString('base64url') as T;
}

describe('seal and open', () => {
  it('gives back any text, in the place where it was sealed', () => {
    fc.assert(
      fc.property(contexts, texts, (context, text) => {
        expect(vault.open(key, context, vault.seal(key, context, text))).toBe(text);
      }),
    );
  });

  it('keeps half a surrogate pair as it is', () => {
    const text = `\ud83d and ${'\udc00'.repeat(200)}`;

    expect(vault.open(key, LINE, vault.seal(key, LINE, text))).toBe(text);
  });

  it('refuses a ciphertext in which any bit was turned', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, at) => {
        expect(vault.open(key, LINE, turned(vault.seal(key, LINE, text), at))).toBeNull();
      }),
    );
  });

  it('refuses a ciphertext cut short or none at all', () => {
    const sealed = vault.seal(key, LINE, 'hello');

    for (const length of [0, 1, 15, 16, 27, 28, sealed.length - 4]) {
      expect(vault.open(key, LINE, sealed.slice(0, length) as Sealed)).toBeNull();
    }
  });

  it('refuses content that was moved to another place, owner or kind', () => {
    fc.assert(
      fc.property(contexts, contexts, (from, to) => {
        fc.pre(JSON.stringify(from) !== JSON.stringify(to));
        expect(vault.open(key, to, vault.seal(key, from, 'hello'))).toBeNull();
      }),
    );
    const left = vault.seal(key, { kind: 'line', owner: 'a', place: 'b|c' }, 'hello');
    expect(vault.open(key, { kind: 'line', owner: 'a|b', place: 'c' }, left)).toBeNull();
  });

  it('refuses the ciphertext of another conversation', async () => {
    const other = await vault.newKey(NOON + HOUR);

    expect(vault.open(other.key, LINE, vault.seal(key, LINE, 'hello'))).toBeNull();
  });

  it('shows the length of a text only as its bucket', () => {
    const size = (length: number) => vault.seal(key, LINE, 'x'.repeat(length)).length;
    const bytes = (length: number) =>
      Buffer.from(vault.seal(key, LINE, 'x'.repeat(length)), 'base64url').length - 28;

    expect(new Set([0, 1, 100, 252].map(size)).size).toBe(1);
    expect([252, 253, 1020, 1021, 4092, 4093, 8188, 8189].map(bytes)).toEqual([
      256, 1024, 1024, 4096, 4096, 8192, 8192, 12288,
    ]);
  });

  it('never makes the same ciphertext twice', () => {
    const made = Array.from({ length: 3000 }, () => vault.seal(key, LINE, 'hello'));

    expect(new Set(made.map((sealed) => sealed.slice(0, 16))).size).toBe(3000);
  });

  it('has a key that says nothing when it is printed', () => {
    expect(JSON.stringify(key)).toBe('{"__brand":"DataKey"}');
  });

  it('does not work with a key of another vault', async () => {
    const stranger = await place.vault();

    expect(() => stranger.seal(key, LINE, 'hello')).toThrow('another vault');
  });
});

describe('openKey', () => {
  it('opens in another process what this one sealed', async () => {
    const sealed = vault.seal(key, LINE, 'hello');
    const other = await place.vault();

    const opened = await other.openKey(wrapped);

    expect(opened && other.open(opened, LINE, sealed)).toBe('hello');
  });

  it('never opens a wrapped key in which any bit was turned', async () => {
    const other = await place.vault();
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (at) => {
        const opened = await other.openKey(turned(wrapped, at)).catch(() => null);
        expect(opened).toBeNull();
      }),
    );
    for (const nonsense of ['', 'AQ', 'x'.repeat(90), '{}']) {
      expect(await other.openKey(nonsense as WrappedKey).catch(() => null)).toBeNull();
    }
  });
});

describe('enclose and disclose', () => {
  it('carry their own key, and are bound to their place as well', async () => {
    const envelope = await vault.enclose(LINE, 'hello', NOON + HOUR);
    const other = await place.vault();

    expect(await other.disclose(LINE, envelope)).toBe('hello');
    expect(await other.disclose({ ...LINE, place: '2' }, envelope)).toBeNull();
    for (const broken of [
      '',
      '.',
      'no dot',
      envelope.replace('.', ''),
      envelope.split('.')[0] ?? '',
    ]) {
      expect(await other.disclose(LINE, broken as Sealed)).toBeNull();
    }
  });
});

describe('records and hashes', () => {
  it('open in every process and after a restart', async () => {
    const other = await place.vault();

    expect(other.openRecord(vault.sealRecord('row'))).toBe('row');
    expect(vault.open(key, LINE, vault.sealRecord('row'))).toBeNull();
    expect(other.hash('address', 'telegram|1')).toBe(vault.hash('address', 'telegram|1'));
  });

  it('differ by purpose and value, in 128 bits', () => {
    const made = (['address', 'dedupe', 'ref', 'session'] as const).flatMap((purpose) =>
      ['1', '2', ''].map((value) => vault.hash(purpose, value)),
    );

    expect(new Set(made).size).toBe(12);
    expect(made.every((hash) => Buffer.from(hash, 'base64url').length === 16)).toBe(true);
    expect(vault.hashes('ref', '1')).toEqual([vault.hash('ref', '1')]);
  });
});
