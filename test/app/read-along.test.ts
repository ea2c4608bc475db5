import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import { writeMember } from '../../src/app/staff/member.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

const sok: Viewer = { id: 's1', alias: 'Sok', role: 'counsellor' };
const dara: Viewer = { id: 's2', alias: 'Dara', role: 'counsellor' };
const maly: Viewer = { id: 's3', alias: 'Maly', role: 'supervisor' };
const WORDS = 'he said he will post it';

let world: AppWorld;
let id: string;
beforeEach(async () => {
  world = await appWorld();
  for (const { alias, ...rest } of [sok, dara, maly]) {
    const account = { name: alias.toLowerCase(), language: 'en', password: 'none', epoch: 1 };
    const member = { ...rest, alias, ...account, disabled: false, writes: [], since: 0 };
    await writeMember(world.core.documents, member, 0);
  }
  const said = ['hello', '2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];
  await world.says('c1', ...said);
  id = (await at().queue(sok)).waiting[0]?.id ?? '';
  expect((await at().claim(sok, id, 'k1')).ok).toBe(true);
  await world.says('c1', WORDS);
});
afterEach(() => world.close());

const at = () => desk(world.core, { aliasOf: async () => null, available: async () => true });
let acts = 0;
const reads = async (who: Viewer, on = true) => {
  acts += 1;
  const answer = await at().observe(who, { id, key: `o${acts}`, on });
  await world.idle();
  return answer;
};
const mark = async () => (await at().conversation(sok, id))?.observers;
const events = async () =>
  (await at().conversation(sok, id))?.lines
    .filter(({ text }) => text.startsWith('observe-'))
    .map(({ text, alias }) => `${text} ${alias}`);
const audit = async () =>
  (await world.core.documents.read('audit', 0, 100)).map(({ value }) => value);
const MISSING = { ok: false, error: { kind: 'missing' } };

describe('C4: a supervisor who reads along', () => {
  it('sees whose it is and no word before, and everything but a way to write after', async () => {
    expect((await at().queue(maly)).others).toMatchObject([{ id, with: 'Sok' }]);
    expect(await at().conversation(maly, id)).toBeNull();
    expect(await at().maySee(maly, id)).toBe(false);

    expect((await reads(maly)).ok).toBe(true);

    const seen = await at().conversation(maly, id);
    expect(seen).toMatchObject({ owner: 'other', mayWrite: false });
    expect(seen?.lines.map(({ text }) => text)).toContain(WORDS);
    expect(await at().maySee(maly, id)).toBe(true);
    const told = world.texts().length;
    for (const refused of [
      await at().say(maly, id, 'x1', 'me too'),
      await at().note(maly, id, 'x2', 'a note'),
      await at().close(maly, id, 'x3'),
      await at().release(maly, id, 'x4'),
      await at().transfer(maly, { id, key: 'x5', to: 's2', why: 'other' }),
    ]) {
      expect(refused).toEqual({ ok: false, error: { kind: 'not-owner' } });
    }
    await world.idle();
    expect(world.texts().length).toBe(told);
  });

  it('is seen by the counsellor for as long as it lasts, and written into the audit log once', async () => {
    expect(await mark()).toEqual([]);
    await reads(maly);
    expect(await mark()).toEqual(['Maly']);
    await world.advance(40_000);
    await reads(maly);
    await world.advance(40_000);
    expect(await mark()).toEqual(['Maly']);

    await reads(maly, false);

    expect(await mark()).toEqual([]);
    expect(await at().conversation(maly, id)).toBeNull();
    expect(await events()).toEqual(['observe-begins Maly', 'observe-ends Maly']);
    const noted = (await audit()).filter((entry) => JSON.stringify(entry).includes('reads-along'));
    expect(noted).toEqual([{ what: 'reads-along', by: 's3', who: 's1', at: expect.any(Number) }]);
    expect(JSON.stringify(noted)).not.toContain(id);
  });

  it('ends a minute after the last sign of them, whatever the counsellor writes meanwhile', async () => {
    await reads(maly);
    await at().say(sok, id, 'k2', 'I am here');
    await world.advance(61_000);
    await world.idle();

    expect(await mark()).toEqual([]);
    expect(await at().conversation(maly, id)).toBeNull();
    expect(await events()).toContain('observe-ends Maly');
  });

  it('sees nothing more at the next look once they are no supervisor', async () => {
    await reads(maly);
    const before = { ...maly, role: 'counsellor' as const };

    expect(await at().conversation(before, id)).toBeNull();
    expect(await at().maySee(before, id)).toBe(false);
    expect((await at().queue(before)).others).toEqual([]);
    expect(await reads(before)).toEqual(MISSING);
  });

  it('is nobody but a supervisor', async () => {
    for (const role of ['counsellor', 'admin', 'manager', 'reviewer'] as const) {
      expect(await reads({ ...dara, role })).toEqual(MISSING);
      expect(await at().conversation({ ...dara, role }, id)).toBeNull();
      expect((await at().queue({ ...dara, role })).others).toEqual([]);
    }
    expect(await mark()).toEqual([]);
  });

  it('does so in no conversation that nobody holds, nor after its end', async () => {
    await reads(maly);
    await at().release(sok, id, 'k3');
    await world.idle();
    expect(await reads(maly)).toEqual(MISSING);
    await at().claim(sok, id, 'k4');
    expect(await at().conversation(maly, id)).toBeNull();
    await reads(maly);
    await at().close(sok, id, 'k5');
    await world.idle();

    expect(await at().conversation(maly, id)).toBeNull();
    expect(await reads(maly)).toEqual(MISSING);
  });
});
