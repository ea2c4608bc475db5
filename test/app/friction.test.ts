import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import type { FrictionReview } from '../../src/app/friction-types.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

const sok: Viewer = { id: 's1', alias: 'Sok', role: 'counsellor' };
const dara: Viewer = { id: 's2', alias: 'Dara', role: 'counsellor' };
const maly: Viewer = { id: 's3', alias: 'Maly', role: 'supervisor' };
const rith: Viewer = { id: 's4', alias: 'Rith', role: 'supervisor' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** English, nobody looks, own phone, no danger, privacy read, just looking: a band that a pause meets. */
const BEGIN = ['hello', '2', '2', '1', '2', '1', '5'];

let world: AppWorld;
let id: string;
beforeEach(async () => {
  world = await appWorld({});
  await world.says('c1', ...BEGIN, '9', '1', '2');
  id = (await at().queue(sok)).waiting[0]?.id ?? '';
});
afterEach(() => world.close());

const at = () => desk(world.core, { aliasOf: async () => null, available: async () => true });
const claimed = async (by = sok) => expect((await at().claim(by, id, 'k1')).ok).toBe(true);
const asks = async (who: Viewer = sok) => {
  const answer = await at().askFriction(who, { id, why: 'many-talks' });
  return answer.ok ? 'done' : answer.error.kind;
};
const listed = async () => (await at().frictions(maly))[0];
const reviews = async (who: Viewer, act: FrictionReview) => {
  const answer = await at().reviewFriction(who, (await listed())?.id ?? '', act);
  return answer.ok ? 'done' : answer.error.kind;
};
const confirm = { kind: 'confirm', hours: 24 } as const;
const audit = async () =>
  (await world.core.documents.read('audit', 0, 100)).map(({ value }) => value);
const ends = async (who = sok) => {
  await at().close(who, id, 'k-close');
  await world.idle();
};
/** The talk is over, and the same child comes again and asks for a person. */
const comesAgain = async (...words: readonly string[]) => {
  await ends();
  const before = world.texts().length;
  await world.says('c1', ...BEGIN, ...words, '9');
  return world.texts().slice(before).join(' | ');
};

describe('a pause for an address that floods the line', () => {
  it('is for whoever has the talk, once, and begins at once', async () => {
    expect(await asks()).toBe('missing');
    await claimed();
    expect(await asks(dara)).toBe('missing');
    expect(await asks(maly)).toBe('missing');
    expect(await asks()).toBe('done');
    expect(await asks()).toBe('not-now');
    const said = await comesAgain();
    expect(said).toContain('half an hour at most');
    expect(said).not.toContain('The counsellor will see');
    expect((await at().queue(sok)).waiting).toEqual([]);
  });

  it('does not stand before what a child names as blackmail', async () => {
    await claimed();
    await asks();
    await ends();
    const before = world.texts().length;
    await world.says('c1', ...BEGIN.slice(0, -1), '1', '1', '9');
    expect(world.texts().slice(before).join(' ')).toContain('The counsellor will see');
  });

  it('meets no other child', async () => {
    await claimed();
    await asks();
    await world.says('c2', ...BEGIN, '9', '1', '2');
    expect((await at().queue(sok)).waiting).toHaveLength(1);
  });

  it('cannot be asked for beside a word of distress, and never stands before one', async () => {
    await claimed();
    await asks();
    const said = await comesAgain('i want to die', '3');
    expect(said).toContain('The counsellor will see');
    await world.says('c1', '1', '2');
    id = (await at().queue(sok)).waiting[0]?.id ?? '';
    await claimed();
    expect((await at().reviewFriction(maly, (await listed())?.id ?? '', { kind: 'lift' })).ok).toBe(
      true,
    );
    expect(await asks()).toBe('unavailable');
  });

  it('cannot be asked for in the band of danger, nor while a supervisor is called for a life', async () => {
    await world.says('c2', 'hello', '2', '2', '1', '1', '9', '1', '2');
    const urgent = (await at().queue(sok)).waiting.find(({ band }) => band === 'danger')?.id ?? '';
    expect((await at().claim(sok, urgent, 'k2')).ok).toBe(true);
    const answer = await at().askFriction(sok, { id: urgent, why: 'prank' });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unavailable' } });

    await claimed();
    const calls = { id, key: 'k3', act: { kind: 'escalate' } } as const;
    expect((await at().escalate(sok, calls)).ok).toBe(true);
    await world.idle();
    expect(await asks()).toBe('unavailable');
    expect(await world.core.documents.list('friction')).toEqual([]);
  });

  it('is in the queue of those who may review it, and marked anew for them at each change', async () => {
    await claimed();
    const marks = [await at().frictionMark(maly)];
    await asks();
    expect((await at().queue(maly)).frictions).toMatchObject([{ stands: 'waits', by: 'Sok' }]);
    expect((await at().queue(sok)).frictions).toEqual([]);
    marks.push(await at().frictionMark(maly));
    await reviews(maly, confirm);
    marks.push(await at().frictionMark(maly));
    await reviews(maly, { kind: 'lift' });
    marks.push(await at().frictionMark(maly));

    expect(new Set(marks).size).toBe(4);
    expect(await at().frictionMark(sok)).toBe('');
  });

  it('lapses after half an hour that nobody looked at, and says so', async () => {
    await claimed();
    await asks();
    await ends();
    expect(await listed()).toMatchObject({ by: 'Sok', why: 'many-talks', stands: 'waits' });
    await world.advance(30 * MINUTE);
    expect(await listed()).toMatchObject({ stands: 'not-reviewed' });
    expect(await reviews(maly, confirm)).toBe('not-now');
    expect(await world.core.documents.list('friction/')).toEqual([]);
    expect(await comesAgain()).toContain('The counsellor will see');
  });

  it('is made longer by another supervisor alone, once, for a day from its beginning', async () => {
    await claimed(maly);
    expect(await asks(maly)).toBe('done');
    expect(await reviews(dara, confirm)).toBe('missing');
    expect(await reviews(maly, confirm)).toBe('not-now');
    await ends(maly);
    await world.advance(20 * MINUTE);
    expect(await reviews(rith, confirm)).toBe('done');
    expect(await reviews(rith, confirm)).toBe('not-now');
    const { at: began = 0, until = 0, stands } = (await listed()) ?? {};
    expect([until - began, stands]).toEqual([24 * HOUR, 'confirmed']);
    await world.advance(24 * HOUR - 21 * MINUTE);
    expect(await world.core.documents.list('friction/')).toHaveLength(1);
    await world.advance(MINUTE);
    expect(await world.core.documents.list('friction/')).toEqual([]);
    expect(await listed()).toMatchObject({ stands: 'over' });
  });

  it('is ended by a supervisor at any time', async () => {
    await claimed();
    await asks();
    expect(await reviews(maly, { kind: 'lift' })).toBe('done');
    expect(await listed()).toMatchObject({ stands: 'lifted' });
    expect(await comesAgain()).toContain('The counsellor will see');
  });

  it('leaves who, what and until when in the log, and nothing of the child anywhere', async () => {
    await claimed();
    await asks();
    await reviews(maly, confirm);
    await reviews(maly, { kind: 'lift' });
    const acts = (await audit()).slice(-3);
    expect(acts).toMatchObject([
      { what: 'friction-ask', by: 's1', why: 'many-talks' },
      { what: 'friction-confirm', by: 's3', who: 's1', why: 'many-talks' },
      { what: 'friction-lift', by: 's3', who: 's1', why: 'many-talks' },
    ]);
    const kept = JSON.stringify([acts, await world.core.documents.list('friction-shown/')]);
    expect(kept).not.toContain(id);
    expect(kept).not.toContain('c1');
  });
});
