import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { answers, freePort } from '../support/free-port.ts';
import type { PlatformName } from './load/webhooks.ts';
import type { Started, Subject, Surroundings } from './subject.ts';

/** A peer's script in the folder of the peers, with the names and secrets that its scripts agree on. */
interface Peer {
  readonly name: string;
  readonly script: string;
  readonly platform: PlatformName;
  readonly redis: boolean;
}

const PEERS: readonly Peer[] = [
  { name: 'telegraf', script: 'telegraf.mjs', platform: 'telegram', redis: false },
  { name: 'telegraf +redis', script: 'telegraf.mjs', platform: 'telegram', redis: true },
  { name: 'botkit +redis', script: 'botkit.mjs', platform: 'messenger', redis: true },
];
const SECRET = 'bench-secret';
const PATIENCE_MS = 20_000;

/** The folder with its packages installed: itself, or a copy in a temporary folder. */
export function installedPeers(folder: string): string {
  if (existsSync(join(folder, 'node_modules'))) return folder;
  const copy = mkdtempSync(join(tmpdir(), 'tvear-bench-peers-'));
  cpSync(folder, copy, { recursive: true });
  const { status } = spawnSync('npm', ['ci'], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('npm ci failed in the copy of the peers');
  return copy;
}

export function peersOf(folder: string): readonly Subject[] {
  return PEERS.map((peer) => ({
    name: peer.name,
    platform: peer.platform,
    redis: peer.redis ? 'everysec' : null,
    opens: false,
    start: (around) => start(folder, peer, around),
  }));
}

async function start(folder: string, peer: Peer, around: Surroundings): Promise<Started> {
  const port = await freePort();
  const from = performance.now();
  const child = spawn(process.execPath, [join('peers', peer.script)], {
    cwd: folder,
    stdio: 'ignore',
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      NODE_NO_WARNINGS: '1',
      PORT: String(port),
      MOCK_URL: around.platformUrl,
      PREFIX: 'bench:',
      ...(around.redis === null ? {} : { STORE: 'redis', REDIS_URL: around.redis.url }),
    },
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null || performance.now() - from > PATIENCE_MS) {
      child.kill('SIGKILL');
      throw new Error(`${peer.name} did not start`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const startMs = performance.now() - from;
  const { platform } = peer;
  return {
    target: { platform, port, path: `/${platform}`, secret: SECRET, pageId: '900' },
    pid: child.pid ?? 0,
    startMs,
    async stop() {
      child.kill('SIGKILL');
      if (child.signalCode === null) await once(child, 'exit');
    },
  };
}
