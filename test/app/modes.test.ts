import { afterEach, describe, expect, it } from 'vitest';
import { findAlerts } from '../../src/app/alerts.ts';
import { newPairingCode } from '../../src/app/gate.ts';
import { goLive, goLiveRefusals } from '../../src/app/go-live.ts';
import { verifyService } from '../../src/app/services.ts';
import { storeDown } from '../../src/app/store-down.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
afterEach(() => world.close());

const READY = { unreviewed: 0, unsigned: 0, publicUrlIsHttps: true };

describe('pilot mode', () => {
  it('tells everyone but paired testers the text without a number, and keeps nothing of them', async () => {
    world = await appWorld({ mode: 'pilot' });
    await world.says('stranger', 'hello');

    expect(world.texts()).toHaveLength(1);
    expect(world.texts()[0]).toContain('not open right now');
    expect(world.texts()[0]).not.toMatch(/\d{3}/);
  });

  it('lets in the tester who sends the code, once, and marks what nobody reviewed', async () => {
    world = await appWorld({ mode: 'pilot' });
    const code = await newPairingCode(world.core);
    await world.says('tester', code);
    await world.says('other', code);

    expect(world.texts()[0]).toContain('Which language');
    expect(world.texts()[0]).toContain('[');
    expect(world.texts()[1]).toContain('not open right now');
  });
});

describe('production mode', () => {
  it('answers no child before a person said go, and says all that is missing', async () => {
    world = await appWorld({ mode: 'production' });
    await world.says('c1', 'hello');
    const refused = await goLive(
      world.core,
      { unreviewed: 3, unsigned: 2, publicUrlIsHttps: false },
      'Dara',
    );

    expect(world.texts()[0]).toContain('not open right now');
    expect(refused.ok ? [] : refused.error).toHaveLength(5);
  });

  it('answers children from then on', async () => {
    world = await appWorld({ mode: 'production' });
    const nowMs = world.now();
    for (const id of ['child-helpline-cambodia', 'police-117']) {
      expect(await verifyService(world.core.documents, { id, by: 'Dara', nowMs })).toMatchObject({
        ok: true,
      });
    }
    expect(await goLiveRefusals(world.core, READY)).toEqual([]);
    await goLive(world.core, READY, 'Dara');
    await world.says('c1', 'hello');

    expect(world.texts()[0]).toContain('Which language');
  });
});

describe('a store that is down', () => {
  it('still gives a child in distress the safety text, once in ten minutes', async () => {
    world = await appWorld();
    const whenDown = storeDown(world.core);
    const event = (text: string) => ({
      address: { channel: 'telegram' as const, id: 'c1' },
      id: text,
      at: null,
      input: { kind: 'text' as const, text, ref: text },
    });
    whenDown([event('i want to die'), event('i want to die now'), event('good morning')]);
    await world.idle();

    expect(world.sent).toHaveLength(1);
  });

  it.each([
    ['help', 1],
    ['person', 1],
    ['exit', 0],
    ['nonce.1.2', 0],
  ])('hears a tap on %s as a cry for help, or not: %i', async (tapped, texts) => {
    world = await appWorld();
    const address = { channel: 'telegram' as const, id: 'c1' };
    const input = { kind: 'choice' as const, id: tapped };
    storeDown(world.core)([{ address, id: 'e1', at: null, input }]);
    await world.idle();

    expect(world.sent).toHaveLength(texts);
  });
});

describe('alarms', () => {
  it('tell of an urgent child who waits and of nobody on duty, without a word of the child', async () => {
    world = await appWorld();
    await world.says('c1', 'hello', '2', '2', '1', '1', '1');
    await world.says('c1', '1', '2');
    world.desk({ desk: 'closed' });
    expect((await findAlerts(world.core)).map(({ alert }) => alert)).toEqual(['nobody-on-duty']);

    await world.advance(3 * 60_000);
    expect(await findAlerts(world.core)).toEqual([
      { alert: 'urgent-waits', count: 1 },
      { alert: 'nobody-on-duty', count: 1 },
    ]);
  });

  it('tell of an empty desk in its hours and of a full line, when children are told so and none waits', async () => {
    world = await appWorld();
    world.desk({ desk: 'closed', deserted: true });
    expect(await findAlerts(world.core)).toEqual([{ alert: 'nobody-on-duty', count: 0 }]);

    world.desk({ desk: 'full', deserted: false });
    expect(await findAlerts(world.core)).toEqual([{ alert: 'line-full', count: 0 }]);
  });

  it('tell of processes that only take messages, while none looks after them', async () => {
    world = await appWorld();
    expect(await findAlerts(world.core)).toEqual([]);

    await world.core.documents.delete('worker/test');

    expect(await findAlerts(world.core)).toEqual([{ alert: 'no-worker', count: 1 }]);
  });
});
