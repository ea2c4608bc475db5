import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const dara = { id: 's2', alias: 'Dara', role: 'counsellor' as const };
const here = () =>
  desk(world.core, {
    aliasOf: async (id) => [sok, dara].find((one) => one.id === id)?.alias ?? null,
    available: async () => true,
  });
const MINUTE = 60_000;
/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened. */
const TO_HARM = ['2', '2', '1', '2', '1', '1', '1'];
const DRAFT = {
  reply: 'half a sentence',
  note: 'ask about school',
  leaving: [{ key: 'key-0123456789abcdef', text: 'on its way', after: 3 }],
};

async function held(child: string) {
  const before = new Set((await here().queue(sok)).waiting.map(({ id }) => id));
  await world.says(child, 'hello', ...TO_HARM, '9', '1', '2');
  const id = (await here().queue(sok)).waiting.find((one) => !before.has(one.id))?.id ?? '';
  await here().claim(sok, id, `claim-${child}`);
  await here().say(sok, id, `hello-${child}`, 'I am here');
  await world.idle();
  return id;
}
const draftOf = async (id: string, who: Viewer = sok) =>
  (await here().conversation(who, id))?.draft;
const keptDocuments = () => world.core.documents.list('typing/');

describe('C7: a draft', () => {
  it('is there again for its writer, in its own conversation, and nowhere else', async () => {
    const [one, two] = [await held('c1'), await held('c2')];

    expect((await here().keepDraft(sok, one, DRAFT)).ok).toBe(true);

    expect(await draftOf(one)).toEqual(DRAFT);
    expect(await draftOf(two)).toBeNull();
    const lea = { id: 's3', alias: 'Lea', role: 'supervisor' as const };
    await here().observe(lea, { id: one, key: 'watch', on: true });
    expect(await draftOf(one, lea)).toBeNull();
  });

  it('lies sealed, and is gone minutes after the last change', async () => {
    const id = await held('c1');
    await here().keepDraft(sok, id, DRAFT);
    expect(JSON.stringify(await keptDocuments())).not.toMatch(/half|school|way/);

    await world.advance(14 * MINUTE);
    expect(await draftOf(id)).toEqual(DRAFT);
    await world.advance(2 * MINUTE);

    expect(await draftOf(id)).toBeNull();
    expect(await keptDocuments()).toEqual([]);
  });

  it('stays while the page is open, for two hours after the last change', async () => {
    const id = await held('c1');
    await here().keepDraft(sok, id, DRAFT);
    const pageIsOpen = async (minutes: number) => {
      for (let left = minutes; left > 0; left -= 5) {
        await world.advance(5 * MINUTE);
        await here().renewDrafts(sok);
      }
    };
    await pageIsOpen(100);
    expect(await draftOf(id)).toEqual(DRAFT);
    await here().keepDraft(sok, id, { ...DRAFT, reply: 'a sentence' });
    await pageIsOpen(100);
    expect((await draftOf(id))?.reply).toBe('a sentence');
    await pageIsOpen(25);

    expect(await draftOf(id)).toBeNull();
  });

  it('is not kept on by the open page of somebody who does not hold the conversation', async () => {
    const id = await held('c1');
    await here().keepDraft(sok, id, DRAFT);
    const [{ key, value, version } = { key: '', value: null, version: 0 }] = await keptDocuments();
    await here().release(sok, id, 'release-0123456789');
    // Left over, as a process that died in between would leave it.
    await world.core.documents.put(key, value, 0, 15 * MINUTE);
    expect(version).toBe(1);
    await world.advance(10 * MINUTE);
    await here().renewDrafts(sok);
    await world.advance(6 * MINUTE);

    expect(await keptDocuments()).toEqual([]);
  });

  it('loses a line once the child has it, and is gone when nothing is left of it', async () => {
    const id = await held('c1');
    await here().keepDraft(sok, id, { reply: '', note: '', leaving: DRAFT.leaving });

    await here().say(sok, id, 'key-0123456789abcdef', 'on its way');

    expect(await keptDocuments()).toEqual([]);
  });

  it('goes with the conversation: to nobody at a transfer, a release, an end', async () => {
    const [moved, released, closed] = [await held('c1'), await held('c2'), await held('c3')];
    for (const id of [moved, released, closed]) await here().keepDraft(sok, id, DRAFT);
    await here().transfer(sok, { id: moved, key: 't1', to: 's2', why: 'shift-ends' });
    expect(await draftOf(moved)).toEqual(DRAFT);
    await here().answerTransfer(dara, { id: moved, key: 't2', accept: true });
    await here().release(sok, released, 'r1');
    await here().close(sok, closed, 'c1');
    await world.idle();

    expect(await draftOf(moved, dara)).toBeNull();
    expect(await keptDocuments()).toEqual([]);
    expect((await here().keepDraft(sok, moved, DRAFT)).ok).toBe(false);
    expect(await keptDocuments()).toEqual([]);
  });

  it('goes when the child leaves', async () => {
    const id = await held('c1');
    await here().keepDraft(sok, id, DRAFT);

    await world.says('c1', 'exit');

    expect((await here().conversation(sok, id))?.ended?.how).toBe('exit');
    expect(await keptDocuments()).toEqual([]);
  });

  it('goes when its writer signs out, and only theirs', async () => {
    const id = await held('c1');
    await here().keepDraft(sok, id, DRAFT);
    await here().forgetDrafts(dara);
    expect(await draftOf(id)).toEqual(DRAFT);

    await here().forgetDrafts(sok);

    expect(await draftOf(id)).toBeNull();
  });
});
