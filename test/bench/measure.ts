import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadProcess } from './load-process.ts';
import type { Options } from './options.ts';
import { type PrivateRedis, startRedis } from './private-redis.ts';
import { type Usage, usageOf } from './process-usage.ts';
import { readProfile } from './profile.ts';
import type { Started, Subject } from './subject.ts';

/** One round of one subject. */
export interface Measured {
  readonly perSecond: number;
  readonly cpuUs: number;
  /** CPU of its private Redis a turn; 0 without one. */
  readonly redisUs: number;
  readonly replyP50: number;
  readonly replyP99: number;
  readonly ackP50: number;
  readonly ackP99: number;
  readonly rssMb: number;
  readonly idleMb: number;
  readonly startMs: number;
  readonly failed: number;
  /** Share of the server's time by layer, when it was profiled. */
  readonly layers: ReadonlyMap<string, number> | null;
}

type Way = Pick<Options, 'seconds' | 'children'> & { readonly profile: boolean };

/** Starts a subject afresh, warms it up, measures it and ends it. */
export async function measure(load: LoadProcess, subject: Subject, way: Way): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'tvear-bench-'));
  const redis = subject.redis === null ? null : await startRedis(subject.redis);
  try {
    const { platformUrl } = load;
    const { profile } = way;
    const started = await subject.start({ platformUrl, folder, redis, profile });
    const figures = await under(load, subject, started, redis, way).finally(started.stop);
    return { ...figures, layers: profile ? await readProfile(folder, figures.loadedAt) : null };
  } finally {
    await redis?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const REST_MS = 700;
/** Of every child, its opening among them: a program that has just begun is slower than one that runs for days. */
const WARM_TURNS = 5;

async function under(
  load: LoadProcess,
  subject: Subject,
  { target, pid, startMs }: Started,
  redis: PrivateRedis | null,
  { seconds, children }: Way,
): Promise<Omit<Measured, 'layers'> & { readonly loadedAt: number }> {
  const bornAt = performance.now() - startMs;
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  const idle = usageOf(pid);
  const warmTurns = children * WARM_TURNS;
  await load.ask({ do: 'begin', target, opens: subject.opens, children, warmTurns }, 'begun');
  if (redis !== null && (await redis.size()) === 0) throw new Error('it does not use Redis');
  const loadedAt = performance.now() - bornAt;
  const ms = seconds * 1000;
  const usage = () => ({ own: usageOf(pid), redis: redis === null ? NOTHING : usageOf(redis.pid) });
  const before = usage();
  const closed = await load.ask({ do: 'closed', ms }, 'closed');
  const after = usage();
  const perSecond = closed.turns / closed.seconds;
  const open = await load.ask({ do: 'open', ms, perSecond: perSecond / 2 }, 'open');
  const last = usageOf(pid);
  const { failed } = await load.ask({ do: 'end' }, 'ended');
  const spent = (a: Usage, b: Usage) => (b.cpuUs - a.cpuUs) / closed.turns;
  return {
    perSecond,
    cpuUs: spent(before.own, after.own),
    redisUs: spent(before.redis, after.redis),
    replyP50: open.reply.p50,
    replyP99: open.reply.p99,
    ackP50: open.ack.p50,
    ackP99: open.ack.p99,
    rssMb: Math.max(after.own.rssMb, last.rssMb),
    idleMb: idle.rssMb,
    startMs,
    failed,
    loadedAt,
  };
}

const NOTHING: Usage = { cpuUs: 0, rssMb: 0 };
