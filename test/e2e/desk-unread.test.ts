import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import type { WebChild } from '../support/web-child.ts';

/** C9: which child wrote since the last look, and who waits for an answer of mine. */

let world: DeskWorld;
let sok: Page;
let one: WebChild;
let two: WebChild;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  sok.on('dialog', (dialog) => void dialog.accept());
  one = await comes();
  two = await comes();
});
afterAll(() => world.close());

/** Claimed and greeted. */
async function comes(): Promise<WebChild> {
  const child = await world.waitingChild();
  const before = sok.url();
  await sok.locator('.queue-waiting .claim').first().click();
  await sok.waitForURL((url) => url.href !== before);
  await sok.locator('.reply textarea').fill('I am here');
  await sok.keyboard.press('Control+Enter');
  await sok.locator('.my-card[data-open]').getByText('Answered').waitFor();
  await sok.mouse.move(900, 500);
  await sok.locator('.queue-waiting .claim').waitFor({ state: 'detached' });
  return child;
}

/** The first child's conversation is in the back, the second one's is open. */
const back = () => sok.locator('.my-card:not([data-open])');
const open = () => sok.locator('.my-card[data-open]');
const unread = (card = back()) => card.locator('.unread');
const reads = (words: string) => sok.getByRole('log').getByText(words, { exact: true }).waitFor();

describe('a conversation in the back', () => {
  it('counts what the child wrote since the last look, and nothing of mine', async () => {
    expect(await unread().count()).toBe(0);
    await one.write('are you there');
    await unread().getByText('1 new').waitFor();
    await one.write('please');
    await unread().getByText('2 new').waitFor();
  });

  it('still counts it after a reload', async () => {
    await sok.reload();
    await unread().getByText('2 new').waitFor();
  });

  it('counts nothing any more once it was looked at, and anew from there', async () => {
    await back().locator('a').click();
    await reads('please');
    await sok.locator('.unread').waitFor({ state: 'detached' });
    await back().locator('a').click();
    await sok.locator('.talk-title').waitFor();
    await one.write('it is me again');
    await unread().getByText('1 new').waitFor();
  });
});

describe('the open conversation', () => {
  it('counts what came while the window was not in sight, until it is', async () => {
    const seen = (state: 'hidden' | 'visible') =>
      sok.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    await two.write('in sight');
    await reads('in sight');
    expect(await unread(open()).count()).toBe(0);

    await seen('hidden');
    await two.write('out of sight');
    await reads('out of sight');
    expect(await unread(open()).innerText()).toBe('1 new');
    await seen('visible');
    await unread(open()).waitFor({ state: 'detached' });
  });

  it('counts what came below while somebody reads further up, until they are there', async () => {
    await sok.setViewportSize({ width: 1280, height: 500 });
    await sok.getByRole('log').evaluate((log) => log.scrollTo({ top: 0 }));
    await two.write('further down');
    await unread(open()).getByText('1 new').waitFor();
    await sok.getByRole('button', { name: 'New messages below' }).click();
    await unread(open()).waitFor({ state: 'detached' });
    await sok.setViewportSize({ width: 1440, height: 900 });
  });
});

describe('"Needs reply"', () => {
  it('leaves only who waits for an answer, and the conversation that is open', async () => {
    const filter = sok.locator('.filter');
    expect(await filter.innerText()).toMatch(/^Needs reply\s+2$/);
    await sok.locator('.reply textarea').fill('I read it');
    await sok.keyboard.press('Control+Enter');
    await open().getByText('Answered').waitFor();
    expect(await filter.innerText()).toMatch(/^Needs reply\s+1$/);

    await filter.click();
    expect(await filter.getAttribute('aria-pressed')).toBe('true');
    expect(await sok.locator('.my-card').count()).toBe(2);
    await back().locator('a').click();
    await sok.locator('.my-card').nth(1).waitFor({ state: 'detached' });

    await filter.click();
    expect(await sok.locator('.my-card').count()).toBe(2);
  });
});
