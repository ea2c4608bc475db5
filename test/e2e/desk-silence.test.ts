import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import type { WebChild } from '../support/web-child.ts';

let world: DeskWorld;
let sok: Page;
let child: WebChild;
beforeAll(async () => {
  // So long a child is silent before the talk sleeps: after the first minute, in which the check-in is offered.
  world = await deskWorld({ IDLE_SECONDS: '90' });
  sok = await world.staff('sok');
  child = await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().click();
  await reply().waitFor();
});
afterAll(async () => {
  // What is on its way would end with the page, and with an error of nobody.
  await sok.unrouteAll({ behavior: 'ignoreErrors' });
  await world.close();
});

const reply = () => sok.locator('.reply textarea');
const load = () => sok.locator('#presence-load').innerText();
const reads = async (words: RegExp) => {
  while (!child.read().some((line) => words.test(line))) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

describe('C16: a silent child', () => {
  it('is shown with the true state of the channel, and can be asked gently, once', async () => {
    await reply().fill('I am here');
    await reply().press('Control+Enter');
    const quiet = sok.locator('.quiet-child');
    await quiet.waitFor({ timeout: 0 });
    expect(await quiet.innerText()).toMatch(/Last message \d+ min ago\./);
    expect(await quiet.innerText()).toMatch(/channel|phone/);

    await quiet.getByRole('button', { name: 'Check in gently' }).click();
    await reads(/We are still here\. There is no hurry/);
    await quiet.getByText('The child was asked once.').waitFor();
    expect(await quiet.getByRole('button').count()).toBe(0);
  }, 300_000);

  it('sleeps by itself, takes no place, and wakes with the next message', async () => {
    expect(await load()).toBe('1 of 3 conversations');
    await sok.locator('.my-card').getByText('Asleep').waitFor({ timeout: 0 });
    await reads(/We can pause here for now/);
    await sok.getByText('0 of 3 conversations').waitFor();

    await child.write('I am back');
    await sok.locator('.my-card').getByText('Needs reply').waitFor();
    await sok.getByText('1 of 3 conversations').waitFor();
    await sok.locator('.quiet-child').waitFor({ state: 'detached' });
  }, 300_000);
});

describe('C17: the window of a channel', () => {
  const withWindow = async (ms: number) => {
    const now = await sok.evaluate(`fetch('/api/queue').then((a) => a.json()).then((q) => q.now)`);
    await sok.route('**/api/conversations/*', async (route) => {
      const answer = await route.fetch();
      const json = await answer.json();
      const window = { channel: 'whatsapp', writableUntil: Number(now) + ms };
      await route.fulfill({ response: answer, json: { ...json, ...window } });
    });
    sok.once('dialog', (dialog) => void dialog.accept());
    await sok.reload();
    await reply().waitFor();
  };

  it('counts down while it is open', async () => {
    await withWindow(5 * 3_600_000);
    await sok.getByText(/WhatsApp takes your messages for 4:59:\d\d more/).waitFor();
    expect(await reply().isEnabled()).toBe(true);
  });

  it('closes the box with the reason', async () => {
    await withWindow(-1000);
    await sok.getByText('WhatsApp takes no more messages').waitFor();
    expect(await reply().isDisabled()).toBe(true);
    expect(await sok.locator('.reply button[type=submit]').isDisabled()).toBe(true);
    expect(await sok.locator('#note-text').isEnabled()).toBe(true);
  });
});
