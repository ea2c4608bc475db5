import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { benchBundle } from './bundle.ts';
import type { PlatformName, Target } from './load/webhooks.ts';
import type { Started, Subject, Surroundings } from './subject.ts';

export type Store = 'sqlite' | 'redis';

const ROOT = resolve(import.meta.dirname, '..', '..');
const TELEGRAM_SECRET = 'bench-telegram-secret-0123456789';
const META_SECRET = 'bench-meta-secret-0123456789';
const PAGE_ID = '900';

/** The real server as it is shipped, every guarantee on: signatures, dedupe, durable store, sealing. */
export function ourServer(platform: PlatformName, store: Store): Subject {
  return {
    name: `tvear ${platform} ${store}`,
    platform,
    redis: store === 'redis' ? 'always' : null,
    opens: true,
    start: (around) => start(platform, around),
  };
}

async function start(platform: PlatformName, around: Surroundings): Promise<Started> {
  const bundle = await benchBundle();
  const from = performance.now();
  const child = spawn(process.execPath, [...flags(around), join(ROOT, 'src', 'main.ts')], {
    cwd: ROOT,
    env: { ...settings(platform, around), BUNDLE_DIR: bundle },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const read = listen(child);
  const port = Number((await read.until(/"port":(\d+)[^\n]*"msg":"ready"/))[1]);
  const startMs = performance.now() - from;
  // A console that is built beside the server would be measured with it.
  if (read.says(/"msg":"console-building"/)) await read.until(/"msg":"console-build(t|-failed)"/);
  return {
    target: targetOf(platform, port),
    pid: child.pid ?? 0,
    startMs,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(bundle, { recursive: true });
    },
  };
}

function flags({ profile, folder }: Surroundings): readonly string[] {
  return profile ? ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'] : [];
}

function settings(platform: PlatformName, around: Surroundings): NodeJS.ProcessEnv {
  const { redis, folder, platformUrl } = around;
  return {
    PATH: process.env['PATH'],
    MODE: 'demo',
    // The platforms' own pace would be all that is measured.
    SEND_PACE: 'free',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    KEY_DIR: join(folder, 'keys'),
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    ...(platform === 'telegram'
      ? {
          TELEGRAM_TOKEN: '1000001:bench-token-0123456789abcdef',
          TELEGRAM_SECRET,
          TELEGRAM_API_ROOT: platformUrl,
        }
      : {
          META_APP_SECRET: META_SECRET,
          META_VERIFY_TOKEN: 'bench-verify-word-0123456789',
          MESSENGER_PAGE_TOKEN: 'bench-page-token-0123456789abcdef',
          MESSENGER_PAGE_ID: PAGE_ID,
          GRAPH_API_ROOT: platformUrl,
        }),
  };
}

function targetOf(platform: PlatformName, port: number): Target {
  const secret = platform === 'telegram' ? TELEGRAM_SECRET : META_SECRET;
  return { platform, port, path: `/webhooks/${platform}`, secret, pageId: PAGE_ID };
}

interface Output {
  says(what: RegExp): boolean;
  /** Rejects when the process ends without having said it. */
  until(what: RegExp): Promise<RegExpExecArray>;
}

function listen(child: ChildProcess): Output {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return {
    says: (what) => what.test(text),
    until: (what) =>
      new Promise((found, failed) => {
        const look = () => {
          const match = what.exec(text);
          if (match !== null) found(match);
        };
        child.stdout?.on('data', look);
        child.once('exit', () => failed(new Error(`the server did not start:\n${text}`)));
        look();
      }),
  };
}
