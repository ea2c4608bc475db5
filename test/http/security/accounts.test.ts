import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeMember } from '../../../src/app/staff/change-member.ts';
import { browser, type HttpWorld, httpWorld } from '../../support/http-world.ts';
import { nameOf, tableOfRoutes } from '../../support/route-list.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

async function signedIn(name: string) {
  const page = browser(world.origin);
  await page.signIn(name);
  return page;
}

describe('24: a role that is lowered, an account that is disabled', () => {
  it.each(['counsellor to reviewer', 'disabled'])(
    '%s: refused at the next request',
    async (how) => {
      const { id } = await world.member('dara', 'counsellor');
      const page = await signedIn('dara');
      expect((await page.get('/api/queue')).status).toBe(200);
      const change = how === 'disabled' ? { disabled: true } : { role: 'reviewer' as const };
      await changeMember(world.documents, id, change, { id: 'test', now: world.now() });

      expect((await page.get('/api/queue')).status).toBe(how === 'disabled' ? 401 : 403);
      expect((await page.get('/api/events')).status).toBe(how === 'disabled' ? 401 : 200);
    },
  );

  it.each(['lowered', 'disabled'])(
    '%s: the live connection ends, and says nothing more',
    async (how) => {
      const { id } = await world.member('dara', 'counsellor');
      world.desk.owners.set('c1', id);
      const heard = await listen(await signedIn('dara'));
      await expect.poll(() => world.listening()).toBe(1);
      const change = how === 'disabled' ? { disabled: true } : { role: 'reviewer' as const };
      await changeMember(world.documents, id, change, { id: 'test', now: world.now() });
      world.emit({ id: 'c1' as never, version: 77, what: 'turn' });

      await expect.poll(() => world.listening(), { timeout: 10_000 }).toBe(0);
      expect(heard.text).not.toContain('77');
    },
  );
});

describe('25: a session', () => {
  it('that was planted before sign-in is worth nothing after it', async () => {
    await world.member('dara', 'counsellor');
    const page = browser(world.origin);
    page.useCookie('tvear=s%3Aplanted.xxxx');
    await page.signIn('dara');
    const thief = browser(world.origin);
    thief.useCookie('tvear=s%3Aplanted.xxxx');

    expect((await thief.get('/api/session')).status).toBe(401);
    expect((await page.get('/api/session')).status).toBe(200);
  });

  it.each(['sign-out', 'a new password', 'two hours', 'twelve hours'])(
    'is refused after %s, for whoever kept its cookie',
    async (end) => {
      await world.member('dara', 'counsellor');
      const [page, other] = [await signedIn('dara'), await signedIn('dara')];
      const kept = page.cookie();
      if (end === 'sign-out') await page.call('DELETE', '/api/session');
      else if (end === 'a new password') {
        await other.call('PUT', '/api/me/password', { password: 'another long and quiet phrase' });
      } else if (end === 'two hours') world.clock.ahead += 7_200_001;
      else {
        for (let hour = 0; hour < 12; hour += 1) {
          world.clock.ahead += 3_600_000;
          await page.get('/api/session');
        }
      }
      const thief = browser(world.origin);
      thief.useCookie(kept);

      expect((await thief.get('/api/session')).status).toBe(401);
    },
  );
});

describe('26: a change that another site sends', () => {
  const changing = tableOfRoutes().filter(({ method }) => method !== 'get');

  it('is refused on every route that changes something, and so is one without the session’s token', async () => {
    await world.member('dara', 'admin');
    const page = await signedIn('dara');
    const wrong: string[] = [];
    let checked = 0;
    for (const route of changing) {
      const path = `/api${route.path.replace(':id', 'p00.nothing')}`;
      const ways: [string, Record<string, string>, number][] = [
        ['another site', { origin: 'https://example.com' }, 403],
        ['a frame without an origin', { origin: 'null' }, 403],
        ['no JSON', { 'content-type': 'text/plain' }, 415],
        ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
        ...(route.act === 'anyone' ? [] : ([['no token', { 'x-csrf-token': '' }, 403]] as const)),
      ].map(([what, headers, status]) => [
        String(what),
        headers as Record<string, string>,
        Number(status),
      ]);
      for (const [what, headers, status] of ways) {
        const answer = await page.call(route.method.toUpperCase(), path, {}, headers);
        await answer.body?.cancel();
        checked += 1;
        if (answer.status !== status) wrong.push(`${nameOf(route)}: ${what} ${answer.status}`);
      }
      if ((await bare(route.method, path, page.cookie())) !== 403)
        wrong.push(`${nameOf(route)}: bare`);
    }

    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(changing.length * 4);
    expect((await page.get('/api/session')).status).toBe(200);
  });
});

/** A request without an Origin, as no browser sends it to another site. */
async function bare(method: string, path: string, cookie: string): Promise<number> {
  const response = await fetch(`${world.origin}${path}`, {
    method: method.toUpperCase(),
    headers: { cookie, 'content-type': 'application/json' },
    body: '{}',
  });
  await response.body?.cancel();
  return response.status;
}

describe('27: there is no WebSocket', () => {
  it.each(['/api/events', '/api/queue', '/chat/stream', '/'])(
    'to be opened at %s, signed in or not',
    async (path) => {
      await world.member('dara', 'counsellor');
      const page = await signedIn('dara');
      for (const cookie of ['', page.cookie()]) {
        expect(await upgraded(path, cookie)).toBe(false);
      }
    },
  );

  it('and the live connection opens by the session’s cookie alone, never by what stands in the address', async () => {
    await world.member('dara', 'counsellor');
    const page = await signedIn('dara');
    const token = decodeURIComponent(page.cookie().split('=')[1] ?? '');
    for (const query of [`?token=${token}`, `?tvear=${token}`, `?sid=${token}`]) {
      const answer = await browser(world.origin).get(`/api/events${encodeURI(query)}`);
      expect(answer.status).toBe(401);
    }
    expect(world.listening()).toBe(0);
  });
});

function upgraded(path: string, cookie: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(`${world.origin}${path}`, {
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
        ...{ 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', origin: 'https://example.com' },
      },
    });
    asked.on('upgrade', () => resolve(true));
    asked.on('response', (response) => {
      response.destroy();
      resolve(response.statusCode === 101);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

describe('28: a browser that is known', () => {
  it('gets a cookie that scripts and other sites never see, behind the one of the session', async () => {
    await world.member('dara', 'counsellor');
    const answer = await browser(world.origin).signIn('dara');
    const [session, known] = answer.headers.getSetCookie();

    expect(session).toMatch(/^tvear=/);
    expect(known).toMatch(
      /^tvear-known=[A-Za-z0-9_-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const token = known?.split(';')[0]?.split('=')[1] ?? '';
    expect(JSON.stringify(await world.documents.list(''))).not.toContain(token);
  });

  it('is not made known by a wrong password, and opens nothing by itself', async () => {
    await world.member('dara', 'counsellor');
    expect(
      (await browser(world.origin).signIn('dara', 'wrong wrong')).headers.getSetCookie(),
    ).toEqual([]);
    const known = (await browser(world.origin).signIn('dara')).headers.getSetCookie()[1];
    const page = browser(world.origin);
    page.useCookie(known?.split(';')[0] ?? '');

    expect((await page.get('/api/session')).status).toBe(401);
    const body = { name: 'dara', password: 'wrong wrong' };
    expect((await page.post('/api/session', body)).status).toBe(401);
  });

  it('keeps its cookie for the next person at the same machine', async () => {
    await world.member('dara', 'counsellor');
    await world.member('sokha', 'counsellor');
    const known = (await browser(world.origin).signIn('dara')).headers.getSetCookie()[1];
    const page = browser(world.origin);
    page.useCookie(known?.split(';')[0] ?? '');

    const next = (await page.signIn('sokha')).headers.getSetCookie()[1];
    expect(next?.split(';')[0]).toBe(known?.split(';')[0]);
  });
});

describe('30: every answer of the console', () => {
  it('may stand in no frame and is kept nowhere, errors included', async () => {
    await world.member('dara', 'counsellor');
    const page = await signedIn('dara');
    const answers = [
      await page.get('/console'),
      await page.get('/api/queue'),
      await page.get('/api/nothing'),
      await page.get('/api/staff/x'),
      await page.call('POST', '/api/presence', {}),
      await page.call('PUT', '/api/presence', { nonsense: 1 }),
      await page.call('PUT', '/api/presence', {}, { origin: 'https://example.com' }),
      await browser(world.origin).get('/api/queue'),
    ];
    for (const { status, headers, url } of answers) {
      const place = `${status} ${url}`;
      expect(headers.get('cache-control'), place).toBe('no-store');
      expect(headers.get('x-frame-options'), place).toBe('DENY');
      expect(headers.get('content-security-policy'), place).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options'), place).toBe('nosniff');
      expect(headers.get('referrer-policy'), place).toBe('no-referrer');
    }
    const out = await page.call('DELETE', '/api/session');
    expect(out.headers.get('clear-site-data')).toBe('"cache"');
  });
});

describe('32: X-Forwarded-For', () => {
  const guess = (ip: string) =>
    browser(world.origin).call(
      'POST',
      '/api/session',
      { name: 'dara', password: 'wrong' },
      { 'x-forwarded-for': ip },
    );
  const places = async () => (await world.documents.list('attempts/')).map(({ key }) => key).sort();

  it('is nothing to a server that stands behind no proxy: all come from one address', async () => {
    await guess('203.0.113.1');
    const before = await places();
    await guess('203.0.113.2');

    expect(await places()).toEqual(before);
  });

  it('counts when the peer is a proxy that the settings name', async () => {
    await world.close();
    world = await httpWorld({ trustedProxies: ['loopback'] });
    await guess('203.0.113.1');
    const before = await places();
    await guess('203.0.113.2');

    expect((await places()).length).toBe(before.length + 1);
  });

  it('is not believed beyond that proxy', async () => {
    await world.close();
    world = await httpWorld({ trustedProxies: ['loopback'] });
    await guess('198.51.100.1, 203.0.113.1');
    const before = await places();
    await guess('198.51.100.2, 203.0.113.1');

    expect(await places()).toEqual(before);
  });
});

describe('33: a conversation that was just handed on', () => {
  it('is not told of any more to whoever had it before', async () => {
    const { id } = await world.member('dara', 'counsellor');
    const sokha = await world.member('sokha', 'counsellor');
    const heard = await Promise.all(
      ['dara', 'sokha'].map(async (name) => listen(await signedIn(name))),
    );
    world.desk.owners.set('c1', id);
    await expect.poll(() => world.listening()).toBe(2);
    world.emit({ id: 'c1' as never, version: 7, what: 'turn' });
    world.desk.owners.set('c1', sokha.id);
    world.emit({ id: 'c1' as never, version: 8, what: 'turn' });
    await expect.poll(() => heard[1]?.text).toContain('"version":8');
    // A second round, so that whatever was on its way to the first is there too.
    world.emit({ id: 'c1' as never, version: 9, what: 'turn' });
    await expect.poll(() => heard[1]?.text).toContain('"version":9');

    expect(heard[0]?.text).not.toContain('c1');
  });
});

async function listen(page: ReturnType<typeof browser>): Promise<{ text: string }> {
  const response = await page.get('/api/events');
  const heard = { text: '' };
  const decoder = new TextDecoder();
  void (async () => {
    try {
      for await (const piece of response.body ?? []) heard.text += decoder.decode(piece);
    } catch {
      // The server ended it.
    }
  })();
  return heard;
}
