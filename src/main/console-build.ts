import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import process from 'node:process';
import type { Log } from '../ports/log.ts';

export type ConsoleState = 'ready' | 'preparing' | 'failed';

export interface ConsoleBuild {
  state(): ConsoleState;
  stop(): void;
}

/**
 * Builds the console beside the running server when its build is missing or older than its source. The image ships it
 * built; there the source is not newer.
 */
export function consoleBuild(root: string, log: Log): ConsoleBuild {
  if (isFresh(root)) return { state: () => 'ready', stop: () => undefined };
  let state: ConsoleState = 'preparing';
  log.info('console-building');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join('src', 'console', 'vite.config.ts');
  const child = spawn(process.execPath, [vite, 'build', '--config', config], {
    cwd: root,
    stdio: 'ignore',
  });
  const fail = () => {
    state = 'failed';
    log.error('console-build-failed');
  };
  child.on('error', fail);
  child.on('exit', (code) => {
    if (code !== 0) return fail();
    state = 'ready';
    log.info('console-built');
  });
  return { state: () => state, stop: () => void child.kill() };
}

/** What the console is made of: its own source, what it shares with the server, and its words. */
const MADE_OF =
  /^(?:src\/(?:console|domain)\/.*|src\/http\/api\.ts|locales\/[^/]+\/console\.json)$/;

function isFresh(root: string): boolean {
  const built = join(root, 'dist', 'console', 'index.html');
  if (!existsSync(built)) return false;
  if (!existsSync(join(root, 'src', 'console'))) return true;
  const files = ['src', 'locales'].flatMap((folder) => filesIn(root, folder));
  const times = files.filter((file) => MADE_OF.test(file)).map((file) => changedAt(root, file));
  return Math.max(...times) <= changedAt(root, built);
}

function filesIn(root: string, folder: string): readonly string[] {
  const found = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return found.map((file) => `${folder}/${file.replaceAll(sep, '/')}`);
}

function changedAt(root: string, file: string): number {
  return statSync(resolve(root, file)).mtimeMs;
}
