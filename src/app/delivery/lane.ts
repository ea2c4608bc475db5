import type { Pace } from '../../ports/channel.ts';
import { type Breaker, breaker } from './breaker.ts';
import { childBuckets } from './child-buckets.ts';
import { platformAnswers } from './platform-answers.ts';
import { type Second, second } from './second.ts';
import type { TokenBucket } from './token-bucket.ts';

/** 0: danger or self-harm; 1: a counsellor's words; 2: everything else. */
export type Urgency = 0 | 1 | 2;

/** May be sent now, or has to come back: the store keeps it until then. */
export type Pass = { readonly go: true } | { readonly go: false; readonly laterMs: number };

/** The way to one platform: as fast as it takes, the most urgent first, and not at all while it is down. */
export interface Lane {
  /** Waits a little for a turn, or is told when to come back. Whoever may go says afterwards what came of it. */
  enter(child: string, urgency: Urgency): Promise<Pass>;
  worked(): void;
  /** Whoever was let go did not call the platform after all. */
  left(): void;
  failed(): void;
  pause(ms: number): void;
  /** No permission, or none to write to this child; when several in a row are told so, it means everyone. */
  refused(child: string, ms: number): void;
  /** The same of a platform that says it is unwell. */
  unwell(child: string): void;
  /** The platform asked for quiet while it was told of one child; of several at once, it means everyone. */
  slow(child: string, ms: number): void;
  /** For how long (ms) the platform has not taken anything; 0 while it does. */
  downMs(): number;
  /** How long ago (ms) it last took something; null: never yet. */
  tookMs(): number | null;
  /** A pause that another process was asked for. */
  pauseToo(ms: number): void;
  /** So many processes send to the platform together, this one among them. */
  shareWith(processes: number): void;
}

export interface LaneOptions {
  /** Null: as fast as it goes. */
  readonly pace: Pace | null;
  /** The longest that somebody waits here, well within the lease that they hold (ms). */
  readonly patienceMs: number;
  readonly clock: () => number;
  /** How many processes share the pace; this one alone when it is left out. */
  readonly processes?: number;
  /** Told of a pause that concerns every process. */
  readonly onPause?: (ms: number) => void;
}

interface Waiter {
  readonly urgency: Urgency;
  readonly until: number;
  readonly child: TokenBucket | null;
  readonly pass: (pass: Pass) => void;
}

const GO: Pass = { go: true };
/** Those who came together do not come back together. */
const spread = (ms: number): Pass => ({ go: false, laterMs: ms + Math.random() * 1000 });

/** A process that sends less often than this might as well be dead. */
const LEAST_PER_SECOND = 1;

export function lane({ pace, patienceMs, clock, processes = 1, onPause }: LaneOptions): Lane {
  const partOf = (shared: number): number =>
    Math.max(LEAST_PER_SECOND, Math.floor((pace?.perSecond ?? 0) / shared));
  let part = partOf(processes);
  const all: Second | null = pace === null ? null : second(part);
  const buckets = childBuckets(pace, clock);
  const stop: Breaker = breaker();
  let waiting: Waiter[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;

  const admit = (waiter: Waiter, now: number): void => {
    stop.begin();
    all?.take(now);
    waiter.child?.take(now);
    waiter.pass(GO);
  };
  const leave = (waiter: Waiter, now: number): void => {
    const pausedMs = Math.max(stop.pausedMs(now), stop.probing() ? 1000 : 0);
    const backlogMs = pace === null ? 0 : (waiting.length * 1000) / part;
    const childMs = waiter.child?.waitMs(now) ?? 0;
    waiter.pass(spread(Math.max(pausedMs, backlogMs, childMs)));
  };

  const mayStay = (waiter: Waiter, now: number): boolean =>
    waiter.until > now && stop.pausedMs(now) === 0 && !stop.probing();
  const mayGo = (waiter: Waiter, now: number): boolean =>
    (waiter.child?.waitMs(now) ?? 0) === 0 && (all?.waitMs(now) ?? 0) === 0;

  /** Lets go whoever may, in order of urgency, and sends back whoever would wait for too long. */
  const pump = (): void => {
    const now = clock();
    const line = waiting.toSorted((a, b) => a.urgency - b.urgency);
    waiting = [];
    for (const waiter of line) {
      if (!mayStay(waiter, now)) leave(waiter, now);
      else if (mayGo(waiter, now)) admit(waiter, now);
      else waiting.push(waiter);
    }
    if (timer !== null) clearTimeout(timer);
    timer = waiting.length === 0 ? null : setTimeout(pump, nextMs(now));
  };
  const nextMs = (now: number): number => {
    const times = waiting.map(({ child, until }) => Math.min(child?.waitMs(now) ?? 0, until - now));
    return Math.max(1, Math.min(...times), Math.min(all?.waitMs(now) ?? 0, patienceMs));
  };

  return {
    enter(child, urgency) {
      const now = clock();
      const bucket = buckets(child);
      const waitMs = bucket?.waitMs(now) ?? 0;
      if (waitMs > patienceMs) return Promise.resolve({ go: false, laterMs: waitMs });
      return new Promise((pass) => {
        waiting.push({ urgency, until: now + patienceMs, child: bucket, pass });
        pump();
      });
    },
    shareWith(shared) {
      part = partOf(shared);
      all?.allow(part);
    },
    ...platformAnswers(stop, clock, onPause),
  };
}
