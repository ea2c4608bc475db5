import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';

export type Role = 'web' | 'worker' | 'server';

/** One process of the server on a port of its own, which it keeps when it starts again. */
export interface Member {
  readonly role: Role;
  readonly url: string;
  /** SIGKILL, and a new start at once. Resolves when it is ready again; does nothing while it starts. */
  kill(): Promise<void>;
  starting(): boolean;
  /** How long its last start took (ms): what this machine can do at the moment. */
  startedInMs(): number;
  pause(): void;
  resume(): void;
  /** SIGTERM; SIGKILL when it does not end. */
  end(): Promise<void>;
  /** Everything that its lives wrote. */
  output(): string;
}

export interface Launch {
  readonly dir: string;
  readonly role: Role;
  readonly env: Readonly<Record<string, string>>;
}

const ROLES = { web: 'web', worker: 'worker', server: 'all' } as const;
const LAST_WORDS_MS = 40_000;
const MOST_OUTPUT = 4_000_000;

export async function launch({ dir, role, env }: Launch): Promise<Member> {
  const port = await freePort();
  let output = '';
  let over = false;
  let starting = false;
  let startedInMs = 0;
  const note = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-MOST_OUTPUT);
  };
  const start = (): Life => {
    const child = spawn(process.execPath, [join(dir, 'src', 'main.ts')], {
      cwd: dir,
      env: { ...env, PATH: process.env['PATH'] ?? '', PORT: String(port), ROLE: ROLES[role] },
    });
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    return { child, ready: untilReady(child) };
  };
  let life = start();
  const ready = async (): Promise<boolean> => {
    const from = performance.now();
    const came = await life.ready;
    startedInMs = performance.now() - from;
    return came;
  };
  if (!(await ready())) throw new Error(`the server did not start:\n${output}`);
  /** As a supervisor does: a process that could not start, its store being away, is started again. */
  const again = async (): Promise<void> => {
    do {
      await sleep(200);
      life = start();
    } while (!(await ready()) && !over);
  };
  return {
    role,
    url: `http://localhost:${port}`,
    output: () => output,
    starting: () => starting,
    startedInMs: () => startedInMs,
    async kill() {
      if (starting) return;
      starting = true;
      await gone(life.child, 'SIGKILL');
      await again();
      starting = false;
    },
    pause: () => void life.child.kill('SIGSTOP'),
    resume: () => void life.child.kill('SIGCONT'),
    async end() {
      over = true;
      life.child.kill('SIGCONT');
      const last = setTimeout(() => life.child.kill('SIGKILL'), LAST_WORDS_MS);
      await gone(life.child, 'SIGTERM');
      clearTimeout(last);
    },
  };
}

interface Life {
  readonly child: ChildProcess;
  /** False when it ended before. */
  readonly ready: Promise<boolean>;
}

async function gone(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

function untilReady(child: ChildProcess): Promise<boolean> {
  return new Promise((done) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-20_000);
      if (text.includes('"msg":"ready"')) done(true);
    });
    child.on('exit', () => done(false));
  });
}
