import { availableParallelism, loadavg } from 'node:os';
import process from 'node:process';
import { benchFrames } from './desk/frames.ts';
import { benchDesk } from './desk/run.ts';
import { benchFlows } from './flows.ts';
import { WIDTH } from './load/protocol.ts';
import { type LoadProcess, startLoad } from './load-process.ts';
import { type Measured, measure } from './measure.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { ourServer } from './our-server.ts';
import { installedPeers, peersOf } from './peers.ts';
import { layers, ratios, table } from './print.ts';
import { hasRedis } from './private-redis.ts';
import type { Subject } from './subject.ts';

/** `npm run bench`: the real server under load, alone or beside the peers; docs/performance.md says how to read it. */

const say = (text: string) => process.stdout.write(`${text}\n`);
const mutter = (text: string) => process.stderr.write(`${text}\n`);

function subjectsOf({ store, platform, peers }: Options): readonly Subject[] {
  const stores = store === undefined ? (['sqlite', 'redis'] as const) : [store];
  const ours = (['telegram', 'messenger'] as const).flatMap((name) =>
    stores.map((one) => ourServer(name, one)),
  );
  const all = [...ours, ...(peers === undefined ? [] : peersOf(installedPeers(peers)))];
  const possible = hasRedis() ? all : all.filter(({ redis }) => redis === null);
  if (possible.length < all.length)
    say('redis-server is missing: the rows with Redis are left out.');
  return possible.filter((subject) => platform === undefined || subject.platform === platform);
}

/** Every subject once a round, in turn, so that a slow minute of the machine falls on all of them. */
async function runAll(load: LoadProcess, options: Options): Promise<Map<string, Measured[]>> {
  const subjects = subjectsOf(options);
  const rounds = new Map(subjects.map(({ name }) => [name, [] as Measured[]]));
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const subject of subjects) {
      const measured = await tryOne(load, subject, { ...options, profile: false }, round);
      if (measured !== null) rounds.get(subject.name)?.push(measured);
    }
  }
  return rounds;
}

type Way = Parameters<typeof measure>[2];

async function tryOne(
  load: LoadProcess,
  subject: Subject,
  way: Way,
  round: number | string,
): Promise<Measured | null> {
  try {
    const measured = await measure(load, subject, way);
    mutter(`round ${round}: ${subject.name}, ${measured.cpuUs.toFixed(0)} us CPU a turn`);
    return measured;
  } catch (error) {
    mutter(`round ${round}: ${subject.name}: ${error instanceof Error ? error.message : ''}`);
    return null;
  }
}

/** A round of its own: a profiler costs what it finds. */
async function runProfiled(load: LoadProcess, options: Options): Promise<Map<string, Measured>> {
  const profiled = new Map<string, Measured>();
  if (options.plain) return profiled;
  for (const subject of subjectsOf({ ...options, peers: undefined })) {
    const measured = await tryOne(load, subject, { ...options, profile: true }, 'profiled');
    if (measured !== null) profiled.set(subject.name, measured);
  }
  return profiled;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    say(USAGE);
    process.exitCode = 2;
    return;
  }
  if (options.frames) {
    if (!(await benchFrames(options, say))) process.exitCode = 1;
    return;
  }
  if (options.desk) {
    if (!(await benchDesk(options, say))) process.exitCode = 1;
    return;
  }
  if (options.flows) return benchFlows(options.rounds, say);
  const load = await startLoad();
  const [rounds, profiled] = await runAll(load, options)
    .then(async (measured) => [measured, await runProfiled(load, options)] as const)
    .finally(load.close);
  const { seconds, children } = options;
  say(
    `node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}; ` +
      `${options.rounds} rounds of ${seconds} s, medians; ${children} children`,
  );
  say(`turns/s and CPU: closed loop of ${WIDTH}; times: open loop at half that rate\n`);
  say(table(rounds));
  for (const more of [ratios(rounds), layers(profiled)]) if (more !== '') say(`\n${more}`);
  const silent = [...rounds.values()].some((measured) => measured.length === 0);
  const failed = [...rounds.values()].flat().some((measured) => measured.failed > 0);
  if (silent || failed) process.exitCode = 1;
}

await main();
