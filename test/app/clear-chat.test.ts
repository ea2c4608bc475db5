import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptEvents } from '../../src/app/accept.ts';
import { desk } from '../../src/app/desk.ts';
import type { Delivery } from '../../src/ports/channel.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const HOUR = 3_600_000;
const down: Delivery = { ok: false, error: { kind: 'retry', code: '500' } };
const works: Delivery = { ok: true, messageIds: [] };

/** What is noted of all chats; every key begins with the word. */
const noted = () => world.core.documents.list('trace');
const ids = () => world.cleared.flatMap((one) => one.ids).toSorted();

describe('clear this chat', () => {
  it('takes back what both sides wrote, and not the goodbye', async () => {
    await world.says('a', 'hello', '2');
    await world.says('b', 'hello');

    await world.says('a', 'delete');

    // The child's own three messages, the delete word among them, and the two of the bot.
    expect(world.cleared.map(({ to }) => to)).toEqual(['a']);
    expect(ids()).toEqual(['c-e1', 'c-e2', 'c-e4', 'm0', 'm1']);
    expect(world.sent.at(-1)?.to.id).toBe('a');
  });

  it('is asked for by the button of the menu, too, and takes talks of before along', async () => {
    await world.says('a', 'hello', 'exit');
    await world.advance(20 * HOUR);

    await world.child('a', { kind: 'choice', id: 'erase' });

    expect(ids()).toEqual(['c-e1', 'c-e2', 'c-e3', 'm0', 'm1']);
  });

  it('takes back what a counsellor wrote', async () => {
    await world.says('a', 'hello', '2', '2', '1', '1', '1', '1', '2');
    const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
    const deskOf = desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });
    const id = (await deskOf.queue(sok)).waiting[0]?.id ?? '';
    await deskOf.claim(sok, id, 'claim-1');
    await deskOf.say(sok, id, 'say-1', 'a line of a person');
    await world.idle();
    const at = world.sent.findIndex(({ rendered }) =>
      /line of a person/.test(rendered.texts[0] ?? ''),
    );
    expect(at).toBeGreaterThan(0);

    await world.says('a', 'delete');

    expect(ids()).toContain(`m${at}`);
  });

  it('leaves an exit that did not ask for it alone', async () => {
    await world.says('a', 'hello', 'exit');

    expect(world.cleared).toEqual([]);
  });

  it('is tried until it works, before the goodbye, and done once', async () => {
    world.answerClearWith(() => down);
    await world.says('a', 'hello', 'delete');
    expect(world.texts().join()).not.toMatch(/deleted here/);

    for (let n = 0; n < 10; n += 1) await world.advance(30_000);
    expect(world.cleared).toEqual([]);
    world.answerClearWith(() => works);
    for (let n = 0; n < 10; n += 1) await world.advance(30_000);

    expect(world.cleared).toHaveLength(1);
    expect(ids()).toEqual(['c-e1', 'c-e2', 'm0']);
  });

  it('does not touch the talk that began while it was tried', async () => {
    world.answerClearWith(() => down);
    await world.says('a', 'hello', 'delete');
    await world.advance(1000);
    await world.says('a', 'hello again');
    world.answerClearWith(() => works);
    for (let n = 0; n < 10; n += 1) await world.advance(30_000);

    expect(ids()).toEqual(['c-e1', 'c-e2', 'm0']);
  });

  it('takes back what was on the wire while the child left', async () => {
    const [wire, called] = [Promise.withResolvers<Delivery>(), Promise.withResolvers<void>()];
    await world.says('a', 'hello');
    world.answerWith(() => {
      called.resolve();
      return wire.promise;
    });
    const slow = acceptEvents(world.core, [
      {
        address: { channel: 'telegram', id: 'a' },
        id: 'slow',
        at: null,
        input: { kind: 'text', text: '2', ref: 'r' },
        messageId: 'c-slow',
      },
    ]);
    await slow;
    await called.promise;
    const before = world.sent.length;
    world.answerWith(() => ({ ok: true, messageIds: ['goodbye'] }));
    await acceptEvents(world.core, [
      {
        address: { channel: 'telegram', id: 'a' },
        id: 'delete',
        at: null,
        input: { kind: 'choice', id: 'erase' },
      },
    ]);
    await vi.waitFor(() => expect(world.sent.length).toBeGreaterThan(before), 10_000);
    expect(ids()).not.toContain('late');
    wire.resolve({ ok: true, messageIds: ['late'] });
    await world.idle();

    expect(ids()).toContain('late');
    expect(ids()).not.toContain('goodbye');
  });

  it('keeps ids sealed, and for less than 48 hours', async () => {
    await world.says('a', 'hello');
    const before = await noted();

    expect(before).toHaveLength(2);
    expect(JSON.stringify(before)).not.toMatch(/c-e1|"m0"/);
    await world.advance(47 * HOUR);
    expect(await noted()).toHaveLength(2);
    await world.advance(HOUR);
    expect(await noted()).toEqual([]);
  });

  it('forgets them once they are gone', async () => {
    await world.says('a', 'hello', 'delete');

    // The goodbye alone is noted, for a clearing that may come.
    expect(await noted()).toHaveLength(world.sent.length - 1);
  });

  it('does not note a message that came twice as two', async () => {
    for (let n = 0; n < 3; n += 1) {
      await world.child('a', { kind: 'text', text: 'hello', ref: 'r' }, null, 'same');
    }

    expect(await noted()).toHaveLength(2);
  });
});
