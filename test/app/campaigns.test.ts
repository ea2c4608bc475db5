import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCampaign, listCampaigns } from '../../src/app/campaigns.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
let code: string;
beforeEach(async () => {
  world = await appWorld();
  code = await createCampaign(world.core, 'a school');
});
afterEach(() => world.close());

const DAY = 24 * 3_600_000;
const list = async () => listCampaigns(world.core, world.now());
const opens = (child: string, campaign: string, event?: string) =>
  world.child(child, { kind: 'opened', campaign }, null, event);
const counters = () => world.core.documents.counters('campaign/');

describe('a campaign', () => {
  it('counts each arrival once, by any way a link leads in', async () => {
    for (let n = 0; n < 3; n += 1) await opens('a', code, 'same');
    await opens('b', code);
    await world.says('c', `Hello (${code})`);

    expect(Object.values(await counters())).toEqual([3]);
    // The greeting that a link wrote is no word of the child.
    expect(world.texts().filter((text) => /language/u.test(text))).toHaveLength(3);
  });

  it('counts no code that was not made here, and keeps none', async () => {
    await opens('a', 'abcdef');
    await opens('b', 'a-name-of-a-child');

    expect(await counters()).toEqual({});
    expect(await world.core.documents.list('campaign/')).toHaveLength(1);
  });

  it('is shown from tomorrow on, in fives, and not below ten', async () => {
    for (let n = 0; n < 9; n += 1) await opens(`a${n}`, code);
    await world.advance(DAY);
    expect(await list()).toMatchObject([{ code, label: 'a school', came: null }]);

    for (let n = 0; n < 8; n += 1) await opens(`b${n}`, code);
    expect(await list()).toMatchObject([{ came: null }]);
    await world.advance(DAY);
    expect(await list()).toMatchObject([{ came: 15 }]);
  });

  it('has a code of its own each time, without letters that look alike', async () => {
    const codes = new Set<string>();
    for (let n = 0; n < 50; n += 1) codes.add(await createCampaign(world.core, 'x y'));

    expect(codes.size).toBe(50);
    for (const one of codes) expect(one).toMatch(/^[a-hj-km-np-z2-9]{6}$/u);
  });
});
