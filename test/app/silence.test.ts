import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import { absence } from '../../src/app/staff/absence.ts';
import { writeMember } from '../../src/app/staff/member.ts';
import { noteAlive } from '../../src/app/staff/presence.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const here = () => desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });
const MINUTE = 60_000;
/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened; a person. */
const TO_QUEUE = ['hello', '2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];

async function held(child: string) {
  await world.says(child, ...TO_QUEUE);
  const id = (await here().queue(sok)).waiting[0]?.id ?? '';
  const claimed = await here().claim(sok, id, `claim-${child}`);
  if (!claimed.ok) return { id, claimed: claimed.error.kind };
  await here().say(sok, id, `hello-${child}`, 'I am here');
  await world.idle();
  return { id, claimed: 'yes' };
}
const card = async (id: string) => (await here().queue(sok)).mine.find((one) => one.id === id);

describe('C16: a talk that sleeps', () => {
  it('takes no place on the desk, and is awake and in need of a reply once the child writes', async () => {
    const { id } = await held('c1');
    await world.advance(14 * MINUTE);
    expect(await card(id)).toMatchObject({ asleep: false });
    const told = world.texts().length;
    await world.advance(2 * MINUTE);

    expect(await card(id)).toMatchObject({ asleep: true, needsReply: false });
    expect(world.texts().slice(told).join()).toContain('pause here');
    for (const child of ['c2', 'c3', 'c4']) expect((await held(child)).claimed).toBe('yes');
    expect((await held('c5')).claimed).toBe('at-capacity');

    await world.says('c1', 'I am back');
    expect(await card(id)).toMatchObject({ asleep: false, needsReply: true });
    expect((await here().conversation(sok, id))?.silence).toBeNull();
  });

  it('stays where it is when its counsellor goes home, until the child writes', async () => {
    await writeMember(
      world.core.documents,
      {
        ...{ ...sok, name: 'sok', language: 'en', writes: [], disabled: false },
        ...{ password: 'none', epoch: 1, since: 0 },
      },
      0,
    );
    const { id } = await held('c1');
    const look = absence(world.core);
    const looks = async (times: number, alive: boolean) => {
      let returned = 0;
      for (let at = 0; at < times; at += 1) {
        await world.advance(20_000);
        const now = await world.core.store.now();
        if (alive) await noteAlive(world.core.documents, sok.id, now);
        returned += await look();
      }
      return returned;
    };
    await looks(46, true);
    expect(await card(id)).toMatchObject({ asleep: true });
    expect(await looks(6, false)).toBe(0);

    await world.says('c1', 'I am back');

    expect(await looks(1, false)).toBe(1);
    expect((await here().queue(sok)).waiting.map((one) => one.id)).toEqual([id]);
  });
});

describe('C17: a channel that closes', () => {
  it('says until when it takes words, counted from what the child last did', async () => {
    const { id } = await held('c1');
    expect((await here().conversation(sok, id))?.writableUntil).toBeNull();
    const telegram = world.core.channels.get('telegram');
    if (telegram === undefined) throw new Error('no channel');
    const channels = new Map([['telegram', { ...telegram, counsellorWindowMs: 60 * MINUTE }]]);
    const there = desk({ ...world.core, channels } as typeof world.core, {
      aliasOf: async () => 'Sok',
      available: async () => true,
    });
    await world.advance(5 * MINUTE);
    await world.says('c1', 'yes');

    const seen = await there.conversation(sok, id);

    expect(seen?.writableUntil).toBe((seen?.last ?? 0) + 60 * MINUTE);
    expect(seen?.last).toBeGreaterThan(world.now() - MINUTE);
  });
});
