import { z } from 'zod';
import type { ChannelId } from '../../domain/flow/bundle.ts';
import type { Documents, Json } from '../../ports/documents.ts';
import type { Core } from '../core.ts';
import { inRows } from '../job-failures.ts';
import type { Lane } from './lane.ts';

/**
 * A platform counts what all processes of a helpline send together. Each says that it is there, how many there are is read
 * every few seconds, and each takes its part of the pace. With it goes what one process learned of a platform and the others
 * should know: a pause that was asked for, and for how long it has taken nothing.
 */

export const SENDER_SIGN_MS = 5_000;
/** So long a process counts as there after its last sign. */
const LEASE_MS = 3 * SENDER_SIGN_MS;
/** Of a process that the others may not have read of yet: it takes next to nothing. */
export const UNKNOWN_SHARE = Number.POSITIVE_INFINITY;
const SENDERS = 'sender/';
const PAUSES = 'pause/';

/** Times of the store (ms). */
const Seen = z.object({ downSince: z.number().nullable(), tookAt: z.number().nullable() });
type Seen = z.output<typeof Seen>;
const Sender = z.object({ until: z.number(), lanes: z.record(z.string(), Seen) });
const Paused = z.object({ until: z.number(), at: z.number() });

type Parts = Pick<Core, 'documents' | 'store' | 'worker' | 'lanes' | 'channels'>;

/** Says every few seconds that this process sends. Answers the way to stop, after which the others take its part over. */
export async function keepSending(
  core: Parts & Pick<Core, 'log' | 'background'>,
): Promise<() => Promise<void>> {
  if (pushed(core).length === 0) return async () => undefined;
  const { beat, end } = senderBeat(core);
  await beat();
  const tries = inRows(core.log);
  const timer = setInterval(() => core.background(() => tries(beat, undefined)), SENDER_SIGN_MS);
  return async () => {
    clearInterval(timer);
    await end();
  };
}

/** One sign a call. A part grows one sign later than it shrinks, so that all have read of a newcomer before it counts itself in. */
export function senderBeat(core: Parts): { beat(): Promise<void>; end(): Promise<void> } {
  const { documents, store, worker } = core;
  const key = `${SENDERS}${worker}`;
  const pauses = othersPauses(core);
  let [version, before]: [number, number] = [0, UNKNOWN_SHARE];
  let first = true;
  return {
    async beat() {
      const now = await store.now();
      const sign = { until: now + LEASE_MS, lanes: seenBy(core, now) };
      version = await write(documents, { key, ms: LEASE_MS }, sign, version);
      const count = Math.max(1, (await sendersNow(documents, now)).length);
      // Nobody else is there to be waited for.
      const share = first && count === 1 ? 1 : Math.max(before, count);
      [before, first] = [count, false];
      for (const id of pushed(core)) core.lanes(id).shareWith(share);
      await pauses(now);
    },
    async end() {
      // Without a store it runs out by itself.
      await documents.delete(key).catch(() => undefined);
    },
  };
}

async function write(
  documents: Documents,
  { key, ms }: { readonly key: string; readonly ms: number },
  value: Json,
  version = 0,
): Promise<number> {
  const put = await documents.put(key, value, version, ms);
  if (put !== null) return put;
  // It ran out while this process stood still, or an answer was lost; or it was written a moment ago.
  const there = (await documents.get(key))?.version ?? 0;
  return (await documents.put(key, value, there, ms)) ?? there;
}

async function sendersNow(documents: Documents, now: number) {
  const signs = await documents.list(SENDERS);
  return signs
    .flatMap(({ value }) => Sender.safeParse(value).data ?? [])
    .filter(({ until }) => until > now);
}

/** Tells the others what a platform asked of everyone. */
export async function notePause(
  { documents, store, worker }: Pick<Core, 'documents' | 'store' | 'worker'>,
  channel: ChannelId,
  ms: number,
): Promise<void> {
  const at = await store.now();
  await write(documents, { key: `${PAUSES}${channel}/${worker}`, ms }, { until: at + ms, at });
}

/**
 * Keeps each pause that another process was asked for, once. One from before this process began it may try for itself. What
 * was noted while a list was read may be missing in it: each look goes back to the one before the last.
 */
function othersPauses({ documents, lanes, channels, worker }: Parts) {
  let [last, lastButOne]: [number | null, number | null] = [null, null];
  let heard: ReadonlyMap<string, number> = new Map();
  return async (now: number): Promise<void> => {
    const since = lastButOne ?? last ?? now;
    [lastButOne, last] = [last, now];
    const pauses = (await documents.list(PAUSES)).flatMap(({ key, value }) => {
      const { data } = Paused.safeParse(value);
      return data === undefined ? [] : [{ key, ...data }];
    });
    const known = heard;
    heard = new Map(pauses.map(({ key, at }) => [key, at]));
    for (const { key, at, until } of pauses) {
      const [id, by] = key.slice(PAUSES.length).split('/');
      const channel = [...channels.keys()].find((one) => one === id);
      if (channel === undefined || by === worker || known.get(key) === at) continue;
      if (at >= since && until > now) lanes(channel).pauseToo(until - now);
    }
  };
}

/** How many platforms take nothing from anybody, and have not for so long (ms). What other processes see counts as well. */
export async function channelsDown(core: Parts, downMs: number): Promise<number> {
  const now = await core.store.now();
  const signs = await sendersNow(core.documents, now);
  const all = [seenBy(core, now), ...signs.map(({ lanes }) => lanes)];
  const down = pushed(core).filter((id) => {
    const seen = all.flatMap((lanes) => lanes[id] ?? []);
    const took = Math.max(...seen.map(({ tookAt }) => tookAt ?? 0));
    return seen.some(({ downSince }) => {
      return downSince !== null && now - downSince > downMs && took <= downSince;
    });
  });
  return down.length;
}

function seenBy(core: Pick<Core, 'lanes' | 'channels'>, now: number): Record<string, Seen> {
  return Object.fromEntries(pushed(core).map((id) => [id, seenIn(core.lanes(id), now)]));
}

function seenIn(lane: Lane, now: number): Seen {
  const [downMs, tookMs] = [lane.downMs(), lane.tookMs()];
  return {
    downSince: downMs > 0 ? now - downMs : null,
    tookAt: tookMs === null ? null : now - tookMs,
  };
}

function pushed({ channels }: Pick<Core, 'channels'>): readonly ChannelId[] {
  return [...channels.values()].filter(({ push }) => push).map(({ id }) => id);
}
