import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAlerts } from '../../src/app/alerts.ts';
import { desk } from '../../src/app/desk.ts';
import { writeRecords } from '../../src/app/write-records.ts';
import { nextWindow } from '../../src/domain/queue/callback-window.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** In UTC; nine in the morning in Phnom Penh. */
const NINE = 2 * HOUR;

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
  // The times of day are real ones: the next morning is far away, whenever this runs.
  await world.advance((NINE - (world.now() % DAY) + DAY) % DAY);
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const deskOf = () => desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });
const NEUTRAL = 'Hello. You can write here now, if you like.';

/** Out of hours: English, a person, leave a time, safe, the morning, keep it, finish. Answers the time. */
async function leavesMorning() {
  world.desk({ desk: 'closed' });
  await world.says('c1', 'hello', '2', '9', '1', '1', '1', '1', '1');
  return nextWindow('morning', world.now());
}

async function advanceTo(at: number) {
  await world.advance(at - world.now());
}

const line = async () => (await deskOf().queue(sok)).waiting;

describe('a time left for a message', () => {
  it('waits in nobody’s line, through the idle time, until it begins; a counsellor then writes first', async () => {
    const { from } = await leavesMorning();
    await world.advance(20 * MINUTE);
    expect(await line()).toEqual([]);
    const before = world.texts().length;

    await advanceTo(from + MINUTE);
    const [card] = await line();
    expect(card?.brief).toContainEqual({ name: 'callback', value: 'morning' });
    expect(world.texts()).toHaveLength(before);

    await deskOf().claim(sok, card?.id ?? '', 'claim-1');
    await world.idle();
    expect(world.texts().slice(before)).toEqual([expect.stringContaining(NEUTRAL)]);
  });

  it('lets nothing else out before the child answers, and keeps the words for then', async () => {
    const { from } = await leavesMorning();
    await advanceTo(from + MINUTE);
    const id = (await line())[0]?.id ?? '';
    await deskOf().claim(sok, id, 'claim-1');

    const early = await deskOf().say(sok, id, 'say-1', 'Are you there?');
    await world.says('c1', 'yes');
    const then = await deskOf().say(sok, id, 'say-1', 'Are you there?');
    await world.idle();

    expect(early).toEqual({ ok: false, error: { kind: 'unanswered' } });
    expect(then.ok).toBe(true);
    expect(world.texts().at(-1)).toContain('Are you there?');
  });

  it('is over when its time is, with an alarm, one record and no other trace', async () => {
    const { from, until } = await leavesMorning();
    await advanceTo(from + MINUTE);
    const before = world.texts().length;

    await advanceTo(until + MINUTE);

    expect(await line()).toEqual([]);
    expect(world.texts()).toHaveLength(before);
    expect(await findAlerts(world.core)).toContainEqual({ alert: 'callback-missed', count: 1 });
    expect(await writeRecords(world.core, '2026-01-05')).toBe(1);
    await world.says('c1', 'hello');
    expect(world.texts().at(-1)).toContain('automatic program');
  });

  it('goes with the way out, however long after', async () => {
    const { from } = await leavesMorning();
    await world.advance(3 * HOUR);
    await world.says('c1', 'exit');
    const before = world.texts().length;

    await advanceTo(from + MINUTE);

    expect(await line()).toEqual([]);
    expect(world.texts()).toHaveLength(before);
  });

  it('is not offered where the desk keeps no hours then', async () => {
    world.desk({ desk: 'closed', windows: ['evening'] });
    await world.says('c1', 'hello', '2', '9', '1', '1', '1');

    expect(world.texts().at(-1)).toContain('Nobody is here at that time');
  });
});
