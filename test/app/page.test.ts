import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desk } from '../../src/app/desk.ts';
import { childDoor } from '../../src/app/web-chat.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
const MINUTE = 60_000;
const deskOf = () => desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });

let sent = 0;
async function openPage() {
  const door = childDoor(world.core);
  const { token } = await door.open();
  await world.idle();
  const show = async () => {
    const { items } = (await door.fetch(token)) ?? { items: [] };
    return items;
  };
  return {
    door,
    token,
    show,
    texts: async () => (await show()).flatMap(({ texts }) => texts).join('|'),
    async seeAll() {
      await door.ack(
        token,
        (await show()).map(({ id }) => id),
      );
    },
    async write(...words: readonly string[]) {
      for (const text of words) {
        sent += 1;
        await door.send(token, { id: `m${sent}`, text });
        await world.idle();
      }
    },
  };
}

describe('R43: a page that shows whom to call', () => {
  it('knows which numbers and addresses of its texts come from the directory', async () => {
    const page = await openPage();
    await page.write('2', 'help');

    const items = await page.show();
    const reach = items.flatMap((item) => item.reach);
    expect(reach).toContain('1280');
    for (const item of items)
      for (const one of item.reach) expect(item.texts.join()).toContain(one);
  });
});

describe('a page that comes back after a silence', () => {
  it('shows nothing of before until its child says that it is safe', async () => {
    const page = await openPage();
    await page.write('2', '2', '1', '2', '1', '1', '1');
    await page.seeAll();
    await page.write('9', '1', '2');
    const [card] = (await deskOf().queue(sok)).waiting;
    await deskOf().claim(sok, card?.id ?? '', 'claim-1');
    await deskOf().say(sok, card?.id ?? '', 'say-1', 'What did he do?');
    await world.idle();
    expect(await page.texts()).toContain('What did he do?');
    await world.advance(6 * MINUTE);

    expect(await page.door.resume(page.token)).toEqual({ mode: 'ask' });
    await deskOf().say(sok, card?.id ?? '', 'say-2', 'Are you there?');
    await world.idle();
    const asked = await page.show();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.choices.length).toBeGreaterThan(1);
    expect(await page.texts()).not.toMatch(/What did he do|Are you there|Sok/);
    // A second reload does not get around it.
    expect(await page.door.resume(page.token)).toEqual({ mode: 'ask' });

    await page.write('1');
    const shown = await page.texts();
    expect(shown.indexOf('What did he do?')).toBeGreaterThanOrEqual(0);
    expect(shown.indexOf('Are you there?')).toBeGreaterThan(shown.indexOf('What did he do?'));
  });

  it('does not show what the bot said more than ten minutes ago', async () => {
    const page = await openPage();
    await page.write('2');
    expect(await page.show()).toHaveLength(2);
    await world.advance(11 * MINUTE);

    expect(await page.show()).toEqual([]);
    await page.door.resume(page.token);
    expect((await page.show()).length).toBeGreaterThan(0);
  });
});

describe('a page whose talk ended with a question', () => {
  it('is over once it is answered, or once the child writes something else', async () => {
    for (const answer of ['tap', 'write'] as const) {
      const page = await openPage();
      await page.write('2', '2', '1', '2', '1', '9', '1', '1');
      const [card] = (await deskOf().queue(sok)).waiting;
      await deskOf().claim(sok, card?.id ?? '', `claim-${answer}`);
      await page.seeAll();
      await deskOf().close(sok, card?.id ?? '', `close-${answer}`);
      await world.idle();
      const helped = (await page.show()).at(-1)?.choices[0]?.id ?? '';
      await page.seeAll();

      expect((await page.door.fetch(page.token))?.ended).toBe(false);
      const message = answer === 'tap' ? { choice: helped } : { text: 'hello' };
      const sentAs = await page.door.send(page.token, { id: `f-${answer}`, ...message });
      await world.idle();

      expect(sentAs).toBe(answer === 'tap' ? 'ok' : 'ended');
      expect((await page.door.fetch(page.token))?.ended).toBe(answer === 'tap');
    }
  });
});
