import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';

/** A private server on a free loopback port, with the settings that production wants and a folder of its own. */
export interface RedisServer {
  readonly name: string;
  readonly port: number;
  readonly url: string;
  /** The folder of its append-only file. */
  readonly dir: string;
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  /** Stops answering without closing a connection, and goes on. */
  pause(): void;
  resume(): void;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

const PROGRAMS = ['redis-server', 'valkey-server'] as const;
export type Program = (typeof PROGRAMS)[number];

/** The servers that this machine has: what is written for one has to hold for each. */
export const INSTALLED: readonly Program[] = PROGRAMS.filter(
  (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0,
);

const SETTINGS = [
  ...['--bind', '127.0.0.1', '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
  ...['--maxmemory', '200mb', '--maxmemory-policy', 'noeviction'],
  ...['--slowlog-log-slower-than', '-1', '--daemonize', 'no'],
];

export async function startRedis(
  program: Program = 'redis-server',
  settings: readonly string[] = [],
): Promise<RedisServer> {
  const dir = mkdtempSync(join(tmpdir(), 'tvear-redis-'));
  const port = await freePort();
  const args = [...SETTINGS, '--port', String(port), '--dir', dir, ...settings];
  let child = await launch(program, args);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  return {
    name: program,
    port,
    url: `redis://127.0.0.1:${port}`,
    dir,
    kill,
    async start() {
      child = await launch(program, args);
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async stop() {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function launch(program: Program, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  if (child.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('Ready to accept connections')) continue;
    child.stdout.resume();
    return child;
  }
  throw new Error(`${program} did not start`);
}
