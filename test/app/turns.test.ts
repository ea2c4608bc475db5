import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conversationIdOf } from '../../src/app/addressing.ts';
import { desk } from '../../src/app/desk.ts';
import { encloseInput } from '../../src/app/sealed.ts';
import { writeRecords } from '../../src/app/write-records.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const dara = { id: 's2', alias: 'Dara', role: 'counsellor' as const };
const deskOf = () =>
  desk(world.core, {
    aliasOf: async (id) => [sok, dara].find((one) => one.id === id)?.alias ?? null,
    available: async () => true,
  });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened. */
const toHarm = ['2', '2', '1', '2', '1', '1', '1'];
async function waiting(child = 'c1') {
  await world.says(child, 'hello', ...toHarm, '9', '1', '2');
  const { waiting: line } = await deskOf().queue(sok);
  return line[0]?.id ?? '';
}

async function storedOf(id: string) {
  const known = conversationIdOf(id);
  if (known === undefined) throw new Error('not an id');
  return world.core.store.get(known);
}

describe('what a counsellor says', () => {
  it('is not taken for lost when something of a dead process has to come first', async () => {
    const id = await waiting();
    expect((await deskOf().claim(sok, id, 'claim-1')).ok).toBe(true);
    await world.idle();
    const known = conversationIdOf(id);
    if (known === undefined) throw new Error('not an id');
    const input = { kind: 'text', text: 'from before', ref: 'r' } as const;
    const sealed = { to: known, address: null, input, at: world.now() };
    const left = await encloseInput(world.core.vault, sealed, world.now() + HOUR);
    const entry = { to: { id: known }, dedupe: 'left', dedupeMs: HOUR, input: left, lease: null };
    await world.core.store.accept([entry]);

    const said = await deskOf().say(sok, id, 'say-1', 'I am here');
    await world.idle();

    expect(said.ok).toBe(true);
    expect(world.texts().at(-1)).toContain('I am here');
  });
});

describe('a turn', () => {
  it('has its effect once, however often the platform delivers it', async () => {
    for (let time = 0; time < 5; time += 1) {
      await world.child('c1', { kind: 'opened' }, null, 'same');
    }

    expect(world.sent).toHaveLength(1);
  });

  it('answers a burst in order', async () => {
    await world.child('c1', { kind: 'opened' });
    await Promise.all(['2', '2', '1'].map((text) => world.says('c1', text)));

    expect(world.texts().at(-1)).toContain('danger right now');
  });

  it('answers input from before an outage with one neutral line', async () => {
    await world.says('c1', 'hello', '2');
    const before = world.sent.length;

    await world.child('c1', { kind: 'text', text: '1', ref: 'r' }, world.now() - 20 * MINUTE);
    await world.child('c1', { kind: 'text', text: '1', ref: 'r' }, world.now() - 19 * MINUTE);

    expect(world.sent.length - before).toBe(1);
  });

  it('loses no message that comes between an exit and its turn: it begins a new conversation', async () => {
    await world.says('c1', 'hello', '2');
    await Promise.all([world.says('c1', 'exit'), world.says('c1', 'wait')]);
    await world.advance(1000);

    expect(world.texts().slice(-2).join('|')).toMatch(/Goodbye.*\|.*Which language/s);
  });

  it('loses no message that comes while the counsellor closes', async () => {
    const id = await waiting();
    await deskOf().claim(sok, id, 'claim-1');
    await Promise.all([deskOf().close(sok, id, 'close-1'), world.says('c1', 'wait')]);
    await world.advance(1000);
    const view = await deskOf().conversation(sok, id);

    const kept = view?.lines.some(({ text }) => text === 'wait') === true;
    expect(kept || world.texts().at(-1)?.includes('Which language')).toBe(true);
  });

  it('takes an unsent line out of a talk that is over, before its wrap-up', async () => {
    const id = await waiting();
    await deskOf().claim(sok, id, 'claim-1');
    await world.says('c1', 'my secret');
    await deskOf().close(sok, id, 'close-1');
    await world.idle();
    const lines = async () => (await deskOf().conversation(sok, id))?.lines.map(({ text }) => text);
    expect(await lines()).toContain('my secret');
    const before = world.sent.length;

    await world.child('c1', { kind: 'unsent', ref: 'my secret' });

    expect(await lines()).not.toContain('my secret');
    expect(world.sent.length).toBe(before);
    await world.advance(30 * MINUTE);
    expect(world.sent.length).toBe(before);
  });

  it('begins anew after an exit, whatever button is tapped', async () => {
    await world.says('c1', 'hello', '2');
    const button = world.sent.at(-1)?.rendered.control;
    const id = button?.kind === 'buttons' ? (button.items[0]?.id ?? '') : '';
    await world.says('c1', 'exit');
    await world.child('c1', { kind: 'choice', id });

    expect(world.texts().at(-1)).toContain('Which language');
  });
});

describe('a message to a child', () => {
  it('is tried again after a failure, and nothing overtakes it', async () => {
    world.answerWith(() => ({ ok: false, error: { kind: 'retry', afterMs: 5000, code: '500' } }));
    await world.says('c1', 'hello', '2');
    expect(world.sent).toEqual([]);

    world.answerWith(() => ({ ok: true, messageIds: [] }));
    await world.advance(6000);

    expect(world.texts().map((text) => text.includes('Which language'))).toEqual([true, false]);
  });

  it('that waited ten minutes becomes one neutral line, not flow content', async () => {
    world.answerWith(() => ({ ok: false, error: { kind: 'retry', afterMs: 1000, code: '500' } }));
    await world.says('c1', 'hello', '2', '2');

    world.answerWith(() => ({ ok: true, messageIds: [] }));
    await world.advance(11 * MINUTE);

    expect(world.sent).toHaveLength(1);
    expect(world.texts().join('\n')).not.toMatch(/Which language|looking at this screen/);
  });

  it('that waits is dropped by an exit in the same commit', async () => {
    world.answerWith(() => ({ ok: false, error: { kind: 'retry', afterMs: 60_000, code: '500' } }));
    await world.says('c1', 'hello', '2', '2', 'exit');
    world.answerWith(() => ({ ok: true, messageIds: [] }));
    await world.advance(2 * MINUTE);

    expect(world.texts()).toHaveLength(1);
    expect(world.texts()[0]).toContain('Goodbye');
  });

  it('of a counsellor that never got through is seen as such by the counsellor', async () => {
    const id = await waiting();
    await deskOf().claim(sok, id, 'key-of-sok-000000');
    world.answerWith(() => ({ ok: false, error: { kind: 'retry', afterMs: 60_000, code: '500' } }));
    await deskOf().say(sok, id, 'key-of-line-00000', 'Hello from Sok');
    await world.advance(3 * HOUR);

    const view = await deskOf().conversation(sok, id);
    expect(view?.lines.map(({ text }) => text)).toContain('undelivered-too-old');
  });

  it('ends the conversation when the child blocked us', async () => {
    await world.says('c1', 'hello');
    world.answerWith(() => ({ ok: false, error: { kind: 'gone', code: '403' } }));
    await world.says('c1', '2');
    await world.idle();

    expect(await writeRecords(world.core, '2026-01-05')).toBe(1);
  });
});

describe('the desk', () => {
  it('gives a child to the first of two who claim at once, and tells the other who has them', async () => {
    const id = await waiting();
    const claims = await Promise.all([
      deskOf().claim(sok, id, 'key-of-sok-000000'),
      deskOf().claim(dara, id, 'key-of-dara-00000'),
    ]);

    expect(claims.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const lost = claims.find(({ ok }) => !ok);
    expect(lost).toMatchObject({ error: { kind: 'already-claimed', by: expect.any(String) } });
  });

  it('shows the words of a child to nobody but whoever holds the conversation', async () => {
    const id = await waiting();
    await world.says('c1', 'my own words');
    await deskOf().claim(sok, id, 'key-of-sok-000000');

    const mine = await deskOf().conversation(sok, id);
    expect(mine?.lines.map(({ text }) => text)).toContain('my own words');
    expect(await deskOf().conversation(dara, id)).toBeNull();
    expect(await deskOf().conversation(dara, 'p00.AAAAAAAAAAAAAAAAAAAAAA')).toBeNull();
  });

  it('doubles no line that is sent twice, and says when the child left', async () => {
    const id = await waiting();
    await deskOf().claim(sok, id, 'key-of-sok-000000');
    await deskOf().say(sok, id, 'key-of-line-00000', 'Hello from Sok');
    await deskOf().say(sok, id, 'key-of-line-00000', 'Hello from Sok');
    await world.idle();
    expect(world.texts().filter((text) => text.includes('Hello from Sok'))).toHaveLength(1);

    await world.says('c1', 'exit');
    const after = await deskOf().say(sok, id, 'key-of-line-00001', 'Are you there?');
    expect(after).toEqual({ ok: false, error: { kind: 'child-left' } });
  });

  it('shows a conversation to its owner though a process died between the claim and its note', async () => {
    const id = await waiting();
    await deskOf().claim(sok, id, 'claim-1');
    await world.core.documents.delete(`desk/${sok.id}/${id}`);

    expect((await deskOf().queue(sok)).mine.map((card) => card.id)).toEqual([id]);
  });

  it('puts a child back when the claim brought no first reply', async () => {
    const id = await waiting();
    await deskOf().claim(sok, id, 'key-of-sok-000000');
    await world.advance(4 * MINUTE);

    expect((await deskOf().queue(dara)).waiting.map((card) => card.id)).toEqual([id]);
  });
});

describe('what stays', () => {
  it('is exactly one record, and after the retention time nothing else', async () => {
    const id = await waiting();
    await deskOf().claim(sok, id, 'key-of-sok-000000');
    await deskOf().say(sok, id, 'key-of-line-00000', 'Hello from Sok');
    await deskOf().close(sok, id, 'key-of-close-0000');
    expect(await writeRecords(world.core, '2026-01-05')).toBe(0);

    await world.advance(25 * HOUR);

    expect(await storedOf(id)).toBeNull();
    expect(await writeRecords(world.core, '2026-01-06')).toBe(1);
    expect(await writeRecords(world.core, '2026-01-07')).toBe(0);
    const [batch] = await world.core.documents.list('records/');
    expect(batch?.value).toMatchObject([
      {
        contact: 'counselling',
        channel: 'telegram',
        category: 'sexual-extortion',
        outcome: 'closed',
      },
    ]);
  });

  it('is nothing of a conversation whose key died before its timer came', async () => {
    const id = await waiting();
    await world.outage(25 * HOUR);

    expect(await storedOf(id)).toBeNull();
  });

  it('is one record too when the child just stops writing', async () => {
    await world.says('c1', 'hello', '2');
    await world.advance(16 * MINUTE);

    expect(await writeRecords(world.core, '2026-01-05')).toBe(1);
  });
});
