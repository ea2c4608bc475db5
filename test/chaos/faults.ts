import { setTimeout as sleep } from 'node:timers/promises';
import type { CutProxy } from '../support/cut-proxy.ts';
import type { Platform, Trouble } from '../support/platforms/loopback.ts';
import type { RedisServer } from '../support/redis-server.ts';
import type { Fault, Ledger } from './ledger.ts';
import type { Member } from './processes.ts';
import type { Random } from './random.ts';

export interface Machinery {
  readonly members: readonly Member[];
  readonly platforms: readonly Platform[];
  /** Null on SQLite. */
  readonly redis: {
    readonly server: RedisServer;
    readonly proxy: CutProxy;
    /** By what the scripts of the running servers are called, by name. */
    readonly scripts: ReadonlyMap<string, string>;
  } | null;
}

/** So long a start takes in a run that has two cores for itself. */
const START_MS = 4000;

/**
 * How many times longer everything takes than on such a machine: the median of the last starts. Faults
 * come, and platforms wait, in that measure; otherwise all that a busy machine does is start, and no door is ever open.
 */
export function slowness(members: readonly Member[]): number {
  const starts = members.map((member) => member.startedInMs()).toSorted((a, b) => a - b);
  return Math.max(1, (starts[Math.floor(starts.length / 2)] ?? 0) / START_MS);
}

export interface FaultOptions {
  readonly machinery: Machinery;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly over: AbortSignal;
}

/** Past the end of the leases of a run (3 s), so that another process takes over what the stopped one holds. */
const STOP_MS = [500, 6000] as const;
const LATE_MS = 4000;
/** A minute and more of real life: every lease and every sign of life is over. */
const LONG_MS = [6000, 8000] as const;
const FLAP_MS = 200;
const FLAPS = 8;
/** Until every process has its store again, and has given up what it insisted on. */
const BACK_MS = 4000;

/** Disturbs everything at random until told to stop; then all runs again. */
export async function disturb(options: FaultOptions): Promise<void> {
  await Promise.all([
    kill(options),
    stop(options),
    disturbScripts(options),
    troublePlatforms(options),
  ]);
}

async function kill(options: FaultOptions): Promise<void> {
  const { random, over, machinery } = options;
  const starts: Promise<void>[] = [];
  while (!over.aborted) {
    await sleep(random.between(400, 2600) * slowness(machinery.members));
    if (machinery.redis !== null && random.chance(0.18)) await hurtRedis(options, machinery.redis);
    else killOne(options, starts);
  }
  await Promise.all(starts);
}

function killOne({ machinery, random, ledger }: FaultOptions, starts: Promise<void>[]): void {
  const running = machinery.members.filter((member) => !member.starting());
  if (running.length === 0) return;
  const member = random.pick(running);
  ledger.fault(`kill -9 ${member.role}`, 100);
  starts.push(member.kill());
}

/** Beside the kills, as in life: while one process stands still another may die, or the stopped one itself. */
async function stop(options: FaultOptions): Promise<void> {
  const { random, over, machinery } = options;
  while (!over.aborted) {
    await sleep(random.between(2000, 8000) * slowness(machinery.members));
    await stopOne(options);
  }
}

async function stopOne({ machinery, random, ledger }: FaultOptions): Promise<void> {
  const member = random.pick(machinery.members);
  const ms = random.between(...STOP_MS);
  ledger.fault(`stop ${member.role}`, ms);
  member.pause();
  await sleep(ms);
  member.resume();
}

async function hurtRedis(
  { random, ledger }: FaultOptions,
  { server, proxy }: NonNullable<Machinery['redis']>,
): Promise<void> {
  const how = random.between(1, 4);
  const ms = random.chance(0.1) ? random.between(...LONG_MS) : random.between(50, 3000);
  if (how === 1) {
    ledger.fault('kill -9 redis', ms + BACK_MS);
    await server.kill();
    await sleep(ms);
    return server.start();
  }
  if (how === 4) return flap(ledger, proxy);
  ledger.fault(how === 2 ? 'stop redis' : 'cut redis', ms + BACK_MS);
  if (how === 2) server.pause();
  else proxy.cut();
  await sleep(ms);
  if (how === 2) server.resume();
  else proxy.mend();
}

async function flap(ledger: Ledger, proxy: CutProxy): Promise<void> {
  ledger.fault('flap redis', 2 * FLAPS * FLAP_MS + BACK_MS);
  for (let times = 0; times < FLAPS; times += 1) {
    proxy.cut();
    await sleep(FLAP_MS);
    proxy.mend();
    await sleep(FLAP_MS);
  }
}

/**
 * The server carried out a script, and its answer never comes; or a commit arrives after the lease under which it was made.
 * What a turn is made of has its turn most often; the other scripts are called seldom.
 */
async function disturbScripts({ machinery, random, ledger, over }: FaultOptions): Promise<void> {
  if (machinery.redis === null) return;
  const { proxy, scripts } = machinery.redis;
  const names = [...scripts.keys()];
  const shaOf = (name: string) => scripts.get(name) ?? '';
  while (!over.aborted) {
    await sleep(random.between(50, 400));
    if (random.chance(0.06)) {
      ledger.fault('late commit', LATE_MS + 2000);
      proxy.holdBack(shaOf('commit'), LATE_MS);
      continue;
    }
    const often = random.pick(['accept', 'commit', 'deliver', 'deliver', 'deliver'] as const);
    const before = proxy.lost();
    proxy.loseReplyTo(shaOf(random.chance(0.8) ? often : random.pick(names)));
    for (let waited = 0; waited < 20 && proxy.lost() === before; waited += 1) await sleep(20);
    if (proxy.lost() > before) ledger.fault('reply lost', 500);
  }
}

const TROUBLES: readonly (readonly [Fault, Trouble])[] = [
  ['platform 429', { status: 429, retryAfter: 1, times: 2 }],
  ['platform 5xx', { status: 500, times: 3 }],
  ['platform 5xx', { status: 503 }],
  ['platform slow', { delayMs: 700 }],
  // Longer than the sender waits: the platform takes it all the same.
  ['platform took it, no answer', { delayMs: 1800 }],
  ['platform took it, no answer', { dropAfterAcceptance: true, times: 2 }],
];

async function troublePlatforms(options: FaultOptions): Promise<void> {
  const { machinery, random, ledger, over } = options;
  while (!over.aborted) {
    await sleep(random.between(300, 2000));
    const [fault, trouble] = random.pick(TROUBLES);
    ledger.fault(fault, 1500);
    random.pick(machinery.platforms).answerWith(trouble);
  }
}
