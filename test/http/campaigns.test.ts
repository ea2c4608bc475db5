import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Campaigns } from '../../src/http/api.ts';
import { browser, type HttpWorld, httpWorld } from '../support/http-world.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

async function manager() {
  await world.member('dara', 'manager');
  const page = browser(world.origin);
  await page.signIn('dara');
  return page;
}

describe('/api/campaigns', () => {
  it('makes a code, and lists it with what came', async () => {
    const page = await manager();

    expect((await page.post('/api/campaigns', { label: 'a school' })).status).toBe(201);

    const list = Campaigns.parse(await (await page.get('/api/campaigns')).json());
    expect(list.campaigns).toMatchObject([{ code: 'code02', label: 'a school', came: null }]);
  });

  it.each([{ label: 'x' }, { label: 'x'.repeat(81) }, { label: {} }, {}])(
    'takes no label like %j',
    async (body) => {
      expect((await (await manager()).post('/api/campaigns', body)).status).toBe(400);
    },
  );

  it('shows a page to print that may load nothing and run nothing', async () => {
    const page = await manager();
    await page.post('/api/campaigns', { label: 'a school' });

    const sheet = await page.get(
      '/api/campaigns/code02/sheet?language=km&format=cards&channel=web',
    );

    expect([sheet.status, await sheet.text()]).toEqual([200, '<!doctype html><p>sheet</p>']);
    const policy = sheet.headers.get('content-security-policy') ?? '';
    const nonce = world.posters.asked[0]?.nonce ?? '';
    expect(world.posters.asked).toMatchObject([
      { code: 'code02', language: 'km', format: 'cards', channel: 'web' },
    ]);
    expect(nonce).not.toBe('');
    expect(policy).toContain(`style-src 'nonce-${nonce}'`);
    expect(policy).toMatch(/default-src 'none'.*font-src data:/u);
    expect(policy).not.toMatch(/script-src|unsafe/u);
  });

  it.each([
    ['code02', '', 400],
    ['code02', 'language=km&format=book', 400],
    ['code02', 'language=km&channel=post', 400],
    ['code99', 'language=km', 404],
  ])('answers for %s?%s with %i', async (code, query, status) => {
    const page = await manager();
    await page.post('/api/campaigns', { label: 'a school' });

    expect((await page.get(`/api/campaigns/${code}/sheet?${query}`)).status).toBe(status);
  });
});
