import {
  FRICTION_REASONS,
  type FrictionHours,
  type FrictionReason,
  mayRest,
} from '../domain/conversation/friction.ts';
import { ALONE_MS } from '../domain/flow/friction.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { may } from '../domain/staff/policy.ts';
import type { Document, Documents } from '../ports/documents.ts';
import type { Core } from './core.ts';
import { look } from './desk-look.ts';
import type { Viewer } from './desk-types.ts';
import { handleOf } from './desk-views.ts';
import type {
  AskFriction,
  FrictionDesk,
  FrictionError,
  FrictionReview,
  FrictionView,
} from './friction-types.ts';
import { openState, type SealedState } from './sealed.ts';
import { sharedRead } from './shared-read.ts';

/** What stops an address: gone when the time is over, and nothing else of the child beside it. */
const STOPS = 'friction/';
/** What supervisors are shown of it; holds no address, and stays for the shift in which it ended. */
const SHOWN = 'friction-shown/';
const SHOWN_MS = 12 * 3_600_000;
const HOUR_MS = 3_600_000;
const FRESH_MS = 1000;
const MARK_MS = 400;

interface Shown {
  readonly handle: string;
  readonly why: FrictionReason;
  readonly by: string;
  readonly alias: string;
  readonly at: number;
  readonly until: number;
  readonly review: 'confirmed' | 'lifted' | null;
}

/** Joining the line rests for an address that floods it: half an hour by one person, longer by two. */
export function frictionDesk(core: Core): FrictionDesk {
  const mark = sharedRead(
    () => frictionMark(core.documents),
    () => MARK_MS,
  );
  return {
    frictionMark: async ({ role }) => (may(role, 'review-friction') ? mark() : ''),
    askFriction: (viewer, asked) => ask(core, viewer, asked),
    frictions: (viewer) => frictionsOf(core, viewer),
    reviewFriction: (viewer, id, act) => review(core, viewer, id, act),
  };
}

async function ask(
  core: Core,
  viewer: Viewer,
  { id, why }: AskFriction,
): Promise<Result<void, FrictionError>> {
  const found = await look(core, id);
  if (found === null || !isTheirs(viewer, found)) return fail({ kind: 'missing' });
  const opened = await openState(core.vault, found.stored);
  if (opened === null) return fail({ kind: 'missing' });
  const { addressKey } = opened.sealed;
  // A page is another address with each talk.
  const lasts = found.state.channel !== 'web' && addressKey !== found.stored.id;
  if (!lasts || !mayRest(found.state)) return fail({ kind: 'unavailable' });
  const at = await core.store.now();
  const until = at + ALONE_MS;
  const pause = core.random(22);
  const stop = { id: pause, until };
  if ((await core.documents.put(STOPS + addressKey, stop, 0, ALONE_MS)) === null) {
    return fail({ kind: 'not-now' });
  }
  const shown: Shown = {
    handle: handleOf(found.stored.id),
    why,
    by: viewer.id,
    alias: viewer.alias,
    at,
    until,
    review: null,
  };
  await core.documents.put(SHOWN + pause, { ...shown }, 0, ALONE_MS + SHOWN_MS);
  await core.documents.append('audit', { what: 'friction-ask', by: viewer.id, why, until, at });
  forget(core.documents);
  return ok(undefined);
}

/** Whose talk it is, or was until the wrap-up. */
function isTheirs(viewer: Viewer, found: NonNullable<Awaited<ReturnType<typeof look>>>): boolean {
  const { stored, state } = found;
  if (stored.owner.kind === 'counsellor') return stored.owner.id === viewer.id;
  return stored.owner.kind === 'nobody' && state.counsellor?.id === viewer.id && !state.recorded;
}

async function review(
  core: Core,
  viewer: Viewer,
  id: string,
  act: FrictionReview,
): Promise<Result<void, FrictionError>> {
  if (!may(viewer.role, 'review-friction')) return fail({ kind: 'missing' });
  const stored = await core.documents.get(SHOWN + id);
  const shown = shownIn(stored?.value);
  if (stored === null || shown === null) return fail({ kind: 'missing' });
  const now = await core.store.now();
  const stop = (await stops(core.documents)).find(({ value }) => stopIn(value)?.id === id);
  if (stop === undefined || shown.until <= now) return fail({ kind: 'not-now' });
  if (act.kind === 'lift') return lift(core, viewer, { stored, shown, stop, now });
  if (shown.by === viewer.id || shown.review !== null) return fail({ kind: 'not-now' });
  return confirm(core, viewer, { stored, shown, stop, now }, act.hours);
}

interface Pause {
  readonly stored: Document;
  readonly shown: Shown;
  readonly stop: Document;
  readonly now: number;
}

async function confirm(
  core: Core,
  viewer: Viewer,
  { stored, shown, stop, now }: Pause,
  hours: FrictionHours,
): Promise<Result<void, FrictionError>> {
  const until = shown.at + hours * HOUR_MS;
  const next: Shown = { ...shown, until, review: 'confirmed' };
  // The log and the list first: a pause without them would be one that nobody can find.
  await core.documents.append('audit', entryOf('confirm', viewer, { ...shown, until }, now));
  const listed = await core.documents.put(
    stored.key,
    { ...next },
    stored.version,
    until - now + SHOWN_MS,
  );
  if (listed === null) return fail({ kind: 'not-now' });
  const { id } = stopIn(stop.value) ?? { id: '' };
  await core.documents.put(stop.key, { id, until }, stop.version, until - now);
  forget(core.documents);
  return ok(undefined);
}

async function lift(
  core: Core,
  viewer: Viewer,
  { stored, shown, stop, now }: Pause,
): Promise<Result<void, FrictionError>> {
  // The child first.
  await core.documents.delete(stop.key);
  forget(core.documents);
  await core.documents.append('audit', entryOf('lift', viewer, { ...shown, until: now }, now));
  const next: Shown = { ...shown, until: now, review: 'lifted' };
  await core.documents.put(stored.key, { ...next }, stored.version, SHOWN_MS);
  return ok(undefined);
}

function entryOf(act: string, viewer: Viewer, { by, why, until }: Shown, at: number) {
  return { what: `friction-${act}`, by: viewer.id, who: by, why, until, at };
}

/** What stands, and what ended in this shift, the newest first. */
export async function frictionsOf(core: Core, viewer: Viewer): Promise<readonly FrictionView[]> {
  if (!may(viewer.role, 'review-friction')) return [];
  const [listed, now] = await Promise.all([core.documents.list(SHOWN), core.store.now()]);
  return listed
    .flatMap(({ key, value }): readonly FrictionView[] => {
      const shown = shownIn(value);
      if (shown === null) return [];
      const { handle, why, alias, at, until } = shown;
      const mine = shown.by === viewer.id;
      const stands = standsAt(shown, now);
      return [{ id: key.slice(SHOWN.length), handle, why, by: alias, at, until, stands, mine }];
    })
    .toSorted((one, other) => other.at - one.at);
}

async function frictionMark(documents: Documents): Promise<string> {
  const listed = await documents.list(SHOWN);
  return listed.map(({ key, version }) => `${key}@${version}`).join(' ');
}

function standsAt({ review: looked, until }: Shown, now: number): FrictionView['stands'] {
  if (looked === 'lifted') return 'lifted';
  if (until > now) return looked === null ? 'waits' : 'confirmed';
  return looked === null ? 'not-reviewed' : 'over';
}

/**
 * Until when joining the line rests for this child; undefined when it does not. Read at most once a second, so that a turn costs
 * no look-up of its own.
 */
export async function frictionOf(
  core: Core,
  { addressKey }: SealedState,
  now: number,
): Promise<number | undefined> {
  const found = (await stopsNow(core.documents)).get(addressKey);
  return found !== undefined && found > now ? found : undefined;
}

interface Read {
  readonly at: number;
  readonly stops: Promise<ReadonlyMap<string, number>>;
}
const reads = new WeakMap<Documents, Read>();

function stopsNow(documents: Documents): Read['stops'] {
  const at = performance.now();
  const before = reads.get(documents);
  if (before !== undefined && at - before.at <= FRESH_MS) return before.stops;
  const read = { at, stops: readStops(documents) };
  reads.set(documents, read);
  read.stops.catch(() => forget(documents));
  return read.stops;
}

async function readStops(documents: Documents): Read['stops'] {
  const found = (await stops(documents)).flatMap(({ key, value }) => {
    const stop = stopIn(value);
    return stop === null ? [] : [[key.slice(STOPS.length), stop.until] as const];
  });
  return new Map(found);
}

function stops(documents: Documents): Promise<readonly Document[]> {
  return documents.list(STOPS);
}

function forget(documents: Documents): void {
  reads.delete(documents);
}

function stopIn(value: unknown): { readonly id: string; readonly until: number } | null {
  const { id, until } = (value ?? {}) as Record<string, unknown>;
  return typeof id === 'string' && typeof until === 'number' ? { id, until } : null;
}

function shownIn(value: unknown): Shown | null {
  const { why, ...rest } = (value ?? {}) as Partial<Shown>;
  const known = FRICTION_REASONS.find((one) => one === why);
  return known === undefined || rest.by === undefined ? null : ({ ...rest, why: known } as Shown);
}
