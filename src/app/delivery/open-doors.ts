import { z } from 'zod';
import type { Documents } from '../../ports/documents.ts';
import type { Core } from '../core.ts';
import { inRows } from '../job-failures.ts';

/**
 * When platforms could reach us. A message of unknown fate waits for the platform to tell of it, and only the time counts in
 * which some process could have heard.
 */

export const BEAT_MS = 1000;
/** A door that was not seen for longer was shut meanwhile: dead, standing still, or without its store. */
const GAP_MS = 3 * BEAT_MS;
/** Longer than anybody looks back: a door that was seen in this time was not shut for long. */
const KEPT_MS = 20 * 60_000;
const SHELF = 'door/';

/** A stretch of time in which one process was open (ms since the epoch). */
const Stretch = z.object({ since: z.number(), at: z.number() });
type Stretch = z.output<typeof Stretch>;

/** Notes every second that this process takes webhooks, where there is a platform to send them. Answers the way to stop. */
export function keepDoorOpen(core: Core): () => void {
  if (![...core.channels.values()].some(({ push }) => push)) return () => undefined;
  const [once, tries] = [doorBeat(core), inRows(core.log)];
  const beat = () => tries(once, undefined);
  const timer = setInterval(() => core.background(beat), BEAT_MS);
  core.background(beat);
  return () => clearInterval(timer);
}

/** One beat a call; what a call does not reach is made good by the next. */
export function doorBeat({
  documents,
  store,
  worker,
}: Pick<Core, 'documents' | 'store' | 'worker'>): () => Promise<void> {
  let stretch: Stretch | null = null;
  let [version, count] = [0, 0];
  return async () => {
    const at = await store.now();
    if (stretch === null || at - stretch.at > GAP_MS) {
      [stretch, version, count] = [{ since: at, at }, 0, count + 1];
    }
    const next = { since: stretch.since, at };
    const key = `${SHELF}${worker}/${count}`;
    const put = await documents.put(key, next, version, KEPT_MS);
    version = put ?? (await documents.get(key))?.version ?? 0;
    if (put !== null) stretch = next;
  };
}

/** For how long (ms) since `from` some door was open, up to `now`. */
export async function openFor(documents: Documents, from: number, now: number): Promise<number> {
  let [open, counted] = [0, from];
  for (const { since, at } of await stretchesOf(documents)) {
    // Between two beats it was open as well.
    const [begin, end] = [Math.max(since, counted), Math.min(at + BEAT_MS, now)];
    if (end <= begin) continue;
    open += end - begin;
    counted = end;
  }
  return open;
}

/** When some door opened after all had been shut for so long; null while nothing is known of any. */
export async function openedAt(documents: Documents, shutMs: number): Promise<number | null> {
  let opened: number | null = null;
  let end = Number.NEGATIVE_INFINITY;
  for (const { since, at } of await stretchesOf(documents)) {
    if (since - end >= shutMs) opened = since;
    end = Math.max(end, at + BEAT_MS);
  }
  return opened;
}

/** The first to open first. */
async function stretchesOf(documents: Documents): Promise<readonly Stretch[]> {
  const noted = await documents.list(SHELF);
  return noted
    .flatMap(({ value }) => Stretch.safeParse(value).data ?? [])
    .toSorted((a, b) => a.since - b.since);
}
