import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteDocuments } from '../../../src/adapters/sqlite/documents.ts';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.ts';
import { type FileVault, fileVault } from '../../../src/adapters/vault/file-vault.ts';
import type { Documents } from '../../../src/ports/documents.ts';
import type { SealContext } from '../../../src/ports/vault.ts';

export const HOUR = 3_600_000;
/** On the hour. */
export const NOON = Date.UTC(2026, 10, 23, 12);
export const LINE: SealContext = { kind: 'line', owner: 'p00.abc', place: '1' };

export interface Rig {
  readonly keyDir: string;
  readonly documents: Documents;
  /** Another process of the same store; its own KEY_DIR when one is named. */
  vault(keyDir?: string): Promise<FileVault>;
  /** Lets time pass on every clock. */
  pass(ms: number): void;
  /** Store time. */
  now(): number;
  /** Sets the store's clock alone. */
  jump(ms: number): void;
  close(): Promise<void>;
}

/** A real store and an empty KEY_DIR beside it, at noon. */
export async function rig(): Promise<Rig> {
  const root = await mkdtemp(join(tmpdir(), 'vault-'));
  const keyDir = join(root, 'keys');
  let store = NOON;
  let monotonic = 5;
  const database = openDatabase(join(root, 'data'));
  const documents = sqliteDocuments({ database, clock: () => store });

  return {
    keyDir,
    documents,
    vault: (dir = keyDir) => fileVault({ keyDir: dir, documents, monotonicMs: () => monotonic }),
    pass(ms) {
      store += ms;
      monotonic += ms;
    },
    jump(ms) {
      store += ms;
    },
    now: () => store,
    async close() {
      database.close();
      await rm(root, { recursive: true });
    },
  };
}
