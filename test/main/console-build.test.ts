import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consoleBuild } from '../../src/main/console-build.ts';
import type { Log } from '../../src/ports/log.ts';

const BUILT = 'dist/console/index.html';
const SOURCES = ['src/console/main.tsx', 'src/domain/queue/skill.ts', 'src/http/api.ts'];
const FOLDERS = ['src/console', 'src/domain', 'src/domain/queue'];
const OTHERS = ['src/app/desk.ts', 'locales/km/flows/back.json'];
const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tvear-build-'));
  for (const file of [BUILT, ...SOURCES, ...OTHERS, 'locales/km/console.json']) change(file, 1000);
  for (const folder of FOLDERS) utimesSync(join(root, folder), 1000, 1000);
});
afterEach(() => rmSync(root, { recursive: true }));

/** Written at so many seconds of some day. */
function change(file: string, seconds: number): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  utimesSync(path, seconds, seconds);
}

function stateAtStart(): string {
  const build = consoleBuild(root, log);
  const state = build.state();
  build.stop();
  return state;
}

describe('the console of a server that starts', () => {
  it('is taken as it was built while nothing of it has changed since', () => {
    for (const file of OTHERS) change(file, 2000);

    expect(stateAtStart()).toBe('ready');
  });

  it.each([...SOURCES, 'locales/km/console.json'])('is built anew after a change of %s', (file) => {
    change(file, 2000);

    expect(stateAtStart()).toBe('preparing');
  });
});
