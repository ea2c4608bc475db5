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
  }
}

/** What is kept of a session. */
export interface KeptSession {
  readonly staff: string;
  readonly epoch: number;
  readonly csrf: string;
  readonly since: number;
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

/** Null when no such session exists, or its time is over. */
export async function readSession(
  documents: Documents,
  sid: string,
  now: number,
  limits: SessionLimits = SESSION_LIMITS,
): Promise<KeptSession | null> {
  const kept = keptOf((await documents.get(keyOf(sid)))?.value);
  if (kept === null) return null;
  return now - kept.seen < limits.idleMs && now - kept.since < limits.absoluteMs ? kept : null;
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
      const { staff, epoch, csrf, since } = kept;
      return { cookie: { ...cookie }, staff, epoch, csrf, since };
    });
    settle(read, done);
  }

  override set(sid: string, session: SessionData, done: (error?: unknown) => void = ignore): void {
    const { staff, epoch, csrf, since } = session;
    settle(this.#write(sid, { staff, epoch, csrf, since, seen: this.#options.now() }), done);
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

  async #write(sid: string, kept: KeptSession): Promise<void> {
    const { documents, limits } = this.#options;
    for (;;) {
      const version = (await documents.get(keyOf(sid)))?.version ?? 0;
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
  const { staff, epoch, csrf, since, seen } = fieldsOf(value);
  if (typeof staff !== 'string' || typeof csrf !== 'string') return null;
  if (typeof epoch !== 'number' || typeof since !== 'number' || typeof seen !== 'number')
    return null;
  return { staff, epoch, csrf, since, seen };
}

function keyOf(sid: string): string {
  return `session/${digestOf(sid)}`;
}
