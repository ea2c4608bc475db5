import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import type { WrapUp } from '../../src/domain/record/record.ts';
import type { ConversationId } from '../../src/ports/conversation-store.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

const sok: Viewer = { id: 's1', alias: 'Sok', role: 'counsellor' };
const SECRET = 'my secret';
const WRAP_UP: WrapUp = {
  ...{ contact: 'counselling' as const, category: null, risk: 'some' as const },
  ...{ ageBand: null, gender: null, referredTo: [] },
};

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const deskOf = () => desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });
const linesOf = async (id: string) =>
  (await deskOf().conversation(sok, id))?.lines.map(({ text }) => text) ?? null;

/** A talk with a counsellor in which the child said their secret, and which is over. */
async function ended(child: string): Promise<string> {
  await world.says(child, 'hello', '2', '9', '1', '2');
  const id = (await deskOf().queue(sok)).waiting[0]?.id ?? '';
  await deskOf().claim(sok, id, `claim-${child}`);
  await world.says(child, SECRET);
  await deskOf().close(sok, id, `close-${child}`);
  await world.idle();
  expect(await linesOf(id)).toContain(SECRET);
  return id;
}

/** What the sweep does within a second. */
const soon = () => world.advance(1000);

describe('a child who comes back and has everything erased', () => {
  it('has the words of the talk before erased too, and its counsellor can still wrap up', async () => {
    const id = await ended('c1');
    const other = await ended('c2');

    await world.says('c1', 'delete');
    expect(world.texts().join(' ')).toContain('It is deleted here');
    await soon();

    expect(await linesOf(id)).toEqual(['erased-later']);
    expect(await linesOf(other)).toContain(SECRET);
    expect((await deskOf().queue(sok)).mine.map((one) => one.id)).toContain(id);
    expect(await deskOf().wrapUp(sok, id, WRAP_UP)).toMatchObject({ ok: true });
  });

  it('leaves nothing at all of one whose record is written', async () => {
    const id = await ended('c1');
    await deskOf().wrapUp(sok, id, WRAP_UP);
    await world.idle();

    await world.says('c1', 'delete');
    await soon();

    expect(await world.core.store.lines(id as ConversationId)).toEqual([]);
    expect(await world.core.store.get(id as ConversationId)).toBeNull();
  });

  it('has what was asked for done although an edit of the old words comes after it', async () => {
    const id = await ended('c1');
    await world.says('c1', 'delete');
    await soon();

    await world.child('c1', { kind: 'edited', text: 'my other secret', ref: SECRET });
    await soon();

    expect(await linesOf(id)).not.toContain('my other secret');
  });

  it('reaches several talks, in the middle of another one', async () => {
    const ids = [await ended('c1'), await ended('c1')];

    await world.says('c1', 'hello', '2', 'delete');
    await soon();

    for (const id of ids) expect(await linesOf(id)).toEqual(['erased-later']);
  });
});
