import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

let world: DeskWorld;
let sok: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().click();
  await sok.locator('[role=log]').waitFor();
});
afterAll(() => world.close());

describe('C5: the first reply', () => {
  it('is asked for on the card with the time that is left, until it is said', async () => {
    const nudge = sok.locator('.my-card').getByText(/^Say hello: \d+ s$/);
    await nudge.waitFor();
    await sok.locator('.reply textarea').fill('I am here');
    await sok.keyboard.press('Control+Enter');
    await nudge.waitFor({ state: 'detached' });
    expect(await sok.locator('.my-card').innerText()).toContain('Answered');
  });
});

describe('C15: the wrap-up', () => {
  it('is kept on each change, and is there again after a reload', async () => {
    await sok.getByRole('button', { name: 'Close', exact: true }).click();
    await sok.getByRole('dialog').getByRole('button', { name: 'Close the conversation' }).click();
    const category = sok.locator('.wrap-up select');
    await category.selectOption({ index: 3 });
    const chosen = await category.inputValue();
    await sok.getByText('Kept so far.').waitFor();
    sok.on('dialog', (dialog) => void dialog.accept());
    await sok.reload();
    await category.waitFor();

    expect(chosen).not.toBe('');
    expect(await category.inputValue()).toBe(chosen);
  });
});
