import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import { writeRecords } from '../../src/app/write-records.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const deskOf = () => desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });
const MINUTE = 60_000;
const wrapUp = {
  contact: 'counselling' as const,
  category: null,
  risk: null,
  ageBand: null,
  gender: null,
  referredTo: [],
};

/** English, nobody looks, own phone, no danger, a person, yes, may be written to; Sok comes and says goodbye. */
async function talkEnds() {
  await world.says('c1', 'hello', '2', '2', '1', '2', '9', '1', '1');
  const id = (await deskOf().queue(sok)).waiting[0]?.id ?? '';
  await deskOf().claim(sok, id, 'claim-1');
  await deskOf().close(sok, id, 'close-1');
  await world.idle();
  return id;
}

function offered(): readonly string[] {
  const control = world.sent.at(-1)?.rendered.control;
  return control === undefined || control.kind === 'none' ? [] : control.items.map(({ id }) => id);
}

const tap = (at: number) => world.child('c1', { kind: 'choice', id: offered()[at] ?? '' });

async function feedbackWritten(): Promise<unknown> {
  await writeRecords(world.core, '2026-01-05');
  const [batch] = await world.core.documents.list('records/');
  return Array.isArray(batch?.value) ? batch.value.map((row) => Object(row).feedback) : [];
}

describe('feedback after a counsellor’s goodbye', () => {
  it('reaches the talk that is over, begins no other, and ends in its record', async () => {
    const id = await talkEnds();
    await tap(1);
    await tap(2);
    const sent = world.sent.length;
    await deskOf().wrapUp(sok, id, wrapUp);
    await world.idle();

    expect(
      world
        .texts()
        .join('\n')
        .match(/automatic program/g),
    ).toHaveLength(1);
    expect(world.sent).toHaveLength(sent);
    expect(await feedbackWritten()).toEqual(['a-bit.fitting']);
  });

  it('is not waited for longer than its time, and a later tap is nothing', async () => {
    const id = await talkEnds();
    const [helped = ''] = offered();
    await deskOf().wrapUp(sok, id, wrapUp);
    await world.advance(16 * MINUTE);
    const sent = world.sent.length;
    await world.child('c1', { kind: 'choice', id: helped });

    expect(world.sent).toHaveLength(sent);
    expect(await feedbackWritten()).toEqual(['none']);
  });

  it('never stands in the way of a child who writes again', async () => {
    await talkEnds();
    await world.says('c1', 'hello');

    expect(world.texts().at(-1)).toContain('automatic program');
  });
});
