import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { cutProxy } from '../support/cut-proxy.ts';
import { everyChannel } from '../support/every-channel.ts';
import { startRedis } from '../support/redis-server.ts';
import { countingBundle } from './bundle.ts';
import type { Machinery } from './faults.ts';
import type { Options } from './options.ts';
import { launch, type Member } from './processes.ts';
import { copyOfServer, patchesFor } from './sabotage.ts';

/** As far away as in real life: what is half done when something dies is more than on one machine. */
const REDIS_LAG_MS = 10;
const PLATFORM_LAG_MS = 150;

export interface World extends Machinery {
  readonly channels: Awaited<ReturnType<typeof everyChannel>>;
  /** The processes that take webhooks and serve the console. */
  readonly doors: readonly Member[];
  readonly settings: Readonly<Record<string, string>>;
  readonly dir: string;
  /** What the processes logged, for whoever has to understand a failed run. */
  keepLogs(): string;
  end(): Promise<void>;
}

/** Everything that a helpline runs, from the real store to the platforms (loopback ones). */
export async function startWorld(options: Options): Promise<World> {
  const dir = copyOfServer(options.break === undefined ? [] : guardOf(options, options.break));
  const [folder, bundle] = [
    mkdtempSync(join(tmpdir(), 'tvear-chaos-data-')),
    await countingBundle(),
  ];
  const channels = await everyChannel();
  for (const name of ['telegram', 'whatsapp', 'messenger'] as const) {
    channels[name].platform.lag(PLATFORM_LAG_MS);
  }
  const redis = options.store === 'redis' ? await redisBehindProxy(dir) : null;
  const settings = {
    ...{ MODE: 'demo', BUNDLE_DIR: bundle, LOG_LEVEL: 'info' },
    ...{ DATA_DIR: join(folder, 'data'), KEY_DIR: join(folder, 'keys') },
    ...(redis === null ? {} : { REDIS_URL: `redis://127.0.0.1:${redis.proxy.port}` }),
    ...channels.env,
  };
  const roles =
    redis === null ? (['server'] as const) : (['worker', 'worker', 'web', 'web'] as const);
  const members: Member[] = [];
  for (const role of roles) members.push(await launch({ dir, role, env: settings }));
  return {
    ...{ channels, redis, settings, dir, members },
    platforms: [channels.telegram, channels.whatsapp, channels.messenger].map(
      ({ platform }) => platform,
    ),
    doors: members.filter(({ role }) => role !== 'worker'),
    keepLogs() {
      const logs = mkdtempSync(join(tmpdir(), 'tvear-chaos-logs-'));
      members.forEach((member, n) => {
        writeFileSync(join(logs, `${n}-${member.role}.log`), member.output());
      });
      return logs;
    },
    async end() {
      await Promise.all(members.map((member) => member.end()));
      await redis?.proxy.close();
      await redis?.server.stop();
      await channels.close();
      for (const path of [dir, folder, bundle]) rmSync(path, { recursive: true, force: true });
    },
  };
}

function guardOf({ store }: Options, guard: NonNullable<Options['break']>) {
  const patches = patchesFor(store, guard);
  if (patches === null) throw new Error(`--break ${guard} has no meaning on ${store}`);
  return patches;
}

async function redisBehindProxy(dir: string): Promise<NonNullable<Machinery['redis']>> {
  const server = await startRedis();
  const proxy = await cutProxy(server.port, REDIS_LAG_MS);
  return { server, proxy, scripts: await scriptsOf(dir) };
}

const Scripts = z.object({ SCRIPTS: z.map(z.string(), z.object({ sha: z.string() })) });

/** Of the copy that runs: a guard that was taken out changes the name of its script. */
async function scriptsOf(dir: string): Promise<ReadonlyMap<string, string>> {
  const file = join(dir, 'src', 'adapters', 'redis', 'scripts.ts');
  const { SCRIPTS } = Scripts.parse(await import(file));
  return new Map([...SCRIPTS].map(([name, { sha }]) => [name, sha]));
}
