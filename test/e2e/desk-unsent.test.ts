import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

/** C6, C7: a line that is away, and a child who was given to others meanwhile. */

let world: DeskWorld;
let sok: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  sok.on('dialog', (dialog) => void dialog.accept());
  await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().click();
  await sok.locator('.reply textarea').fill('a careful first line');
  await sok.mouse.move(900, 500);
});
afterAll(() => world.close());

/** As another window of the same person would. */
const giveBack = () =>
  sok.evaluate(`fetch('/api/session').then((answer) => answer.json()).then(({ csrf }) =>
    fetch('/api/conversations/' + location.pathname.split('/').pop() + '/release', { method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify({ key: 'k'.repeat(16) }) })).then(({ status }) => status)`);

describe('what was written for a child who went back to the queue', () => {
  const unsent = () => sok.locator('.unsent');

  it('stays in sight as not sent, with the reason, until it is put away', async () => {
    expect(await giveBack()).toBe(204);
    await unsent().waitFor();
    expect(await unsent().innerText()).toMatch(
      /Not sent to \w{4}\. The child went back to the queue\.\s+a careful first line/,
    );

    await unsent().getByRole('button', { name: 'Discard' }).click();
    await unsent().waitFor({ state: 'detached' });
  });
});

describe('a lost connection', () => {
  it('says at first that children are kept, and later that they may be gone', async () => {
    await sok.clock.install();
    await sok.route('**/api/events', (route) => route.abort());
    await sok.reload();
    await sok.getByText('If it lasts a minute, your children go back').waitFor();
    await sok.clock.fastForward(31_000);
    await sok.getByText('Your children may have gone back to the queue').waitFor();
  });
});
