import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { freePort } from '../support/free-port.ts';

export interface PrivateRedis {
  readonly url: string;
  readonly pid: number;
  /** How many keys it holds. */
  size(): Promise<number>;
  close(): Promise<void>;
}

export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** A Redis of our own in a folder of its own, with an append-only file that is synced as often as said. */
export async function startRedis(fsync: 'always' | 'everysec'): Promise<PrivateRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'tvear-bench-redis-'));
  const port = await freePort();
  const settings = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: fsync,
    'maxmemory-policy': 'noeviction',
    'slowlog-log-slower-than': '-1',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const client = createClient({ url });
  // It tries again until the server listens.
  client.on('error', () => undefined);
  await client.connect();
  return {
    url,
    pid: child.pid ?? 0,
    size: () => client.dbSize(),
    async close() {
      client.destroy();
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
