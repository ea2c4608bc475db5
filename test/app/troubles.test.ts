import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAlerts } from '../../src/app/alerts.ts';
import { tellOf } from '../../src/main/tell-of.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const alerts = async () =>
  (await findAlerts(world.core)).filter(({ alert }) =>
    ['shape-unknown', 'account-refused', 'input-dropped'].includes(alert),
  );

describe("what a platform says that is nobody's message", () => {
  it('is logged and alarmed when a door cannot read it: how much, and nothing else', async () => {
    const told = tellOf(world.core);
    told.unread('whatsapp', 2);
    told.unread('telegram', 1);
    await world.idle();

    expect(world.logged).toEqual([
      { event: 'shape-unknown', fields: { channel: 'whatsapp', count: 2 } },
      { event: 'shape-unknown', fields: { channel: 'telegram', count: 1 } },
    ]);
    expect(await alerts()).toEqual([{ alert: 'shape-unknown', count: 3 }]);
  });

  it('is alarmed when the account may not send, and not when one message may not be', async () => {
    const told = tellOf(world.core);
    for (const code of ['131049', '131026', '131042', '368']) told.undelivered('whatsapp', code);
    await world.idle();

    expect(await alerts()).toEqual([{ alert: 'account-refused', count: 2 }]);
  });

  it('is still told at the next full hour, and over after two', async () => {
    tellOf(world.core).unread('telegram', 1);
    await world.idle();
    await world.advance(3_600_000);
    expect(await alerts()).toHaveLength(1);
    await world.advance(3_600_000);

    expect(await alerts()).toEqual([]);
  });
});
