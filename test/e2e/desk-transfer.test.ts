import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import type { WebChild } from '../support/web-child.ts';

let world: DeskWorld;
let sok: Page;
let dara: Page;
let child: WebChild;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  dara = await world.staff('dara');
  child = await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().click();
  await sok.locator('[role=log]').waitFor();
});
afterAll(() => world.close());

const ask = async () => {
  await sok.getByRole('button', { name: 'Hand over to a colleague' }).click();
  const dialog = sok.getByRole('dialog');
  await dialog.getByLabel('To', { exact: true }).selectOption({ label: 'Dara' });
  await dialog.getByLabel('My shift ends').check();
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await dialog.waitFor({ state: 'detached' });
  await dara.locator('.offer-asked').getByText('Sok asks you to go on').waitFor();
};
const heard = () => child.read().join('\n');

describe('C14: a transfer with acceptance', () => {
  it('needs a reason, and leaves the chat with the sender until the colleague answers', async () => {
    await sok.getByRole('button', { name: 'Hand over to a colleague' }).click();
    const dialog = sok.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Hand over' }).isDisabled()).toBe(true);
    await sok.keyboard.press('Escape');
    await ask();

    expect(await dara.locator('[role=log]').count()).toBe(0);
    await sok.locator('.reply textarea').fill('I am still here');
    await sok.keyboard.press('Control+Enter');
    await sok.getByRole('log').getByText('I am still here').waitFor();
    expect(heard()).not.toContain('goes on with you');
  });

  it('declined, stays; both see it', async () => {
    await dara.getByRole('button', { name: /^Decline/ }).click();

    await sok.getByText('Dara did not accept').waitFor();
    await dara.locator('.offer-card').waitFor({ state: 'detached' });
    expect(await sok.locator('.offer-stands').count()).toBe(0);
  });

  it('taken back, is over for the colleague, who is told', async () => {
    await ask();
    await sok.getByRole('button', { name: 'Take back' }).click();

    await dara.getByText(/The offer of \w+ is over/).waitFor();
    expect(await dara.locator('.offer-card').count()).toBe(0);
  });

  it('accepted, goes over with its note and its reason, and the child is told who is here', async () => {
    await sok.locator('#note-text').fill('asked twice for quiet');
    await sok.getByRole('button', { name: 'Save note' }).click();
    await sok.getByRole('log').getByText('asked twice for quiet').waitFor();
    await ask();
    await dara.getByRole('button', { name: /^Accept/ }).click();

    await dara.getByRole('log').getByText('asked twice for quiet').waitFor();
    await dara.getByText('Dara was asked to go on: My shift ends').first().waitFor();
    await sok.locator('.reply textarea').waitFor({ state: 'detached' });
    await dara.locator('.reply textarea').fill('Now it is my turn');
    await dara.keyboard.press('Control+Enter');
    await dara.getByRole('log').getByText('Now it is my turn').waitFor();
    while (!heard().includes('Now it is my turn')) await new Promise((ok) => setTimeout(ok, 50));
    expect(heard()).toContain('Dara goes on with you now');
  });
});
