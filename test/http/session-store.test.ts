import type { SessionData } from 'express-session';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SESSION_LIMITS, SessionStore } from '../../src/http/console/session-store.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const COOKIE = { path: '/', originalMaxAge: null };
const SID = 'session-of-the-test';

function sessionStore() {
  const { documents } = world.core;
  const limits = SESSION_LIMITS;
  const store = new SessionStore({ documents, cookie: COOKIE, now: Date.now, limits });
  return {
    read: () =>
      new Promise<SessionData | null>((resolve, reject) =>
        store.get(SID, (error, session) => (error ? reject(error) : resolve(session ?? null))),
      ),
    write: (session: SessionData) =>
      new Promise<void>((resolve, reject) =>
        store.set(SID, session, (error) => (error ? reject(error) : resolve())),
      ),
  };
}

const begun = (): SessionData =>
  ({
    cookie: COOKIE,
    staff: 's1',
    epoch: 1,
    csrf: 'token',
    since: Date.now(),
    factor: false,
    confirmed: 0,
    locked: false,
  }) as unknown as SessionData;

describe('a session', () => {
  it('that was ended while a request of it was under way stays ended', async () => {
    const sessions = sessionStore();
    await sessions.write(begun());
    const underWay = await sessions.read();
    if (underWay === null) throw new Error('no session');
    const [kept] = await world.core.documents.list('session/');
    await world.core.documents.delete(kept?.key ?? '');

    await sessions.write({ ...underWay, confirmed: 5 });

    expect(await sessions.read()).toBeNull();
  });

  it('that goes on keeps what changed', async () => {
    const sessions = sessionStore();
    await sessions.write(begun());
    const underWay = await sessions.read();
    if (underWay === null) throw new Error('no session');

    await sessions.write({ ...underWay, confirmed: 5 });

    expect(await sessions.read()).toMatchObject({ staff: 's1', confirmed: 5 });
  });
});
