import type { KeyObject } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Documents } from '../../ports/documents.ts';
import type { SealContext, Vault } from '../../ports/vault.ts';
import { keyedHash } from './cipher.ts';
import { type DataKeys, dataKeys } from './data-keys.ts';
import { hourKeys } from './hour-keys.ts';
import { type KeyChest, keyChest, sayTrouble } from './key-chest.ts';
import { type KeyFiles, keyFiles } from './key-files.ts';
import { keyRegister } from './key-register.ts';
import { envelopes, openUnder, sealUnder } from './sealing.ts';
import { storeClock } from './store-clock.ts';

const CACHED_KEYS = 4096;
const RECORD: SealContext = { kind: 'record', owner: '', place: '' };

export interface FileVaultOptions {
  /** Beside the data, never in it; shared by all processes of one store. Made (0700) if it is not there. */
  readonly keyDir: string;
  /** Where the fingerprints are registered, so that all processes have the same keys. */
  readonly documents: Documents;
  /** Milliseconds that never jump; what a jump of the store clock is measured against. */
  readonly monotonicMs?: () => number;
  /** How many opened data keys are remembered. */
  readonly cachedKeys?: number;
}

type Hash = Vault['hash'];

export interface FileVault extends Vault {
  /** A person has checked the time: after a clock jump, destruction goes on with the next `tend`, in all processes. */
  acceptClock(): Promise<void>;
  /** `hash` under the current index key and, while that rotates, under the one before (`index.previous.key`). */
  hashes(...args: Parameters<Hash>): readonly string[];
}

/**
 * The vault over key files. Healthy only after the first `tend`; call that at the start and then every minute.
 * Rejects, in plain words, when KEY_DIR is open to others or its lasting keys are not the registered ones.
 */
export async function fileVault(options: FileVaultOptions): Promise<FileVault> {
  const files = await keyFiles(options.keyDir);
  const register = keyRegister(options.documents);
  const chest = keyChest(files, register);
  const clock = storeClock(register, options.monotonicMs ?? (() => performance.now()));
  const hours = hourKeys({ files, register, chest, clock });
  const data = dataKeys(hours, options.cachedKeys ?? CACHED_KEYS);

  return {
    ...sealing(data),
    ...envelopes(data),
    ...recordSealing(await lastingKey(chest, 'records')),
    ...factorSealing(await lastingKey(chest, 'factors')),
    ...(await hashing(chest, files)),
    async tend(now) {
      try {
        await hours.tend(now);
      } finally {
        const believed = clock.now();
        if (believed !== null) data.forgetOver(believed);
      }
    },
    health() {
      const problems = hours.problems();
      return problems.length === 0 ? { ok: true } : { ok: false, why: problems.join(' ') };
    },
    acceptClock: () => register.releaseClock(),
  };
}

function sealing(data: DataKeys): Pick<Vault, 'newKey' | 'openKey' | 'rewrap' | 'seal' | 'open'> {
  return {
    newKey: data.newKey,
    openKey: data.openKey,
    rewrap: data.rewrap,
    seal: (key, context, plaintext) => sealUnder(data.secretOf(key), context, plaintext),
    open: (key, context, sealed) => openUnder(data.secretOf(key), context, sealed),
  };
}

function recordSealing(key: KeyObject): Pick<Vault, 'sealRecord' | 'openRecord'> {
  return {
    sealRecord: (plaintext) => sealUnder(key, RECORD, plaintext),
    openRecord: (sealed) => openUnder(key, RECORD, sealed),
  };
}

function factorSealing(key: KeyObject): Pick<Vault, 'sealFactor' | 'openFactor'> {
  const context = (owner: string): SealContext => ({ kind: 'factor', owner, place: '' });
  return {
    sealFactor: (owner, plaintext) => sealUnder(key, context(owner), plaintext),
    openFactor: (owner, sealed) => openUnder(key, context(owner), sealed),
  };
}

async function hashing(
  chest: KeyChest,
  files: KeyFiles,
): Promise<Pick<FileVault, 'hash' | 'hashes'>> {
  const current = await lastingKey(chest, 'index');
  const overlaps = (await files.names()).includes('index.previous');
  const keys = overlaps ? [current, await lastingKey(chest, 'index.previous')] : [current];

  const under = (key: KeyObject, [purpose, value]: Parameters<Hash>) =>
    keyedHash(key, `${purpose}|${value}`);
  return {
    hash: (...args) => under(current, args),
    hashes: (...args) => keys.map((key) => under(key, args)),
  };
}

async function lastingKey(chest: KeyChest, name: string): Promise<KeyObject> {
  const found = await chest.obtain(name);
  if (!found.ok) throw new Error(sayTrouble(found.error));
  return found.value;
}
