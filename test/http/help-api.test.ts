import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GuidanceOf, Referrals } from '../../src/http/api.ts';
import { browser, type HttpWorld, httpWorld } from '../support/http-world.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

const signedIn = async () => {
  await world.member('dara', 'counsellor');
  const page = browser(world.origin);
  await page.signIn('dara');
  return page;
};

describe('guidance', () => {
  it('comes in the language that is asked for, and empty where there is none', async () => {
    const page = await signedIn();
    const read = async (query: string) =>
      GuidanceOf.parse(await (await page.call('GET', `/api/guidance${query}`)).json()).guidance;

    expect(Object.keys(await read('?language=en'))).toEqual(['other']);
    expect(await read('?language=fr')).toEqual({});
    expect(await read('')).toEqual({});
    expect(await read('?language=en&language=km')).toEqual({});
  });
});

describe('a referral', () => {
  it('names a service and nothing else, and is told apart from what is not there', async () => {
    const page = await signedIn();
    const refer = (body: unknown) => page.call('POST', '/api/conversations/p00.x/refer', body);
    const key = 'key-0123456789abcdef';

    expect(Referrals.parse(await (await page.call('GET', '/api/referrals')).json())).toEqual({
      services: [],
    });
    expect((await refer({ key, service: 'one' })).status).toBe(404);
    expect((await refer({ key, service: 'one', text: 'call this' })).status).toBe(400);
  });
});

describe('holding', () => {
  it('takes a reason of the list, hours up to three days, and no words of its own', async () => {
    const page = await signedIn();
    const key = 'key-0123456789abcdef';
    const ask = { kind: 'ask-hold', why: 'rescue-under-way', hours: 48 };
    const hold = async (act: unknown) =>
      (await page.call('POST', '/api/conversations/p00.x/hold', { key, act })).status;

    expect(await hold(ask)).toBe(404);
    expect(await hold({ ...ask, hours: 73 })).toBe(400);
    expect(await hold({ ...ask, why: 'because' })).toBe(400);
    expect(await hold({ ...ask, text: 'he said' })).toBe(400);
  });
});
