import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import { seedServices } from '../../src/app/services.ts';
import type { Service } from '../../src/domain/directory/service.ts';
import { addDays, dayInCambodia } from '../../src/domain/directory/service.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';
import { serviceRow } from '../support/service-row.ts';

const sok: Viewer = { id: 's1', alias: 'Sok', role: 'counsellor' };
const dara: Viewer = { id: 's2', alias: 'Dara', role: 'counsellor' };
const today = dayInCambodia(Date.now());
const checked = { verified_by: 'Maly', verified_on: addDays(today, -1), expires_on: today };
const NAMES = { km: 'មណ្ឌលជិត', en: 'The near centre' };

const rowOf = (more: Partial<Service>): Service => ({ ...serviceRow(), ...more });

let world: AppWorld;
let id: string;
beforeEach(async () => {
  world = await appWorld();
  await seedServices(world.core.documents, [
    rowOf({ id: 'near', kind: 'health', name: NAMES, reach: '012 000 000', ...checked }),
    rowOf({ id: 'far', kind: 'health', name: { km: 'ឆ្ងាយ', en: 'The far centre' }, ...checked }),
    rowOf({ id: 'over', kind: 'health', ...checked, expires_on: addDays(today, -1) }),
    rowOf({
      id: 'wrong',
      kind: 'health',
      ...checked,
      withdrawn: { by: 'Maly', on: today, why: 'nobody answers' },
    }),
  ]);
  await world.says('c1', 'hello', '2', '2', '1', '2', '1', '1', '1', '9', '1', '2');
  id = (await at().queue(sok)).waiting[0]?.id ?? '';
  expect((await at().claim(sok, id, 'k1')).ok).toBe(true);
});
afterEach(() => world.close());

const at = () => desk(world.core, { aliasOf: async () => null, available: async () => true });
let acts = 0;
const refers = async (who: Viewer, service: string) => {
  acts += 1;
  const answer = await at().refer(who, { id, key: `r${acts}`, service });
  await world.idle();
  return answer.ok ? 'done' : answer.error.kind;
};

describe('a referral', () => {
  it('offers what was found right and has not run out, examples only in demo mode', async () => {
    const ids = (await at().referrals()).map((one) => one.id);
    expect(ids).toContain('near');
    expect(ids).not.toContain('over');
    expect(ids).not.toContain('wrong');
    expect((await at().referrals()).filter(({ example }) => example).length).toBeGreaterThan(0);
    await world.close();

    world = await appWorld({ mode: 'production' });
    expect(await at().referrals()).toEqual([]);
  });

  it('does not go into a channel that takes no more words, and is not counted', async () => {
    const telegram = world.core.channels.get('telegram');
    if (telegram === undefined) throw new Error('no channel');
    const channels = new Map([['telegram', { ...telegram, counsellorWindowMs: 3_600_000 }]]);
    const people = { aliasOf: async () => null, available: async () => true };
    const there = desk({ ...world.core, channels } as typeof world.core, people);
    await there.say(sok, id, 'h1', 'I am here');
    await world.advance(3_700_000);

    expect(await there.refer(sok, { id, key: 'w1', service: 'near' })).toEqual({
      ok: false,
      error: { kind: 'window' },
    });
    expect((await there.conversation(sok, id))?.wrapUpDraft).toBeNull();
  });

  it("puts the card into the chat as the counsellor's line, in the child's language", async () => {
    expect(await refers(sok, 'near')).toBe('done');

    const told = world.texts().at(-1) ?? '';
    expect(told).toContain('The near centre: 012 000 000');
    expect(told).not.toContain(NAMES.km);
    expect(told).not.toContain('The far centre');
    const line = (await at().conversation(sok, id))?.lines.at(-1);
    expect(line).toMatchObject({ from: 'counsellor', alias: 'Sok' });
    expect(line?.text).toContain('The near centre');
  });

  it('is for whoever holds the conversation, and only of what may be shown', async () => {
    const before = world.texts().length;

    expect(await refers(dara, 'near')).toBe('missing');
    expect(await refers(sok, 'over')).toBe('unavailable');
    expect(await refers(sok, 'wrong')).toBe('unavailable');
    expect(await refers(sok, 'no-such')).toBe('unavailable');
    expect(world.texts().length).toBe(before);
  });

  it('never leaves the house withdrawn: it is looked up again when it is sent', async () => {
    world.answerWith(() => ({ ok: false, error: { kind: 'retry', afterMs: 1000, code: '500' } }));
    await refers(sok, 'near');
    const row = await world.core.documents.get('services/near');
    const withdrawn = { by: 'Maly', on: today, why: 'moved' };
    await world.core.documents.put(
      'services/near',
      { ...(row?.value as object), withdrawn } as never,
      row?.version ?? 0,
    );
    world.answerWith(() => ({ ok: true, messageIds: ['m1'] }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await world.advance(60_000);

    expect(world.texts().join(' ')).not.toContain('012 000 000');
    expect(world.texts().at(-1)).toContain('being checked again');
  });

  it('stands in the half-filled wrap-up once, and in the record as a kind', async () => {
    await refers(sok, 'near');
    await refers(sok, 'near');
    const draft = (await at().conversation(sok, id))?.wrapUpDraft;
    expect(draft?.referredTo).toEqual(['health']);
    if (draft === null || draft === undefined) throw new Error('no wrap-up');

    await at().close(sok, id, 'k2');
    await at().wrapUp(sok, id, draft);
    await world.advance(25 * 3_600_000);

    const rows = (await world.core.store.takeRecords('b1'))?.rows ?? [];
    const record = JSON.parse(world.core.vault.openRecord(rows[0] ?? ('' as never)) ?? '{}');
    expect(record).toMatchObject({ referredTo: ['health'] });
    expect(JSON.stringify(record)).not.toContain('near');
  });
});
