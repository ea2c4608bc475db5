import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMIT, readProfile } from './profile.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tvear-profile-'));
});
afterEach(() => rm(folder, { recursive: true }));

const frame = (functionName: string, url = '') => ({ callFrame: { functionName, url } });
const NODES = [
  { id: 1, ...frame('(root)'), children: [2, 3, 4, 7] },
  { id: 2, ...frame('(idle)') },
  { id: 3, ...frame('(garbage collector)') },
  { id: 4, ...frame('flush', 'file:///a/src/adapters/sqlite/group-commit.ts'), children: [5, 6] },
  { id: 5, ...frame('commitBatch', 'file:///a/src/adapters/sqlite/group-commit.ts') },
  { id: 6, ...frame('update', 'node:internal/crypto/cipher') },
  { id: 7, ...frame('seal', 'file:///a/src/adapters/vault/file-vault.ts') },
];

/** Each sample takes 1 ms. */
async function layersOf(samples: readonly number[], fromMs: number) {
  const profile = { nodes: NODES, samples, timeDeltas: samples.map(() => 1000) };
  await writeFile(join(folder, 'one.cpuprofile'), JSON.stringify(profile));
  return Object.fromEntries(await readProfile(folder, fromMs));
}

describe('readProfile', () => {
  it('gives what a layer calls to that layer, leaves out rest, and sets COMMIT beside', async () => {
    expect(await layersOf([2, 3, 6, 6, 7, 5, 5], 0)).toEqual({
      gc: 0.25,
      store: 0.5,
      vault: 0.25,
      [COMMIT]: 0.5,
    });
  });

  it('begins when the load did', async () => {
    expect(await layersOf([3, 3, 7, 7], 3)).toEqual({ vault: 1 });
  });

  it('says that there is no profile', async () => {
    await expect(readProfile(folder, 0)).rejects.toThrow('no profile');
  });
});
