import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import type { WebChild } from '../support/web-child.ts';

/** What the desk says by itself: of an empty line, on a card, beside a note, without a connection. */

let world: DeskWorld;
let sok: Page;
let child: WebChild;
const pane = () => sok.locator('.queue-waiting');
const lost = () => sok.getByRole('status', { name: 'Connection' }).getByText('Connection lost');
const reply = () => sok.locator('.reply textarea');
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
});
afterAll(() => world.close());

describe('C20: an empty line', () => {
  it('says for how many more I am there, and what children see while I am away', async () => {
    await sok.getByText('No one is waiting.').waitFor();
    await sok.getByText('You are available for 3 more.').waitFor();

    await sok.getByRole('switch').locator('..').click();
    await sok.getByText('You are away.').waitFor();
    await sok.getByRole('switch').locator('..').click();
    await sok.getByText('You are available for 3 more.').waitFor();
  });
});

describe('C2: a card of the line', () => {
  it('says urgency in a word and an icon, reason, channel, language and a wait that runs; no name', async () => {
    child = await world.waitingChild();
    const card = pane().locator('.card').first();
    await card.waitFor();

    const shown = (await card.innerText()).replaceAll(/\s+/g, ' ');
    expect(shown).toMatch(/\b[A-Z0-9]{4}\b/);
    expect(shown).toContain('Threatened with pictures');
    expect(shown).toMatch(/Web chat · English/);
    const band = card.locator('.band');
    expect((await band.innerText()).trim()).not.toBe('');
    expect(await band.locator('svg').count()).toBe(1);
    const wait = card.locator('.waited').first();
    const before = await wait.innerText();
    await expect.poll(() => wait.innerText(), { timeout: 10_000 }).not.toBe(before);
  });
});

describe('C11: the note box', () => {
  it('says that nothing of it is sent, and Ctrl+Enter in it notes', async () => {
    await pane().locator('.claim').first().click();
    await reply().waitFor();
    const heard = child.read().length;
    const note = sok.locator('#note-text');
    const [noted, replied] = await Promise.all(
      ['#note-text', '.reply textarea'].map((box) =>
        sok.evaluate(
          `getComputedStyle(document.querySelector('${box}').closest('form')).backgroundColor`,
        ),
      ),
    );
    expect(noted).toMatch(/^(rgb|oklch|color)/);
    expect(noted).not.toBe(replied);
    await sok.getByText('Not sent to the child').first().waitFor();

    await note.fill('asked for a teacher');
    await sok.keyboard.press('Control+Enter');
    await sok.getByRole('log').getByText('asked for a teacher').waitFor();
    expect(child.read().slice(heard).join()).not.toContain('teacher');
  });
});

describe('C6: a line that is lost', () => {
  it('says so, sends nothing, keeps what is written, and goes on by itself', async () => {
    const kept = sok.waitForResponse(
      (answer) => answer.request().postData()?.includes('a half sentence') === true,
    );
    await reply().fill('a half sentence');
    await kept;
    await sok.route('**/api/events', (route) => route.abort());
    sok.once('dialog', (dialog) => void dialog.accept());
    await sok.reload();
    await lost().waitFor();
    await expect.poll(() => reply().inputValue()).toBe('a half sentence');
    expect(await sok.locator('.reply button[type=submit]').isDisabled()).toBe(true);
    await reply().press('Control+Enter');
    expect(await reply().inputValue()).toBe('a half sentence');

    await sok.unroute('**/api/events');
    await lost().waitFor({ state: 'detached' });
    expect(await reply().inputValue()).toBe('a half sentence');
    await reply().press('Control+Enter');
    await sok.getByRole('log').getByText('a half sentence').waitFor();
  });

  it('warns before the page is closed with something unsent', async () => {
    await reply().fill('not sent yet');
    const asked = new Promise<string>((resolve) =>
      sok.once('dialog', (dialog) => {
        resolve(dialog.type());
        void dialog.dismiss();
      }),
    );
    void sok.reload().catch(() => undefined);
    expect(await asked).toBe('beforeunload');
    expect(await reply().inputValue()).toBe('not sent yet');
  });
});
