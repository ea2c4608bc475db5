import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK_PASSWORD } from '../support/console-page.ts';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import type { WebChild } from '../support/web-child.ts';

let world: DeskWorld;
let sok: Page;
let children: readonly WebChild[];
let talks: readonly string[];
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  sok.on('dialog', (dialog) => void dialog.accept());
  children = [await world.waitingChild(), await world.waitingChild()];
  talks = [await claimFirst(sok), await claimFirst(sok)];
});
afterAll(() => world.close());

/** Claims the first in the line; answers the address of the conversation. */
async function claimFirst(page: Page): Promise<string> {
  const before = page.url();
  // Under a pointer the list stays as it was.
  await page.mouse.move(900, 500);
  await page.locator('.queue-waiting .card:not([data-over]) .claim').first().click();
  await page.waitForURL((url) => url.href !== before);
  await page.locator('.reply textarea').waitFor();
  return page.url();
}
const open = async (at: number) => {
  const link = `a[href="${new URL(talks[at] ?? '').pathname}"]`;
  await sok.locator(`.my-card ${link}`).click();
  await sok.locator(`.my-card[data-open] ${link}`).waitFor();
  await reply().waitFor();
};
const reply = () => sok.locator('.reply textarea');
const note = () => sok.locator('#note-text');
/** Does something, and waits until the server has kept the draft that follows from it. */
const kept = async (act: () => Promise<unknown>) => {
  const answered = sok.waitForResponse((answer) => answer.url().endsWith('/draft'));
  await act();
  expect((await answered).status()).toBe(204);
};
const untilWritten = async (text: string) => {
  await reply().waitFor();
  while ((await reply().inputValue()) !== text) await new Promise((go) => setTimeout(go, 50));
};
const untilSaid = async (child: number, text: string) => {
  while (!children[child]?.read().some((line) => line.includes(text))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const timesSaid = (child: number, text: string) =>
  children[child]?.read().filter((line) => line.includes(text)).length;

describe('C7: a draft', () => {
  it('stays with its conversation on a switch, and is there again after a reload', async () => {
    await open(0);
    await kept(() => reply().fill('for the first child'));
    await open(1);
    expect(await reply().inputValue()).toBe('');
    await kept(() => note().fill('about the second'));
    await open(0);
    expect(await reply().inputValue()).toBe('for the first child');

    await sok.reload();
    await untilWritten('for the first child');
    expect(await note().inputValue()).toBe('');
    await open(1);
    expect(await reply().inputValue()).toBe('');
    expect(await note().inputValue()).toBe('about the second');
  });

  it('is nowhere in the browser', async () => {
    const stored = await sok.evaluate(`(async () => JSON.stringify([
      Object.entries(localStorage), Object.entries(sessionStorage),
      await indexedDB.databases(), await caches.keys(), document.cookie, location.href, history.state]))()`);
    expect(stored).not.toMatch(/first child|about the second/);
  });

  it('is gone once it was sent', async () => {
    await open(0);
    await kept(() => reply().press('Control+Enter'));
    await untilSaid(0, 'for the first child');
    await sok.reload();
    await reply().waitFor();
    expect(await reply().inputValue()).toBe('');
  });

  it('is gone after signing out', async () => {
    await open(1);
    await kept(() => reply().fill('half a thought'));
    await sok.getByRole('button', { name: 'Sign out' }).click();
    await sok.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await sok.locator('input[type=password]').waitFor();
    await sok.locator('input').first().fill('sok');
    await sok.locator('input[type=password]').fill(DESK_PASSWORD);
    await sok.locator('button[type=submit]').click();
    await sok.locator('.my-card').first().waitFor();
    await open(1);
    expect(await reply().inputValue()).toBe('');
    expect(await note().inputValue()).toBe('');
  });
});

describe('C13: a sent line', () => {
  const takeBack = () => sok.getByRole('button', { name: 'Take back' });

  it('can be taken back, and the child never sees it', async () => {
    await open(0);
    await reply().fill('not this');
    await reply().press('Control+Enter');
    await takeBack().click();
    expect(await reply().inputValue()).toBe('not this');
    expect(await sok.locator('[data-status]').count()).toBe(0);

    await reply().fill('but this');
    await reply().press('Control+Enter');
    await untilSaid(0, 'but this');
    expect(timesSaid(0, 'not this')).toBe(0);
    await takeBack().waitFor({ state: 'detached' });
  });

  it('leaves, once, when the page goes away in the middle of it', async () => {
    await open(1);
    await reply().fill('a line at the door');
    await reply().press('Control+Enter');
    await takeBack().waitFor();
    await sok.reload();
    await untilSaid(1, 'a line at the door');
    await sok.locator('.line[data-from=counsellor]', { hasText: 'at the door' }).waitFor();
    expect(timesSaid(1, 'a line at the door')).toBe(1);
  });
});
