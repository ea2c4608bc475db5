import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeMember } from '../../src/app/staff/change-member.ts';
import { invite } from '../../src/app/staff/invitations.ts';
import { may, POLICY } from '../../src/domain/staff/policy.ts';
import { ROLES } from '../../src/domain/staff/roles.ts';
import { Queue, Session } from '../../src/http/api.ts';
import { routeTable } from '../../src/http/console/route-table.ts';
import { siteOf } from '../../src/http/origin.ts';
import {
  browser,
  type HttpWorld,
  httpWorld,
  PASSWORD,
  PLAIN_SEALS,
} from '../support/http-world.ts';
import { serviceRow } from '../support/service-row.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

const key = 'key-0123456789abcdef';
const wrapUp = {
  contact: 'counselling',
  category: null,
  risk: null,
  ageBand: null,
  gender: null,
  referredTo: [],
};
/** A valid body for each route that takes one, so that only the policy can refuse. */
const BODIES: Readonly<Record<string, unknown>> = {
  'post /queue/:id/claim': { key },
  'post /conversations/:id/messages': { key, text: 'hello' },
  'post /conversations/:id/notes': { key, text: 'hello' },
  'post /conversations/:id/check-in': { key },
  'post /conversations/:id/release': { key },
  'post /conversations/:id/observe': { key, on: true },
  'post /conversations/:id/transfer': { key, to: 's2', why: 'other' },
  'post /conversations/:id/transfer/withdraw': { key },
  'post /conversations/:id/transfer/answer': { key, accept: true },
  'post /conversations/:id/close': { key },
  'put /conversations/:id/draft': { reply: 'hello', note: '', leaving: [] },
  'put /conversations/:id/wrap-up': wrapUp,
  'put /conversations/:id/wrap-up/draft': wrapUp,
  'post /conversations/:id/escalate': { key },
  'put /conversations/:id/case': { key, written: ['where'] },
  'post /conversations/:id/join': { key },
  'post /conversations/:id/hold': { key, act: { kind: 'agree' } },
  'post /conversations/:id/friction': { why: 'prank' },
  'put /frictions/:id': { act: { kind: 'lift' } },
  'post /conversations/:id/refer': { key, service: 'one' },
  'post /conversations/:id/wrap-up/skip': { key },
  'post /break': { minutes: 5 },
  'put /presence': { available: true },
  'post /campaigns': { label: 'a school' },
  'post /invitations': { role: 'counsellor' },
  'put /staff/:id': { role: 'reviewer' },
  'post /me/confirm': { password: PASSWORD },
  'put /me/password': { password: 'password1234' },
  'put /services/:id': { ...serviceRow(), id: 'p00.nothing' },
  'post /services/:id/verify': {},
  'post /services/:id/withdraw': { why: 'nobody answers' },
};

/** The table needs only names to be listed; nothing of it is run here. */
function allRoutes() {
  const { documents, desk, child } = world;
  return routeTable(
    {
      publicUrl: 'http://localhost',
      trustedProxies: [],
      sessionSecret: 'x',
      factorSeals: PLAIN_SEALS,
      doors: [],
      accept: async () => {},
      taken: async () => {},
      receipts: async () => {},
      ready: async () => ({ ok: true }),
      documents,
      desk: desk.desk,
      child: child.door,
      posters: world.posters,
      subscribe: () => () => {},
      storeNow: async () => 0,
      guidance: () => undefined,
      about: () => ({
        mode: 'demo',
        transcriptRetentionSeconds: 0,
        hold: null,
        idleSeconds: 0,
        languages: [],
        warnings: [],
      }),
      consoleDir: '',
      consoleState: () => 'ready',
      chatDir: '',
      log: { info() {}, warn() {}, error() {} },
    },
    siteOf('http://localhost'),
  );
}

function staffRoutes() {
  return allRoutes().flatMap((route) =>
    route.act === 'anyone' ? [] : [{ ...route, act: route.act }],
  );
}

/** Signed in anew after a route that ends the session. */
const ENDS_SESSION = ['/session', '/me/sessions'];

describe('the policy', () => {
  it('names every act of every route, and only the doors are open to anyone', () => {
    const open = allRoutes().flatMap(({ method, path, act }) =>
      act === 'anyone' ? [`${method} ${path}`] : [],
    );

    expect(open).toEqual(['post /session', 'post /session/factor', 'post /invitations/accept']);
    expect(staffRoutes().every(({ act }) => POLICY[act].length > 0)).toBe(true);
  });

  it('holds for every role on every route', async () => {
    const wrong: string[] = [];
    let checked = 0;
    for (const role of ROLES) {
      await world.member(`${role}-one`, role);
      const page = browser(world.origin);
      await page.signIn(`${role}-one`);
      for (const { method, path, act } of staffRoutes()) {
        const response = await page.call(
          method.toUpperCase(),
          `/api${path.replace(':id', 'p00.nothing')}`,
          BODIES[`${method} ${path}`],
        );
        checked += 1;
        if ((response.status !== 403) !== may(role, act))
          wrong.push(`${role} ${method} ${path} ${response.status}`);
        await response.body?.cancel();
        if (method === 'delete' && ENDS_SESSION.includes(path)) await page.signIn(`${role}-one`);
      }
    }

    expect(wrong).toEqual([]);
    expect(checked).toBe(ROLES.length * staffRoutes().length);
    expect(checked).toBeGreaterThan(100);
  });

  it('refuses everyone who is not signed in, and everything that comes from elsewhere', async () => {
    await world.member('dara', 'admin');
    const page = browser(world.origin);
    await page.signIn('dara');
    for (const { method, path } of staffRoutes()) {
      const url = `/api${path.replace(':id', 'x')}`;
      const body = BODIES[`${method} ${path}`];
      expect((await browser(world.origin).call(method.toUpperCase(), url, body)).status).toBe(401);
      if (method === 'get') continue;
      const call = (headers: Record<string, string>) =>
        page.call(method.toUpperCase(), url, body, headers);
      expect((await call({ origin: 'https://example.com' })).status).toBe(403);
      expect((await call({ origin: 'null' })).status).toBe(403);
      expect((await call({ 'x-csrf-token': 'x' })).status).toBe(403);
    }
    const bare = await fetch(`${world.origin}/api/presence`, {
      method: 'PUT',
      headers: { cookie: page.cookie(), 'content-type': 'application/json' },
      body: '{"available":true}',
    });
    expect(bare.status).toBe(403);
    expect(
      (
        await page.call(
          'PUT',
          '/api/presence',
          { available: true },
          { 'content-type': 'text/plain' },
        )
      ).status,
    ).toBe(415);
  });

  it('says 404 for what is not a route', async () => {
    const page = browser(world.origin);

    expect((await page.get('/api/nothing')).status).toBe(404);
  });
});

describe('a session', () => {
  it('begins with an invitation, in a cookie that scripts and other sites never see', async () => {
    const { token } = await invite(world.documents, {
      role: 'counsellor',
      by: 'test',
      now: world.now(),
    });
    const page = browser(world.origin);

    const joined = await page.post('/api/invitations/accept', {
      token,
      name: 'dara',
      alias: 'Dara',
      password: PASSWORD,
    });

    expect(Session.parse(await joined.json()).me).toMatchObject({
      name: 'dara',
      role: 'counsellor',
    });
    const cookie = joined.headers.getSetCookie()[0];
    expect(cookie).toMatch(/^tvear=.*; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(Queue.parse(await (await page.get('/api/queue')).json()).desk).toBe('open');
    const id =
      decodeURIComponent(page.cookie())
        .replace(/^tvear=s:/, '')
        .split('.')[0] ?? '';
    expect(id.length).toBeGreaterThan(20);
    expect(JSON.stringify(await world.documents.list(''))).not.toContain(id);
  });

  it('is a new one at each sign-in', async () => {
    await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    page.useCookie('tvear=s%3Afixed.xxxx');
    await page.signIn('dara');
    const first = page.cookie();
    await page.signIn('dara');

    expect(first).not.toContain('fixed');
    expect(page.cookie()).not.toBe(first);
    const old = browser(world.origin);
    old.useCookie(first);
    expect((await old.get('/api/session')).status).toBe(401);
  });

  it('ends with sign-out, for whoever kept the cookie', async () => {
    await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    await page.signIn('dara');
    const kept = page.cookie();
    expect((await page.call('DELETE', '/api/session')).status).toBe(204);
    page.useCookie(kept);

    expect((await page.get('/api/queue')).status).toBe(401);
  });

  it.each([
    ['two hours without a request', [7_200_001]],
    ['twelve hours in all', Array<number>(12).fill(3_600_000)],
  ])('ends after %s', async (_what, steps) => {
    await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    await page.signIn('dara');
    let status = 200;
    for (const step of steps) {
      expect(status).toBe(200);
      world.clock.ahead += step;
      status = (await page.get('/api/session')).status;
    }

    expect(status).toBe(401);
  });

  it('follows a change of role and a disabling at the next request', async () => {
    const { id } = await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    await page.signIn('dara');
    const by = { id: 'test', now: world.now() };

    await changeMember(world.documents, id, { role: 'manager' }, by);
    expect((await page.get('/api/queue')).status).toBe(403);
    await changeMember(world.documents, id, { disabled: true }, by);
    expect((await page.get('/api/session')).status).toBe(401);
    await changeMember(world.documents, id, { disabled: false }, by);
    expect((await page.get('/api/session')).status).toBe(401);
  });

  it('answers a wrong name like a wrong password, byte for byte', async () => {
    await world.member('dara', 'counsellor');
    const answers = await Promise.all(
      ['dara', 'nobody'].map(async (name) => {
        const response = await browser(world.origin).signIn(name, 'wrong wrong wrong');
        return [response.status, await response.text()];
      }),
    );

    expect(answers).toEqual([
      [401, '{"error":"refused"}'],
      [401, '{"error":"refused"}'],
    ]);
  });

  it('needs https everywhere but on loopback', async () => {
    expect(() => siteOf('http://help.example.org')).toThrow('https');
    await world.close();
    world = await httpWorld({
      publicUrl: 'https://help.example.org',
      trustedProxies: ['loopback'],
    });
    await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    const headers = { origin: 'https://help.example.org' };
    const body = { name: 'dara', password: PASSWORD };

    const plain = await page.call('POST', '/api/session', body, headers);
    const proxied = await page.call('POST', '/api/session', body, {
      ...headers,
      'x-forwarded-proto': 'https',
    });

    expect([plain.status, await plain.json()]).toEqual([400, { error: 'not-https' }]);
    expect(proxied.headers.getSetCookie()[0]).toMatch(
      /^__Host-tvear=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(proxied.headers.get('strict-transport-security')).toContain('max-age');
    expect((await page.call('POST', '/api/session', body, { origin: world.origin })).status).toBe(
      403,
    );
  });
});

describe('a conversation', () => {
  it('goes to one of two, and is nothing to the other', async () => {
    await world.member('dara', 'counsellor');
    await world.member('sokha', 'counsellor');
    const [dara, sokha] = [browser(world.origin), browser(world.origin)];
    await dara.signIn('dara');
    await sokha.signIn('sokha');
    world.desk.owners.set('c1', null);

    expect((await dara.post('/api/queue/c1/claim', { key })).status).toBe(204);
    const second = await sokha.post('/api/queue/c1/claim', { key });
    expect([second.status, await second.json()]).toEqual([
      409,
      { error: 'already-claimed', by: 'Other' },
    ]);
    expect((await dara.post('/api/conversations/c1/messages', { key, text: 'hello' })).status).toBe(
      204,
    );
    expect(world.desk.said).toEqual(['hello']);
    const [others, missing] = await Promise.all(
      ['c1', 'c9'].map(async (id) => {
        const response = await sokha.get(`/api/conversations/${id}`);
        return [response.status, await response.text()];
      }),
    );
    expect(others).toEqual(missing);
    expect(others).toEqual([404, '{"error":"missing"}']);
  });

  it('takes no body that is not of the schema', async () => {
    await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    await page.signIn('dara');
    const say = (body: unknown) => page.post('/api/conversations/c1/messages', body);

    expect((await say({ key, text: { $ne: '' } })).status).toBe(400);
    expect((await say({ key, text: 'x', more: 1 })).status).toBe(400);
    expect((await say([])).status).toBe(400);
    expect((await say({ key, text: 'x'.repeat(70_000) })).status).toBe(413);
    expect((await page.post('/api/session', { name: {}, password: 'x' })).status).toBe(400);
  });
});
