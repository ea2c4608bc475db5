import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAlerts } from '../../src/app/alerts.ts';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import type { EscalationAct } from '../../src/domain/conversation/escalation.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

const sok: Viewer = { id: 's1', alias: 'Sok', role: 'counsellor' };
const dara: Viewer = { id: 's2', alias: 'Dara', role: 'counsellor' };
const maly: Viewer = { id: 's3', alias: 'Maly', role: 'supervisor' };
const rith: Viewer = { id: 's4', alias: 'Rith', role: 'supervisor' };
const WORDS = 'he is outside the door now';
const HOUR = 3_600_000;
const SIGNED = { hours: 72, signOff: 'A. Name, lawyer, 2026-11-01' };

let world: AppWorld;
let id: string;
const begin = async (hold: typeof SIGNED | null = SIGNED) => {
  world = await appWorld({ hold });
  const said = ['hello', '2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];
  await world.says('c1', ...said);
  id = (await at().queue(sok)).waiting[0]?.id ?? '';
  expect((await at().claim(sok, id, 'k1')).ok).toBe(true);
  await world.says('c1', WORDS);
};
beforeEach(() => begin());
afterEach(() => world.close());

const at = () => desk(world.core, { aliasOf: async () => null, available: async () => true });
let acts = 0;
const does = async (who: Viewer, act: EscalationAct) => {
  acts += 1;
  const answer = await at().escalate(who, { id, key: `e${acts}`, act });
  await world.idle();
  return answer.ok ? 'done' : answer.error.kind;
};
const ask = (hours = 48): EscalationAct => ({ kind: 'ask-hold', why: 'rescue-under-way', hours });
const state = async (who: Viewer = sok) => (await at().conversation(who, id))?.escalation;
const reads = async (who: Viewer) =>
  (await at().conversation(who, id))?.lines.some(({ text }) => text === WORDS) ?? false;
const erasedAt = async () => (await at().conversation(sok, id))?.erasedAt ?? 0;
const audit = async () =>
  (await world.core.documents.read('audit', 0, 100)).map(({ value }) => value);
const held = async (hours = 48) => {
  await does(sok, { kind: 'escalate' });
  await does(maly, { kind: 'join' });
  expect(await does(sok, ask(hours))).toBe('done');
  expect(await does(maly, { kind: 'agree' })).toBe('done');
};

describe('danger to life: a supervisor is brought in', () => {
  it('is said by the counsellor alone, seen by every supervisor without a word, and rings until one comes', async () => {
    expect(await does(dara, { kind: 'escalate' })).toBe('missing');
    expect(await does(maly, { kind: 'escalate' })).toBe('missing');
    expect(await does(maly, { kind: 'join' })).toBe('missing');
    expect(await does(sok, { kind: 'escalate' })).toBe('done');
    expect(await does(sok, { kind: 'escalate' })).toBe('not-now');

    const card = { id, with: 'Sok', supervisor: null, joined: false, waits: true };
    expect((await at().queue(maly)).escalations).toMatchObject([card]);
    expect(JSON.stringify((await at().queue(maly)).escalations)).not.toContain(WORDS);
    expect((await at().queue(dara)).escalations).toEqual([]);
    expect(await reads(maly)).toBe(false);
    expect(await findAlerts(world.core)).toContainEqual({ alert: 'escalation-alone', count: 1 });

    expect(await does(dara, { kind: 'join' })).toBe('missing');
    expect(await does(maly, { kind: 'join' })).toBe('done');

    expect(await reads(maly)).toBe(true);
    expect(await reads(rith)).toBe(false);
    expect(await state(maly)).toMatchObject({ by: 'Sok', supervisor: 'Maly', mine: 'supervisor' });
    expect(await state()).toMatchObject({ mine: 'counsellor' });
    expect((await findAlerts(world.core)).map(({ alert }) => alert)).not.toContain(
      'escalation-alone',
    );
    expect(await at().say(maly, id, 'x', 'me too')).toMatchObject({ ok: false });
  });

  it('shows both what must stand in the case system, and until when it can be read, also after the end', async () => {
    await does(sok, { kind: 'escalate' });
    await does(maly, { kind: 'join' });
    await does(sok, { kind: 'write', written: ['where', 'reach'] });
    expect((await state(maly))?.written).toEqual(['where', 'reach']);

    await world.says('c1', 'exit');
    await at().wrapUp(sok, id, {
      contact: 'counselling',
      category: null,
      risk: 'high',
      ageBand: null,
      gender: null,
      referredTo: [],
    });

    expect(await reads(sok)).toBe(true);
    expect(await reads(maly)).toBe(true);
    expect((await at().queue(sok)).escalations).toMatchObject([{ id, erasedAt: await erasedAt() }]);
    await world.advance(25 * HOUR);
    expect((await at().queue(maly)).escalations).toEqual([]);
  });

  it('is seen no more by who is no supervisor any more', async () => {
    await does(sok, { kind: 'escalate' });
    await does(maly, { kind: 'join' });

    expect(await reads({ ...maly, role: 'counsellor' })).toBe(false);
    expect(await does({ ...maly, role: 'admin' }, { kind: 'write', written: [] })).toBe('missing');
  });
});

describe('danger to life: holding', () => {
  it('is off until somebody signed for it in law, and never longer than that allows', async () => {
    await world.close();
    await begin(null);
    await does(sok, { kind: 'escalate' });
    await does(maly, { kind: 'join' });
    expect(await does(sok, ask())).toBe('unavailable');
    await world.close();

    await begin({ ...SIGNED, hours: 24 });
    await does(sok, { kind: 'escalate' });
    await does(maly, { kind: 'join' });
    expect(await does(sok, ask(48))).toBe('unavailable');
    expect(await does(sok, ask(24))).toBe('done');
  });

  it('takes counsellor and supervisor together: nobody agrees with themself, and no third person counts', async () => {
    await does(sok, { kind: 'escalate' });
    expect(await does(sok, ask())).toBe('not-now');
    await does(maly, { kind: 'join' });
    await does(sok, ask());
    expect(await does(sok, { kind: 'agree' })).toBe('not-now');
    expect(await does(rith, { kind: 'agree' })).toBe('missing');
    expect((await state())?.hold).toBeNull();
    expect(await does(maly, { kind: 'agree' })).toBe('done');
    expect((await state())?.hold).toMatchObject({ by: 'Sok', with: 'Maly' });
    expect(await does(sok, ask())).toBe('not-now');
  });

  it('forgets what one supervisor asked for when another takes their place', async () => {
    await does(sok, { kind: 'escalate' });
    await does(maly, { kind: 'join' });
    await does(maly, ask());
    await does(rith, { kind: 'join' });

    expect((await state())?.asked).toBeNull();
    expect(await does(sok, { kind: 'agree' })).toBe('not-now');
    expect(await reads(maly)).toBe(false);
  });

  it('keeps what was written readable until its end, past the usual time, and not a day longer', async () => {
    await held(48);
    await world.says('c1', 'exit');
    await world.advance(47 * HOUR);
    expect(await reads(sok)).toBe(true);
    expect(await reads(maly)).toBe(true);
    const stored = await world.core.store.get(id as never);

    await world.advance(2 * HOUR);

    expect(await at().conversation(sok, id)).toBeNull();
    expect(await at().conversation(maly, id)).toBeNull();
    // A copy of the store from before cannot be opened either: the hour's key is gone.
    await world.core.vault.tend(world.now());
    expect(stored === null ? null : await world.core.vault.openKey(stored.key)).toBeNull();
  });

  it('can begin after the child left, while there still is something to read', async () => {
    await does(sok, { kind: 'escalate' });
    await does(maly, { kind: 'join' });
    await world.says('c1', 'exit');
    await does(sok, ask(48));
    expect(await does(maly, { kind: 'agree' })).toBe('done');
    await world.advance(47 * HOUR);

    expect(await reads(maly)).toBe(true);
  });

  it('is not there without it: the usual time stands', async () => {
    await does(sok, { kind: 'escalate' });
    await does(maly, { kind: 'join' });
    await does(sok, ask());
    await does(maly, { kind: 'decline' });
    await world.says('c1', 'exit');
    await world.advance(25 * HOUR);

    expect(await at().conversation(sok, id)).toBeNull();
  });

  it('lasts 72 hours in all, however often it is asked for', async () => {
    await held(72);
    const first = (await state())?.hold?.until ?? 0;
    await world.advance(HOUR);
    await does(maly, { kind: 'lift' });
    expect((await state())?.hold).toBeNull();
    await does(maly, ask(72));
    await does(sok, { kind: 'agree' });

    expect((await state())?.hold?.until).toBeLessThanOrEqual(first);
  });

  it('ends before its time when the supervisor lifts it, at once where the usual time is over', async () => {
    await held(72);
    await world.says('c1', 'exit');
    expect(await does(sok, { kind: 'lift' })).toBe('not-now');
    await world.advance(30 * HOUR);
    expect(await does(maly, { kind: 'lift' })).toBe('done');

    expect(await at().conversation(sok, id)).toBeNull();
  });

  it('writes people, reason and hours into the audit log, and nothing of the conversation', async () => {
    await held(48);
    const noted = (await audit()).filter((entry) => JSON.stringify(entry).includes('danger-'));

    const when = { at: expect.any(Number) };
    expect(noted).toEqual([
      { what: 'danger-escalate', by: 's1', ...when },
      { what: 'danger-join', by: 's3', who: 's1', ...when },
      { what: 'danger-ask-hold', by: 's1', who: 's3', why: 'rescue-under-way', hours: 48, ...when },
      { what: 'danger-agree', by: 's3', who: 's1', why: 'rescue-under-way', hours: 48, ...when },
    ]);
    expect(JSON.stringify(await audit())).not.toContain(id);
  });
});

describe('danger to life: a child who erases what is held', () => {
  const undecided = { alert: 'erase-undecided', count: 1 };

  it('is told the truth, and it is kept only when both say so', async () => {
    await held(48);
    await world.says('c1', 'delete');

    expect(world.texts().join(' ')).toContain('People at the helpline decide about your wish');
    expect(world.texts().join(' ')).not.toContain('It is deleted here');
    expect(await reads(maly)).toBe(true);
    expect(await findAlerts(world.core)).toContainEqual(undecided);
    expect(await does(maly, { kind: 'lift' })).toBe('not-now');
    expect(await does(sok, { kind: 'keep' })).toBe('done');
    expect(await does(sok, { kind: 'keep' })).toBe('not-now');
    expect(await findAlerts(world.core)).toContainEqual(undecided);
    expect(await does(maly, { kind: 'keep' })).toBe('done');

    expect(await state()).toMatchObject({ erase: { kept: true } });
    expect(await findAlerts(world.core)).not.toContainEqual(undecided);
    await world.advance(49 * HOUR);
    expect(await at().conversation(sok, id)).toBeNull();
  });

  it('is decided about when the child comes back after the end, and the child hears no more than is true', async () => {
    await held();
    await world.says('c1', 'exit');
    await world.advance(30 * HOUR);
    const before = world.sent.length;
    await world.says('c1', 'delete');
    await world.advance(1000);

    expect(
      world.sent
        .slice(before)
        .flatMap(({ rendered }) => rendered.texts)
        .join(' '),
    ).not.toContain('It is deleted here');
    expect(await findAlerts(world.core)).toContainEqual(undecided);
    expect(await reads(sok)).toBe(true);
    expect(await does(maly, { kind: 'erase' })).toBe('done');
    expect(await reads(sok)).toBe(false);
  });

  it('is erased at once when one of the two says so', async () => {
    await held(48);
    await world.says('c1', 'delete');
    expect(await does(maly, { kind: 'erase' })).toBe('done');

    expect(await reads(sok)).toBe(false);
    expect(await reads(maly)).toBe(false);
    expect(await state()).toMatchObject({ hold: null, erase: null });
    expect((await at().conversation(sok, id))?.brief).toEqual([]);
  });

  it('erases at once where nothing is held', async () => {
    await does(sok, { kind: 'escalate' });
    await does(maly, { kind: 'join' });
    await does(sok, ask());
    await world.says('c1', 'delete');

    expect(world.texts().join(' ')).toContain('It is deleted here');
    expect(await reads(sok)).toBe(false);
  });

  it('is counted without what the child chose', async () => {
    await held(72);
    await world.says('c1', 'delete');
    await at().wrapUp(sok, id, {
      contact: 'counselling',
      category: null,
      risk: null,
      ageBand: null,
      gender: null,
      referredTo: [],
    });
    await world.idle();
    const taken = await world.core.store.takeRecords('b1');
    const rows = taken?.rows.map((row) => JSON.parse(world.core.vault.openRecord(row) ?? '{}'));

    expect(rows).toMatchObject([{ outcome: 'erased', role: 'unset', category: 'unset' }]);
  });
});
