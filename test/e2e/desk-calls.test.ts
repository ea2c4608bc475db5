import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

const PHONE = { width: 390, height: 844 };

let world: DeskWorld;
let sok: Page;
let maly: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  maly = await world.staff('maly', { role: 'supervisor' });
  for (const page of [maly, sok]) {
    await world.waitingChild();
    await page.locator('.queue-waiting .claim').first().click();
    await page.locator('.reply textarea').waitFor();
  }
  await maly.setViewportSize(PHONE);
});
afterAll(() => world.close());

const calls = () => maly.locator('.calls');
const title = async (words: string) => {
  while ((await maly.title()) !== words) await new Promise((again) => setTimeout(again, 50));
};

describe('on a phone that shows a talk', () => {
  it('the offer of a colleague is above it, counted, and a press away', async () => {
    // Their own child waits for a first answer.
    await title('(1) Desk · Tvear');
    await sok.getByRole('button', { name: 'Hand over to a colleague' }).click();
    const dialog = sok.getByRole('dialog');
    await dialog.getByLabel('To', { exact: true }).selectOption({ label: 'Maly' });
    await dialog.getByLabel('My shift ends').check();
    await dialog.getByRole('button', { name: 'Hand over' }).click();

    await calls().getByText('Sok asks you to go on').waitFor();
    await title('(2) Desk · Tvear');
    await calls().getByRole('link', { name: 'To the queue' }).click();
    await maly.getByRole('button', { name: /^Decline/ }).click();
    await calls().getByText('Sok asks you to go on').waitFor({ state: 'detached' });
  });

  it('a life in danger is above it, and on every other page', async () => {
    await maly.locator('.my-card .card-link').click();
    await sok.getByRole('button', { name: 'Danger to life', exact: true }).click();
    await sok.getByRole('dialog').getByRole('button', { name: 'Call a supervisor' }).click();

    await calls().getByText('Danger to life: you are waited for.').waitFor();
    await title('(2) Desk · Tvear');
    await maly.locator('a.account').click();
    await maly.getByRole('heading', { name: 'My account' }).waitFor();
    await calls().getByText('Danger to life: you are waited for.').waitFor();
    await title('(2) My account · Tvear');

    await calls().getByRole('link', { name: 'To the queue' }).click();
    await maly.locator('.queue-escalations').getByText('No supervisor yet').waitFor();
    expect(await calls().isVisible()).toBe(false);
  });

  it('a wide window has the cards themselves, and no second word of them', async () => {
    await maly.setViewportSize({ width: 1280, height: 800 });
    await maly.locator('.my-card .card-link').click();
    await maly.locator('.reply textarea').waitFor();

    expect(await maly.locator('.queue-escalations').isVisible()).toBe(true);
    expect(await calls().isVisible()).toBe(false);
  });
});
