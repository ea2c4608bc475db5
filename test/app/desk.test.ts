import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversationIdOf } from '../../src/app/addressing.ts';
import { desk } from '../../src/app/desk.ts';
import { absence } from '../../src/app/staff/absence.ts';
import { writeMember } from '../../src/app/staff/member.ts';
import { noteAlive } from '../../src/app/staff/presence.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
  for (const { id, alias, role } of [sok, dara]) {
    await writeMember(
      world.core.documents,
      {
        id,
        alias,
        role,
        name: alias.toLowerCase(),
        language: 'en',
        disabled: false,
        password: 'none',
        epoch: 1,
        since: 0,
      },
      0,
    );
  }
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const dara = { id: 's2', alias: 'Dara', role: 'counsellor' as const };
const deskOf = (available: readonly string[] = ['s1', 's2']) =>
  desk(world.core, {
    aliasOf: async (id) => [sok, dara].find((one) => one.id === id)?.alias ?? null,
    available: async (id) => available.includes(id),
  });
const SECOND = 1000;

/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened. */
const toHarm = ['2', '2', '1', '2', '1', '1', '1'];
/** The same from a phone that others look at. */
const toHarmShared = ['2', '2', '2', '2', '1', '1', '1'];

async function waiting(child: string, words: readonly string[] = toHarm) {
  const before = new Set((await deskOf().queue(sok)).waiting.map(({ id }) => id));
  await world.says(child, 'hello', ...words, '9', '1', '2');
  const line = (await deskOf().queue(sok)).waiting.find(({ id }) => !before.has(id));
  if (line === undefined) throw new Error('the child does not wait');
  return line.id;
}

/** Looks as the worker does, every five seconds; answers how many children went back. */
async function looksFor(look: () => Promise<number>, ms: number, alive: readonly string[] = []) {
  let returned = 0;
  for (let passed = 0; passed < ms; passed += 5 * SECOND) {
    await world.advance(5 * SECOND);
    for (const id of alive) await noteAlive(world.core.documents, id, await world.core.store.now());
    returned += await look();
    await world.idle();
  }
  return returned;
}

const place = async (id: string) =>
  (await deskOf().queue(sok)).waiting.findIndex((one) => one.id === id);
const textsAfter = (count: number) => world.texts().slice(count).join('\n');

describe('a counsellor who is gone', () => {
  it('keeps the child for a minute, then the child is back at the old place and is told', async () => {
    const first = await waiting('c1');
    await waiting('c2');
    await deskOf().claim(sok, first, 'k1');
    await deskOf().say(sok, first, 'k2', 'I am here');
    await world.idle();
    const look = absence(world.core);
    expect(await looksFor(look, 55 * SECOND)).toBe(0);
    const told = world.texts().length;

    expect(await looksFor(look, 15 * SECOND)).toBe(1);

    expect(await place(first)).toBe(0);
    expect(textsAfter(told)).toContain('The person had to go');
    expect((await deskOf().claim(dara, first, 'k3')).ok).toBe(true);
  });

  it('is not announced on a phone that others look at', async () => {
    const id = await waitingOnSharedPhone();
    await deskOf().claim(sok, id, 'k1');
    await deskOf().say(sok, id, 'k2', 'I am here');
    await world.idle();
    const told = world.texts().length;

    expect(await looksFor(absence(world.core), 70 * SECOND)).toBe(1);

    expect(textsAfter(told)).toBe('');
    expect(await place(id)).toBe(0);
  });

  it('is waited for anew when the store itself was away', async () => {
    const id = await waiting('c1');
    await deskOf().claim(sok, id, 'k1');
    await deskOf().say(sok, id, 'k2', 'I am here');
    const look = absence(world.core);
    await looksFor(look, 20 * SECOND, ['s1']);
    await world.advance(5 * 60 * SECOND);

    expect(await look()).toBe(0);
    expect(await looksFor(look, 40 * SECOND)).toBe(0);
    expect(await looksFor(look, 40 * SECOND)).toBe(1);
  });

  it('is not whoever is still connected, however long nobody writes', async () => {
    const id = await waiting('c1');
    await deskOf().claim(sok, id, 'k1');
    await deskOf().say(sok, id, 'k2', 'I am here');

    expect(await looksFor(absence(world.core), 5 * 60 * SECOND, ['s1'])).toBe(0);
  });
});

describe('handing a conversation over', () => {
  const handed = async (to: string, available?: readonly string[]) => {
    const id = await waiting('c1');
    await deskOf().claim(sok, id, 'k1');
    await deskOf().say(sok, id, 'k2', 'I am here');
    await world.idle();
    const answer = await deskOf(available).transfer(sok, id, 'k3', to);
    await world.idle();
    return { id, answer };
  };

  it('moves it at once, says so to the child, and leaves nothing with the first', async () => {
    const { id, answer } = await handed('s2');

    expect(answer.ok).toBe(true);
    expect(world.texts().at(-1)).toContain('Dara goes on with you now');
    expect(await deskOf().say(sok, id, 'k4', 'still me')).toMatchObject({ ok: false });
    expect((await deskOf().say(dara, id, 'k5', 'Dara here')).ok).toBe(true);
    const known = conversationIdOf(id);
    expect((await world.core.store.heldBy('s1')).map((held) => held.id)).not.toContain(known);
    expect((await world.core.store.heldBy('s2')).map((held) => held.id)).toEqual([known]);
  });

  it('asked twice with one key, is done once', async () => {
    const { id } = await handed('s2');
    const told = world.texts().length;

    await deskOf().transfer(sok, id, 'k3', 's2');
    await world.idle();

    expect(textsAfter(told)).toBe('');
  });

  it.each([
    ['oneself', 's1', ['s1', 's2']],
    ['a colleague who takes nobody now', 's2', ['s1']],
    ['nobody', 's9', ['s1', 's2', 's9']],
  ])('is refused to %s, and the child stays', async (_name, to, available) => {
    const { id, answer } = await handed(to, available);

    expect(answer).toEqual({ ok: false, error: { kind: 'unavailable' } });
    expect((await deskOf().say(sok, id, 'k4', 'I go on')).ok).toBe(true);
  });

  it('is refused when the colleague has no room', async () => {
    for (let n = 0; n < world.core.limits.capacity; n += 1) {
      const id = await waiting(`full${n}`);
      expect((await deskOf().claim(dara, id, `f${n}`)).ok).toBe(true);
    }

    expect((await handed('s2')).answer).toEqual({ ok: false, error: { kind: 'unavailable' } });
  });
});

async function waitingOnSharedPhone() {
  return waiting('c9', toHarmShared);
}
