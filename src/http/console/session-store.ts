import { type SessionData, Store } from 'express-session';
import { fieldsOf } from '../../app/staff/member.ts';
import { digestOf } from '../../app/staff/secrets.ts';
import type { Documents } from '../../ports/documents.ts';

declare module 'express-session' {
  interface SessionData {
    /** Whose session it is; there is none before sign-in. */
    staff: string;
    /** The account's epoch at sign-in: a later one ends the session. */
    epoch: number;
    csrf: string;
    /** When it began (ms). */
    since: number;
    /** A second factor was shown. */
    factor: boolean;
    /** When the password was last given (ms): what changes the account asks for it again. */
    confirmed: number;
    /** Nobody moved at this desk for a while: the password opens it again. */
    locked: boolean;
    /** It was read from the store: if it is not there any more it was ended, and stays so. */
    kept: true;
  }
}

/** What is kept of a session. */
export interface KeptSession {
  readonly staff: string;
  readonly epoch: number;
  readonly csrf: string;
  readonly since: number;
  readonly factor: boolean;
  readonly confirmed: number;
  readonly locked: boolean;
  /** When it was last used (ms), to the minute. */
  readonly seen: number;
}

export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/** Two hours without a request; twelve hours in all, which is longer than any shift. */
export const SESSION_LIMITS: SessionLimits = { idleMs: 7_200_000, absoluteMs: 43_200_000 };

const TOUCH_MS = 60_000;
const PREFIX = 'session/';

/** Null when no such session exists, or its time is over. */
export async function readSession(
  documents: Documents,
  sid: string,
  now: number,
  limits: SessionLimits = SESSION_LIMITS,
): Promise<KeptSession | null> {
  const kept = keptOf((await documents.get(keyOf(sid)))?.value);
  if (kept === null) return null;
  return isOpen(kept, now, limits) ? kept : null;
}

function isOpen({ seen, since }: KeptSession, now: number, limits: SessionLimits): boolean {
  return now - seen < limits.idleMs && now - since < limits.absoluteMs;
}

/** A session as its owner sees it in a list. The handle cannot be turned into the id. */
export interface ListedSession {
  readonly handle: string;
  readonly since: number;
  readonly seen: number;
}

/** The open sessions of one account, the latest used first. */
export async function listSessions(
  documents: Documents,
  { id, epoch }: { readonly id: string; readonly epoch: number },
  now: number,
): Promise<readonly ListedSession[]> {
  const all = await documents.list(PREFIX);
  return all
    .flatMap(({ key, value }) => {
      const kept = keptOf(value);
      if (kept === null || kept.staff !== id || kept.epoch !== epoch) return [];
      if (!isOpen(kept, now, SESSION_LIMITS)) return [];
      return [{ handle: key.slice(PREFIX.length), since: kept.since, seen: kept.seen }];
    })
    .sort((a, b) => b.seen - a.seen);
}

/** Ends a session of this account; false when there is none of that handle. */
export async function endSession(
  documents: Documents,
  staff: string,
  handle: string,
): Promise<boolean> {
  const kept = keptOf((await documents.get(`${PREFIX}${handle}`))?.value);
  return kept?.staff === staff && documents.delete(`${PREFIX}${handle}`);
}

export function handleOf(sid: string): string {
  return digestOf(sid);
}

export interface SessionStoreOptions {
  readonly documents: Documents;
  readonly cookie: SessionData['cookie'];
  readonly now: () => number;
  readonly limits: SessionLimits;
}

/** Sessions in the Documents port, under the hash of their id: who reads the store cannot take one over. */
export class SessionStore extends Store {
  readonly #options: SessionStoreOptions;

  constructor(options: SessionStoreOptions) {
    super();
    this.#options = options;
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void): void {
    const { documents, now, limits, cookie } = this.#options;
    const read = readSession(documents, sid, now(), limits).then((kept) => {
      if (kept === null) return null;
      const { seen: _, ...data } = kept;
      return { cookie: { ...cookie }, ...data, kept: true as const };
    });
    settle(read, done);
  }

  override set(sid: string, session: SessionData, done: (error?: unknown) => void = ignore): void {
    const { staff, epoch, csrf, since, factor, confirmed, locked } = session;
    const seen = this.#options.now();
    const kept = { staff, epoch, csrf, since, factor, confirmed, locked, seen };
    settle(this.#write(sid, kept, session.kept !== true), done);
  }

  override destroy(sid: string, done: (error?: unknown) => void = ignore): void {
    settle(this.#options.documents.delete(keyOf(sid)), (error) => done(error));
  }

  /** Puts the idle limit off. A session that was ended meanwhile stays ended. */
  override touch(sid: string, _session: SessionData, done: () => void = ignore): void {
    settle(this.#touch(sid), done);
  }

  async #touch(sid: string): Promise<void> {
    const { documents, now, limits } = this.#options;
    const stored = await documents.get(keyOf(sid));
    const kept = keptOf(stored?.value);
    if (stored === null || kept === null || now() - kept.seen < TOUCH_MS) return;
    await documents.put(keyOf(sid), { ...kept, seen: now() }, stored.version, limits.idleMs);
  }

  async #write(sid: string, kept: KeptSession, begins: boolean): Promise<void> {
    const { documents, limits } = this.#options;
    for (;;) {
      const version = (await documents.get(keyOf(sid)))?.version ?? 0;
      if (version === 0 && !begins) return;
      const written = await documents.put(keyOf(sid), { ...kept }, version, limits.idleMs);
      if (written !== null) return;
    }
  }
}

function settle<T>(work: Promise<T>, done: (error: unknown, value?: T) => void): void {
  work.then(
    (value) => done(null, value),
    (error) => done(error),
  );
}

function ignore(): void {}

function keptOf(value: Parameters<typeof fieldsOf>[0]): KeptSession | null {
  const { staff, epoch, csrf, since, seen, factor, confirmed, locked } = fieldsOf(value);
  if (typeof staff !== 'string' || typeof csrf !== 'string') return null;
  if (typeof epoch !== 'number' || typeof since !== 'number' || typeof seen !== 'number')
    return null;
  const at = typeof confirmed === 'number' ? confirmed : 0;
  const marks = { factor: factor === true, locked: locked === true };
  return { staff, epoch, csrf, since, seen, ...marks, confirmed: at };
}

function keyOf(sid: string): string {
  return `${PREFIX}${handleOf(sid)}`;
}
