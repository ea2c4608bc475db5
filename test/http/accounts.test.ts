import { generate } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { offerNewPassword } from '../../src/app/staff/renew-password.ts';
import {
  Account,
  FactorAsked,
  RecoveryCodes,
  Session,
  Staff,
  TotpSetUp,
} from '../../src/http/api.ts';
import { browser, type HttpWorld, httpWorld, PASSWORD } from '../support/http-world.ts';

const STEP_MS = 30_000;
let world: HttpWorld;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

type Page = ReturnType<typeof browser>;
const codeOf = (secret: string, at = world.now()) =>
  generate({ secret, epoch: Math.floor(at / 1000) });

async function signedIn(name: string): Promise<Page> {
  const page = browser(world.origin);
  await page.signIn(name);
  return page;
}

/** Sets an authenticator app up, and answers its secret and the recovery codes. */
async function withTotp(page: Page) {
  const { secret } = TotpSetUp.parse(await (await page.post('/api/me/totp', {})).json());
  const set = await page.post('/api/me/totp/confirm', { code: await codeOf(secret) });
  const { recovery } = RecoveryCodes.parse(await set.json());
  return { secret, recovery: recovery ?? [] };
}

async function ticketOf(name: string, page = browser(world.origin)) {
  const { ticket, methods } = FactorAsked.parse(await (await page.signIn(name)).json());
  return { page, ticket, methods };
}

const show = (page: Page, ticket: string, kind: 'totp' | 'recovery', code: string) =>
  page.post('/api/session/factor', { ticket, shown: { kind, code } });

describe('29: a second factor', () => {
  it('is asked for after the password, and opens nothing before it was shown', async () => {
    await world.member('dara', 'counsellor');
    const { secret } = await withTotp(await signedIn('dara'));
    world.clock.ahead += STEP_MS;

    const { page, ticket, methods } = await ticketOf('dara');
    expect(methods).toEqual(['totp', 'recovery']);
    expect((await page.get('/api/queue')).status).toBe(401);

    const passed = await show(page, ticket, 'totp', await codeOf(secret));
    expect(Session.parse(await passed.json()).me.name).toBe('dara');
    expect((await page.get('/api/queue')).status).toBe(200);
  });

  it('takes a code once, and none of before it', async () => {
    await world.member('dara', 'counsellor');
    const { secret } = await withTotp(await signedIn('dara'));
    // At the beginning of a step: while it lasts, neither code is too old to be known as used.
    world.clock.ahead += 2 * STEP_MS - (world.now() % STEP_MS);
    const code = await codeOf(secret);
    const before = await codeOf(secret, world.now() - STEP_MS);

    const first = await ticketOf('dara');
    expect((await show(first.page, first.ticket, 'totp', code)).status).toBe(200);
    for (const used of [code, before]) {
      const { page, ticket } = await ticketOf('dara');
      const again = await show(page, ticket, 'totp', used);
      expect([again.status, await again.json()]).toEqual([401, { error: 'used-code' }]);
    }
  });

  it.each([
    [-2, 401],
    [-1, 200],
    [0, 200],
    [1, 200],
    [2, 401],
  ])('takes a clock that is %i steps off with %i', async (steps, status) => {
    await world.member('dara', 'counsellor');
    const { secret } = await withTotp(await signedIn('dara'));
    // In the middle of a step, far from the one of the set-up.
    world.clock.ahead += 10 * STEP_MS;
    world.clock.ahead += STEP_MS / 2 - (world.now() % STEP_MS);
    const { page, ticket } = await ticketOf('dara');

    const code = await codeOf(secret, world.now() + steps * STEP_MS);
    expect((await show(page, ticket, 'totp', code)).status).toBe(status);
  });

  it('is given five tries a password, and fifty wrong codes a day; then a recovery code helps', async () => {
    const { id } = await world.member('dara', 'counsellor');
    const { recovery } = await withTotp(await signedIn('dara'));
    const { page, ticket } = await ticketOf('dara');
    const wrong = [];
    for (let n = 0; n < 6; n += 1) {
      // Minutes apart, so that no delay is waited for here.
      await world.documents.delete(await attemptsKey());
      wrong.push((await show(page, ticket, 'totp', '000000')).status);
    }
    expect(wrong).toEqual([401, 401, 401, 401, 401, 401]);
    expect(await tries(ticket)).toBe(5);

    const stored = await world.documents.get(`factors/${id}`);
    const factors = { ...(stored?.value as object), misses: 50, missedSince: world.now() };
    await world.documents.put(`factors/${id}`, factors, stored?.version ?? 0);
    const next = await ticketOf('dara');
    await world.documents.delete(await attemptsKey());
    const refused = await show(next.page, next.ticket, 'totp', '000000');
    expect([refused.status, await refused.json()]).toEqual([429, { error: 'too-many' }]);
    expect((await show(next.page, next.ticket, 'recovery', recovery[0] ?? '')).status).toBe(200);
  });

  // The pauses are real ones, half a minute together.
  it('slows whoever guesses, and answers later instead of for ever', {
    timeout: 120_000,
  }, async () => {
    await world.member('dara', 'counsellor');
    await withTotp(await signedIn('dara'));
    const answers: number[] = [];
    const guesses = Array.from({ length: 3 }, async () => {
      const { page, ticket } = await ticketOf('dara');
      for (let n = 0; n < 4; n += 1) answers.push((await show(page, ticket, 'totp', '1')).status);
    });
    await Promise.all(guesses);

    expect(answers).toContain(429);
  });

  it('keeps recovery codes as digests, and takes each once', async () => {
    await world.member('dara', 'counsellor');
    const { recovery } = await withTotp(await signedIn('dara'));
    expect(recovery).toHaveLength(10);
    const [code = ''] = recovery;
    expect(JSON.stringify(await world.documents.list(''))).not.toContain(code.replaceAll('-', ''));
    expect(JSON.stringify(await world.documents.list(''))).not.toContain(code);

    const first = await ticketOf('dara');
    const typed = code.toUpperCase().replaceAll('-', ' ');
    expect((await show(first.page, first.ticket, 'recovery', typed)).status).toBe(200);
    const second = await ticketOf('dara');
    expect((await show(second.page, second.ticket, 'recovery', code)).status).toBe(401);
  });

  it('is one ticket for one sign-in, however many come at once', async () => {
    await world.member('dara', 'counsellor');
    const { recovery } = await withTotp(await signedIn('dara'));
    const { ticket } = await ticketOf('dara');
    const both = await Promise.all(
      recovery.slice(0, 2).map((code) => show(browser(world.origin), ticket, 'recovery', code)),
    );

    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });
});

describe('where a second factor is required', () => {
  beforeEach(async () => {
    await world.close();
    world = await httpWorld({ factorRequired: true });
  });

  it('opens nothing but the own account before it is set up, and everything after', async () => {
    await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    const session = Session.parse(await (await page.signIn('dara')).json());
    expect(session.mustSetUp).toBe(true);
    const refused = await page.get('/api/queue');
    expect([refused.status, await refused.json()]).toEqual([403, { error: 'factor-required' }]);
    expect((await page.get('/api/events')).status).toBe(403);

    await withTotp(page);
    expect((await page.get('/api/queue')).status).toBe(200);
    expect(Session.parse(await (await page.get('/api/session')).json()).mustSetUp).toBe(false);
  });

  it('lets nobody take the last one away', async () => {
    await world.member('dara', 'counsellor');
    const page = await signedIn('dara');
    await withTotp(page);

    const removed = await page.call('DELETE', '/api/me/totp', {});
    expect([removed.status, await removed.json()]).toEqual([409, { error: 'last-factor' }]);
  });
});

describe('the own account', () => {
  it('asks for the password again before it changes, ten minutes later', async () => {
    await world.member('dara', 'counsellor');
    const page = await signedIn('dara');
    world.clock.ahead += 600_001;

    const refused = await page.post('/api/me/totp', {});
    expect([refused.status, await refused.json()]).toEqual([403, { error: 'confirm' }]);
    expect((await page.post('/api/me/confirm', { password: 'not this one' })).status).toBe(422);
    expect((await page.post('/api/me/confirm', { password: PASSWORD })).status).toBe(204);
    expect((await page.post('/api/me/totp', {})).status).toBe(200);
  });

  it('lists its sessions, and ends one or all of them', async () => {
    await world.member('dara', 'counsellor');
    const [here, there] = [await signedIn('dara'), await signedIn('dara')];
    const account = Account.parse(await (await here.get('/api/me/account')).json());
    expect(account.sessions).toHaveLength(2);
    const other = account.sessions.find(({ current }) => !current);

    expect((await here.call('DELETE', `/api/me/sessions/${other?.handle}`)).status).toBe(204);
    expect((await there.get('/api/session')).status).toBe(401);
    expect((await here.call('DELETE', '/api/me/sessions')).status).toBe(204);
    expect((await here.get('/api/session')).status).toBe(401);
  });

  it("never lists or ends another's session", async () => {
    await world.member('dara', 'counsellor');
    await world.member('sokha', 'counsellor');
    const [dara, sokha] = [await signedIn('dara'), await signedIn('sokha')];
    const { sessions } = Account.parse(await (await dara.get('/api/me/account')).json());

    const ended = await sokha.call('DELETE', `/api/me/sessions/${sessions[0]?.handle}`);
    const none = await sokha.call('DELETE', '/api/me/sessions/nothing');
    expect([ended.status, await ended.text()]).toEqual([none.status, await none.text()]);
    expect((await dara.get('/api/session')).status).toBe(200);
  });

  it('says in which languages its person writes with children; its sessions stay, and colleagues see it', async () => {
    await world.member('dara', 'counsellor');
    const [page, other] = [await signedIn('dara'), await signedIn('dara')];
    const writes = async () =>
      Account.parse(await (await other.get('/api/me/account')).json()).writes;
    expect(await writes()).toEqual([]);

    const said = await page.call('PUT', '/api/me/languages', { writes: ['km', 'km'] });
    expect(said.status).toBe(204);
    expect(await writes()).toEqual(['km']);
    const { people } = Staff.parse(await (await other.get('/api/staff')).json());
    expect(people).toMatchObject([{ alias: 'dara', writes: ['km'] }]);

    const unknown = await page.call('PUT', '/api/me/languages', { writes: ['en', 'xx'] });
    expect([unknown.status, await unknown.json()]).toEqual([422, { error: 'unknown-language' }]);
    expect((await page.call('PUT', '/api/me/languages', { writes: 'km' })).status).toBe(400);
    expect(await writes()).toEqual(['km']);
    expect((await page.call('PUT', '/api/me/languages', { writes: [] })).status).toBe(204);
    expect(await writes()).toEqual([]);
  });

  it('of somebody who takes no chats says no languages', async () => {
    await world.member('chanthou', 'manager');
    const page = await signedIn('chanthou');

    expect((await page.call('PUT', '/api/me/languages', { writes: ['km'] })).status).toBe(403);
  });

  it('changes its password, and every other session ends', async () => {
    await world.member('dara', 'counsellor');
    const [here, there] = [await signedIn('dara'), await signedIn('dara')];
    const weak = await here.call('PUT', '/api/me/password', { password: 'password1234' });
    expect([weak.status, await weak.json()]).toEqual([422, { error: 'weak-password' }]);

    const password = 'another long and quiet phrase';
    expect((await here.call('PUT', '/api/me/password', { password })).status).toBe(204);
    expect((await here.get('/api/session')).status).toBe(200);
    expect((await there.get('/api/session')).status).toBe(401);
    expect((await browser(world.origin).signIn('dara')).status).toBe(401);
    expect((await browser(world.origin).signIn('dara', password)).status).toBe(200);
  });

  it('whose password was forgotten takes a new one by a link, once, and still asks for the second factor', async () => {
    const { id } = await world.member('dara', 'counsellor');
    const page = await signedIn('dara');
    await withTotp(page);
    const offer = { by: 'test', now: world.now() };
    const { token } = await offerNewPassword(world.documents, { id }, offer);
    expect(JSON.stringify(await world.documents.list(''))).not.toContain(token);
    const accept = (password: string) =>
      browser(world.origin).post('/api/invitations/accept', {
        ...{ token, name: 'someone', alias: 'Someone', password },
      });

    expect((await accept('password1234')).status).toBe(422);
    const taken = await accept('another long and quiet phrase');
    expect([taken.status, await taken.json()]).toEqual([409, { error: 'sign-in' }]);
    expect((await accept('a third long and quiet phrase')).status).toBe(404);

    expect((await page.get('/api/session')).status).toBe(401);
    expect((await browser(world.origin).signIn('dara')).status).toBe(401);
    const again = await browser(world.origin).signIn('dara', 'another long and quiet phrase');
    expect(await again.json()).toHaveProperty('ticket');
    expect((await browser(world.origin).signIn('someone')).status).toBe(401);
  });

  it('gets the new password of one of two who come with the same link at once', async () => {
    const { id } = await world.member('dara', 'counsellor');
    const { token } = await offerNewPassword(
      world.documents,
      { id },
      { by: 'test', now: world.now() },
    );
    const each = ['one long and quiet phrase', 'two long and quiet phrases'].map((password) =>
      browser(world.origin).post('/api/invitations/accept', {
        ...{ token, name: 'dara', alias: 'Dara', password },
      }),
    );

    const statuses = (await Promise.all(each)).map(({ status }) => status);

    expect(statuses.sort()).toEqual([404, 409]);
  });

  it('that lost everything is reset by an admin, and by nobody else', async () => {
    const { id } = await world.member('dara', 'counsellor');
    await world.member('boss', 'admin');
    const page = await signedIn('dara');
    await withTotp(page);
    expect((await page.call('DELETE', `/api/staff/${id}/factors`)).status).toBe(403);

    const boss = await signedIn('boss');
    world.clock.ahead += 600_001;
    const late = await boss.call('DELETE', `/api/staff/${id}/factors`);
    expect([late.status, await late.json()]).toEqual([403, { error: 'confirm' }]);
    await boss.post('/api/me/confirm', { password: PASSWORD });
    expect((await boss.call('DELETE', `/api/staff/${id}/factors`)).status).toBe(204);
    expect((await page.get('/api/session')).status).toBe(401);
    const again = await browser(world.origin).signIn('dara');
    expect(Session.safeParse(await again.json()).success).toBe(true);
  });
});

/** The line of attempts of the factor; its key is a digest, and the only one left after a right password. */
async function attemptsKey(): Promise<string> {
  const [first] = await world.documents.list('attempts/');
  return first?.key ?? 'attempts/none';
}

async function tries(_ticket: string): Promise<number> {
  const kept = await world.documents.list('sign-in/');
  return Math.max(
    ...kept.map(({ value }) => Number((value as { readonly tries?: number }).tries ?? 0)),
  );
}

describe('a desk that nobody touches', () => {
  it('is locked on the server: no reload and no other tab gets around it, and it still rings', async () => {
    await world.member('dara', 'counsellor');
    const page = await signedIn('dara');
    world.desk.owners.set('c1', null);
    await page.post('/api/queue/c1/claim', { key: 'k'.repeat(16) });
    expect((await page.call('POST', '/api/me/lock')).status).toBe(204);

    const read = await page.get('/api/conversations/c1');
    expect([read.status, await read.json()]).toEqual([423, { error: 'locked' }]);
    expect((await page.get('/api/me/account')).status).toBe(423);
    expect((await page.get('/api/queue')).status).toBe(200);
    expect(Session.parse(await (await page.get('/api/session')).json()).locked).toBe(true);

    expect((await page.post('/api/me/confirm', { password: 'not this one' })).status).toBe(422);
    expect((await page.get('/api/conversations/c1')).status).toBe(423);
    expect((await page.post('/api/me/confirm', { password: PASSWORD })).status).toBe(204);
    expect((await page.get('/api/conversations/c1')).status).not.toBe(423);
  });

  it('is none where somebody sits: its live connection does not keep its person available', async () => {
    const { id } = await world.member('dara', 'counsellor');
    const page = await signedIn('dara');
    await page.call('PUT', '/api/presence', { available: true });
    const until = async (key: string) =>
      Number(((await world.documents.get(key))?.value as { readonly until?: number })?.until ?? 0);
    const before = await until(`presence/${id}`);
    world.clock.ahead += 5000;
    const first = await page.get('/api/events');
    await expect.poll(() => until(`presence/${id}`)).toBeGreaterThan(before);
    await first.body?.cancel();
    const open = await until(`presence/${id}`);

    await page.call('POST', '/api/me/lock');
    await world.documents.delete(`alive/${id}`);
    world.clock.ahead += 5000;
    const second = await page.get('/api/events');
    await expect
      .poll(async () => (await world.documents.get(`alive/${id}`))?.value)
      .toHaveProperty('lockedSince');
    await second.body?.cancel();

    expect(await until(`presence/${id}`)).toBe(open);
  });
});
