import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '../..');

/** Bytes, gzipped: what a counsellor's browser fetches before the queue is there. */
const BUDGET = 200_000;

const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]) }),
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tvear-console-'));
  // A build in the name of a test would be one of React's development.
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const args = ['build', '--config', 'src/console/vite.config.ts', '--manifest'];
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, ...args, '--outDir', folder], {
    cwd: ROOT,
    env,
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the page, then the desk, load of it, by file. */
async function firstLoad(): Promise<Readonly<Record<string, number>>> {
  const manifest = Manifest.parse(
    JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')),
  );
  const names = new Set<string>();
  const load = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    for (const other of manifest[name]?.imports ?? []) load(other);
  };
  load('index.html');
  load('desk/desk.tsx');
  // Khmer is the longer one of the two, of which one is fetched.
  load('../../locales/km/console.json');
  const sizes = [...names].map(async (name) => {
    const { file } = manifest[name] ?? { file: name };
    return [file, gzipSync(await readFile(join(folder, file))).length] as const;
  });
  return Object.fromEntries(await Promise.all(sizes));
}

describe("the queue's JavaScript", () => {
  it('is less than 200 kB on the wire', async () => {
    const sizes = await firstLoad();
    const sum = Object.values(sizes).reduce((all, one) => all + one, 0);

    expect({ sum, sizes, fits: sum < BUDGET }).toEqual({ sum, sizes, fits: true });
  });
});
