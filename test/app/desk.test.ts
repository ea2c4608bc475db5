import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversationIdOf } from '../../src/app/addressing.ts';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import { absence } from '../../src/app/staff/absence.ts';
import { writeMember } from '../../src/app/staff/member.ts';
import { noteAlive, noteLocked } from '../../src/app/staff/presence.ts';
import { writeRecords } from '../../src/app/write-records.ts';
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
        writes: [],
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

/** A minute is counted to the second there: the time that a test itself takes is none of it. */
function clockByHand(): void {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());
}

describe('a counsellor who is gone', () => {
  clockByHand();

  it('keeps the child for a minute, then the child is back at the old place and is told', async () => {
    const first = await waiting('c1');
    await world.advance(SECOND);
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

describe('a desk that stands locked', () => {
  clockByHand();

  const locked = async (look: () => Promise<number>, ms: number) => {
    let returned = 0;
    for (let passed = 0; passed < ms; passed += 5 * SECOND) {
      await world.advance(5 * SECOND);
      await noteLocked(world.core.documents, 's1', await world.core.store.now());
      returned += await look();
      await world.idle();
    }
    return returned;
  };

  it('gives back the child who waits for an answer, and leaves the one who owes one', async () => {
    const [asks, owes] = [await waiting('c1'), await waiting('c2')];
    for (const id of [asks, owes]) {
      await deskOf().claim(sok, id, `k-${id}`);
      await deskOf().say(sok, id, `h-${id}`, 'I am here');
      await world.idle();
    }
    await world.says('c1', 'are you there');
    const look = absence(world.core);
    expect(await looksFor(look, 2 * 60 * SECOND, ['s1'])).toBe(0);

    expect(await locked(look, 85 * SECOND)).toBe(0);
    expect(await locked(look, 60 * SECOND)).toBe(1);

    expect(await place(asks)).toBe(0);
    expect((await deskOf().queue(sok)).mine.map(({ id }) => id)).toEqual([owes]);
  });

  it('changes nothing while the same person works at another', async () => {
    const id = await waiting('c1');
    await deskOf().claim(sok, id, 'k1');
    await deskOf().say(sok, id, 'k2', 'I am here');
    await world.says('c1', 'are you there');
    const look = absence(world.core);
    let returned = 0;
    for (let minute = 0; minute < 5; minute += 1) {
      returned += await looksFor(look, 20 * SECOND, ['s1']);
      returned += await locked(look, 20 * SECOND);
    }

    expect(returned).toBe(0);
  });
});

describe('C14: handing a conversation over', () => {
  const offered = async (to: string | null, available?: readonly string[]) => {
    const id = await waiting('c1');
    await deskOf().claim(sok, id, 'k1');
    await deskOf().say(sok, id, 'k2', 'I am here');
    await world.idle();
    const told = world.texts().length;
    const why = 'shift-ends' as const;
    const answer = await deskOf(available).transfer(sok, { id, key: 'k3', to, why });
    await world.idle();
    return { id, answer, told };
  };
  const answers = async (id: string, accept: boolean, who: Viewer = dara) => {
    const answer = await deskOf().answerTransfer(who, { id, key: `a-${accept}`, accept });
    await world.idle();
    return answer;
  };
  const offers = async (who: Viewer = dara) => (await deskOf().queue(who)).offers;
  const events = async (id: string, who = sok) =>
    (await deskOf().conversation(who, id))?.lines
      .filter(({ from }) => from === 'event')
      .map(({ text }) => text);

  it('asks first: the sender keeps the chat, the child hears nothing, the colleague sees the brief and no word', async () => {
    const { id, answer, told } = await offered('s2');

    expect(answer.ok).toBe(true);
    expect(await offers()).toMatchObject([{ id, from: 'Sok', why: 'shift-ends' }]);
    expect(await deskOf().conversation(dara, id)).toBeNull();
    expect(await deskOf().maySee(dara, id)).toBe(false);
    expect(textsAfter(told)).toBe('');
    expect((await deskOf().say(sok, id, 'k4', 'still me')).ok).toBe(true);
    expect(await deskOf().conversation(sok, id)).toMatchObject({ offer: { to: 'Dara' } });
  });

  it('moves it once the colleague accepts, says so to the child, and leaves nothing with the first', async () => {
    const { id, told } = await offered('s2');

    expect((await answers(id, true)).ok).toBe(true);

    expect(textsAfter(told)).toContain('Dara goes on with you now');
    expect(await deskOf().say(sok, id, 'k4', 'still me')).toMatchObject({ ok: false });
    expect((await deskOf().say(dara, id, 'k5', 'Dara here')).ok).toBe(true);
    const known = conversationIdOf(id);
    expect((await world.core.store.heldBy('s1')).map((held) => held.id)).not.toContain(known);
    expect((await world.core.store.heldBy('s2')).map((held) => held.id)).toEqual([known]);
    expect(await offers()).toEqual([]);
  });

  it('takes the notes, the reason and the half-filled wrap-up along', async () => {
    const { id } = await offered('s2');
    await deskOf().note(sok, id, 'n1', 'likes to be asked slowly');
    const wrapUp = {
      contact: 'counselling',
      category: null,
      risk: 'some',
      ageBand: null,
      gender: null,
      referredTo: [],
    } as const;
    await deskOf().draftWrapUp(sok, id, wrapUp);
    await answers(id, true);

    const seen = await deskOf().conversation(dara, id);
    expect(seen?.lines).toContainEqual(
      expect.objectContaining({ from: 'note', text: 'likes to be asked slowly' }),
    );
    expect(seen).toMatchObject({ wrapUp: null, wrapUpDraft: wrapUp });
    expect(await events(id, dara)).toContain('offered-shift-ends');
  });

  it('tells a child who reads Khmer in Khmer', async () => {
    const id = await waiting('c1', ['1', ...toHarm.slice(1)]);
    await deskOf().claim(sok, id, 'k1');
    await deskOf().transfer(sok, { id, key: 'k2', to: 's2', why: 'language' });
    await answers(id, true);

    expect(world.texts().at(-1)).toContain('ឥឡូវ Dara ជជែកបន្ត');
  });

  it.each([
    ['declined by the colleague', 'offer-declined', (id: string) => answers(id, false)],
    [
      'taken back by the sender',
      'offer-withdrawn',
      (id: string) => deskOf().withdrawTransfer(sok, id, 'w1'),
    ],
    ['left for a minute without an answer', 'offer-lapsed', () => world.advance(61 * SECOND)],
  ])('stays with the sender when it is %s, and both learn of it', async (_name, event, ends) => {
    const { id, told } = await offered('s2');
    await ends(id);
    await world.idle();

    expect(await offers()).toEqual([]);
    expect(await events(id)).toContain(event);
    expect(await deskOf().conversation(sok, id)).toMatchObject({ owner: 'me', offer: null });
    expect(await answers(id, true)).toEqual({ ok: false, error: { kind: 'missing' } });
    expect((await deskOf().say(sok, id, 'k4', 'I go on')).ok).toBe(true);
    expect(textsAfter(told)).not.toContain('goes on with you');
  });

  it('lapses in time however often the sender writes meanwhile', async () => {
    const { id } = await offered('s2');
    await world.advance(40 * SECOND);
    await deskOf().say(sok, id, 'k4', 'one moment');
    await world.advance(21 * SECOND);
    await world.idle();

    expect(await events(id)).toContain('offer-lapsed');
  });

  it('can be accepted by nobody but whoever was asked', async () => {
    const { id } = await offered('s2');
    const other = { id: 's3', alias: 'Vanna', role: 'supervisor' as const };

    expect(await answers(id, true, other)).toEqual({ ok: false, error: { kind: 'missing' } });
    expect(await answers(id, false, other)).toEqual({ ok: false, error: { kind: 'missing' } });
    expect(await offers(other)).toEqual([]);
    expect(await offers()).toHaveLength(1);
  });

  it('is off when the child leaves, or the sender is gone', async () => {
    const { id } = await offered('s2');
    await world.says('c1', 'exit');

    expect(await offers()).toEqual([]);
    expect(await answers(id, true)).toEqual({ ok: false, error: { kind: 'missing' } });
  });

  it('accepted twice with one key, is done once', async () => {
    const { id } = await offered('s2');
    await answers(id, true);
    const told = world.texts().length;

    expect((await answers(id, true)).ok).toBe(true);
    expect(textsAfter(told)).toBe('');
  });

  it('goes back to the queue at the old place, with the reason for whoever claims', async () => {
    const { id, answer } = await offered(null);
    await waiting('c2');

    expect(answer.ok).toBe(true);
    expect(await place(id)).toBe(0);
    await deskOf().claim(dara, id, 'k9');
    expect(await events(id, dara)).toContain('released-shift-ends');
  });

  it.each([
    ['oneself', 's1', ['s1', 's2']],
    ['a colleague who takes nobody now', 's2', ['s1']],
    ['nobody', 's9', ['s1', 's2', 's9']],
  ])('is refused to %s, and the child stays', async (_name, to, available) => {
    const { id, answer } = await offered(to, available);

    expect(answer).toEqual({ ok: false, error: { kind: 'unavailable' } });
    expect((await deskOf().say(sok, id, 'k4', 'I go on')).ok).toBe(true);
  });

  const fill = async () => {
    for (let n = 0; n < world.core.limits.capacity; n += 1) {
      const id = await waiting(`full${n}`);
      expect((await deskOf().claim(dara, id, `f${n}`)).ok).toBe(true);
    }
  };

  it('is refused when the colleague has no room', async () => {
    await fill();

    expect((await offered('s2')).answer).toEqual({ ok: false, error: { kind: 'unavailable' } });
  });

  it('cannot be accepted without room, and stays with the sender', async () => {
    const { id } = await offered('s2');
    await fill();

    expect(await answers(id, true)).toEqual({ ok: false, error: { kind: 'unavailable' } });
    expect((await deskOf().say(sok, id, 'k4', 'I go on')).ok).toBe(true);
  });
});

describe('C5: a claim without a first reply', () => {
  it('says until when, then goes back to the old place; a reply ends the countdown', async () => {
    const id = await waiting('c1');
    await deskOf().claim(sok, id, 'k1');
    const replyBy = (await deskOf().queue(sok)).mine[0]?.replyBy ?? 0;
    const left = replyBy - (await world.core.store.now());
    expect(left).toBeGreaterThan(0);
    await world.advance(left + SECOND);
    await world.idle();
    expect(await place(id)).toBe(0);

    await deskOf().claim(sok, id, 'k2');
    await deskOf().say(sok, id, 'k3', 'I am here');
    expect((await deskOf().queue(sok)).mine).toMatchObject([{ id, replyBy: null }]);
  });
});

describe('C15: a half-filled wrap-up', () => {
  const some = {
    contact: 'counselling',
    category: null,
    risk: 'some',
    ageBand: null,
    gender: null,
    referredTo: [],
  } as const;

  it('is kept for its counsellor alone, and ends nothing', async () => {
    const id = await waiting('c1');
    await deskOf().claim(sok, id, 'k1');
    await deskOf().close(sok, id, 'k2');
    await world.idle();

    expect((await deskOf().draftWrapUp(sok, id, some)).ok).toBe(true);
    expect(await deskOf().draftWrapUp(dara, id, { ...some, risk: 'high' })).toMatchObject({
      ok: false,
    });

    const seen = await deskOf().conversation(sok, id);
    expect(seen).toMatchObject({ wrapUp: null, wrapUpDraft: some });
    expect((await deskOf().queue(sok)).mine).toMatchObject([{ id, ended: true }]);
    expect((await deskOf().wrapUp(sok, id, { ...some, risk: 'none' })).ok).toBe(true);
    expect((await deskOf().queue(sok)).mine).toEqual([]);
  });

  it('is in the record once it is whole, with the risk as the counsellor judged it', async () => {
    const id = await waiting('c1');
    await deskOf().claim(sok, id, 'k1');
    await deskOf().close(sok, id, 'k2');
    await world.idle();
    await deskOf().wrapUp(sok, id, { ...some, risk: 'high' });
    await world.idle();

    await writeRecords(world.core, '2026-01-05');

    const [batch] = await world.core.documents.list('records/');
    expect(batch?.value).toMatchObject([{ risk: 'extortion', judgedRisk: 'high' }]);
  });
});

async function waitingOnSharedPhone() {
  return waiting('c9', toHarmShared);
}
