import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK_PASSWORD } from '../support/console-page.ts';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

let world: DeskWorld;
let sok: Page;
let other: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().click();
  await sok.locator('.reply textarea').fill('a half sentence');
  // One clock for all windows of this browser; it goes on by itself, and can be put forward.
  await sok.context().clock.install();
  other = await sok.context().newPage();
  await other.goto(`${world.server.url}/console/`);
  await other.locator('.my-card').waitFor();
  sok.on('dialog', (dialog) => void dialog.accept());
  await sok.reload();
  await sok.locator('.reply textarea').waitFor();
});
afterAll(() => world.close());

const passes = (time: string) => sok.context().clock.fastForward(time);
const cover = (page: Page) => page.getByRole('heading', { name: 'Locked' });
const isShown = async (page: Page) => {
  expect(await cover(page).count()).toBe(0);
  await page.locator('.my-card').waitFor();
};
const isCovered = async (page: Page) => {
  await cover(page).waitFor();
  expect(await page.locator('[role=log], .card, textarea').count()).toBe(0);
};
const unlock = async (page: Page) => {
  await page.getByLabel('Password', { exact: true }).fill(DESK_PASSWORD);
  await page.getByRole('button', { name: 'Unlock' }).click();
};
const onServer = () =>
  other.evaluate(`fetch('/api/session').then((answer) => answer.json()).then((it) => it.locked)`);
/** The page is covered before the server has heard of it. */
const untilLocked = async () => {
  while (!(await onServer())) await new Promise((again) => setTimeout(again, 100));
};

describe('C19: a desk that nobody touches', () => {
  it('stays open while somebody moves in any of its windows', async () => {
    await passes('09:00');
    const heard = sok.evaluate(
      `new Promise((hear) => { new BroadcastChannel('tvear.desk').onmessage = () => hear(true); })`,
    );
    await sok.title();
    await other.keyboard.press('Shift');
    await heard;
    await passes('09:00');
    await isShown(sok);
    await isShown(other);
    expect(await onServer()).toBe(false);
  });

  it('is covered in every window, against a reload too, and opened in all of them by the password', async () => {
    await passes('01:10');
    await isCovered(sok);
    await isCovered(other);
    await untilLocked();
    await sok.reload();
    await isCovered(sok);

    await unlock(sok);
    await sok.locator('[role=log]').waitFor();
    expect(await sok.locator('.reply textarea').inputValue()).toBe('a half sentence');
    await other.locator('.my-card').waitFor();
  });

  it('is covered when the server cannot be reached, and locked there as soon as it can', async () => {
    for (const page of [sok, other]) await page.route('**/api/me/*', (route) => route.abort());
    await passes('10:01');
    await isCovered(sok);
    expect(await onServer()).toBe(false);
    await unlock(sok);
    await sok.getByText('That did not work. Try again.').waitFor();
    await isCovered(sok);

    for (const page of [sok, other]) await page.unroute('**/api/me/*');
    await untilLocked();
    await sok.reload();
    await isCovered(sok);
    await unlock(sok);
    await sok.locator('[role=log]').waitFor();
  });

  it('is covered at the first refusal where another window did not say so, and loses no word', async () => {
    // What is kept of it is kept: only the sending is refused.
    const kept = sok.waitForResponse(
      (answer) => answer.request().postData()?.includes('hello again') === true,
    );
    await sok.locator('.reply textarea').fill('hello again');
    await kept;
    await other.evaluate(`fetch('/api/session').then((answer) => answer.json()).then(({ csrf }) =>
      fetch('/api/me/lock', { method: 'POST', headers: { 'x-csrf-token': csrf } }))`);
    await sok.locator('.reply textarea').press('Control+Enter');
    await isCovered(sok);

    await unlock(sok);
    await sok.locator('[role=log]').waitFor();
    await sok.getByRole('log').getByText('hello again').waitFor();
  });
});
