import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';

/** The real server in its own process, on a free port of this machine, with folders of its own. */
export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  /** The one-time link that the start printed; null when accounts exist. */
  readonly invitation: string | null;
  readonly dataDir: string;
  readonly keyDir: string;
  /** Everything it wrote to stdout and stderr. */
  output(): string;
  cli(...args: readonly string[]): Promise<string>;
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

export interface ServerFolders {
  readonly dataDir: string;
  readonly keyDir: string;
  remove(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, '..', '..');

export async function serverFolders(): Promise<ServerFolders> {
  const root = await mkdtemp(join(tmpdir(), 'tvear-'));
  return {
    dataDir: join(root, 'data'),
    keyDir: join(root, 'keys'),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

export async function startServer(
  folders: ServerFolders,
  env: Readonly<Record<string, string>> = {},
  root = ROOT,
): Promise<RunningServer> {
  const settings = {
    PATH: process.env['PATH'] ?? '',
    PORT: '0',
    DATA_DIR: folders.dataDir,
    KEY_DIR: folders.keyDir,
    ...env,
  };
  const child = spawn(process.execPath, [join(root, 'src', 'main.ts')], {
    cwd: root,
    env: settings,
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await untilReady(child, () => output);
  const url = /(https?:\/\/localhost:\d+)\/chat/.exec(output)?.[1] ?? '';
  return {
    url,
    pid: child.pid ?? 0,
    invitation: /\S+\/console\/invite#token=\S+/.exec(output)?.[0] ?? null,
    dataDir: folders.dataDir,
    keyDir: folders.keyDir,
    output: () => output,
    cli: (...args) => runCli(args, { ...settings, PUBLIC_URL: url }),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      return child.exitCode;
    },
    async kill() {
      child.kill('SIGKILL');
      if (child.signalCode === null) await once(child, 'exit');
    },
  };
}

async function untilReady(child: ChildProcess, output: () => string): Promise<void> {
  await new Promise<void>((ready, failed) => {
    const look = () => {
      if (/"msg":"ready"/.test(output())) ready();
    };
    child.stdout?.on('data', look);
    child.on('exit', () => failed(new Error(`the server did not start:\n${output()}`)));
  });
}

async function runCli(args: readonly string[], env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, 'src', 'cli.ts'), ...args], { cwd: ROOT, env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the command failed: ${output}`);
  return output;
}

/** Every byte that the store holds, for canaries. */
export async function storeBytes(folders: ServerFolders): Promise<Buffer> {
  const files = ['tvear.sqlite', 'tvear.sqlite-wal'].map((name) => join(folders.dataDir, name));
  const read = await Promise.all(files.map((file) => readFile(file).catch(() => Buffer.alloc(0))));
  return Buffer.concat(read);
}
