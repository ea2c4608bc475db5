import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const here = () => desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });
/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened; a person. */
const TO_QUEUE = ['hello', '2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];

async function answered(): Promise<string> {
  await world.says('c1', ...TO_QUEUE);
  const id = (await here().queue(sok)).waiting[0]?.id ?? '';
  await here().claim(sok, id, 'claim-c1');
  await here().say(sok, id, 'hello-c1', 'I am here');
  await world.idle();
  return id;
}
const needsReply = async () => (await here().queue(sok)).mine[0]?.needsReply;

describe('C9: a child who waits for an answer', () => {
  it('is one who sent a voice note and no word', async () => {
    await answered();
    expect(await needsReply()).toBe(false);

    await world.child('c1', { kind: 'media', what: 'voice', ref: 'v1' });

    expect(await needsReply()).toBe(true);
  });

  it('is one who answered with an emoji, and not one who took an emoji back', async () => {
    await answered();
    await world.child('c1', { kind: 'reacted', emoji: null, ref: 'r1' });
    expect(await needsReply()).toBe(false);

    await world.child('c1', { kind: 'reacted', emoji: '❤️', ref: 'r1' });

    expect(await needsReply()).toBe(true);
  });

  it('stays one, whatever is noted and whoever reads along', async () => {
    const id = await answered();
    await world.says('c1', 'are you there');
    for (let at = 0; at < 10; at += 1) await here().note(sok, id, `note-${at}`, 'a note');

    expect(await needsReply()).toBe(true);
  });
});

describe('C9: what came since', () => {
  const unanswered = async () => (await here().queue(sok)).mine[0]?.unanswered ?? [];
  const heard = async (id: string) => {
    const places = await unanswered();
    const lines = (await here().conversation(sok, id))?.lines ?? [];
    return lines.filter(({ seq }) => places.includes(seq)).map(({ text }) => text);
  };

  it('is every message of the child, a picture with its words as one, and nothing else', async () => {
    const id = await answered();
    expect(await unanswered()).toEqual([]);

    await world.says('c1', 'are you there');
    await here().note(sok, id, 'note-1', 'a note');
    const picture = { kind: 'media', what: 'picture' } as const;
    await world.child('c1', { ...picture, ref: 'p1', caption: 'this one' });
    await world.child('c1', { ...picture, ref: 'p2' });
    expect(await heard(id)).toEqual(['are you there', 'this one', 'media']);

    await here().say(sok, id, 'again-c1', 'I am here');
    await world.idle();
    expect(await unanswered()).toEqual([]);
  });
});
