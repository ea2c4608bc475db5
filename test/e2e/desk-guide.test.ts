import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

/** What stands beside a counsellor while they write. */

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

const reply = () => sok.locator('.reply textarea');
const lines = (text: string) => sok.locator('[role=log]').getByText(text);

describe('C13: before sending', () => {
  it.each([
    ['call 000 000 000', 'phone number'],
    ['see www.example.test', 'a link'],
    ['I am sok', 'sign-in name'],
  ])('%s asks first, keeps the draft, and goes out once it was meant', async (text, reason) => {
    await reply().fill(text);
    await reply().press('Control+Enter');
    const dialog = sok.getByRole('dialog', { name: 'Send this to the child?' });
    await dialog.getByText(reason).waitFor();
    expect(await lines(text).count()).toBe(0);

    await sok.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await reply().inputValue()).toBe(text);
    expect(await lines(text).count()).toBe(0);

    await reply().press('Control+Enter');
    await dialog.getByRole('button', { name: 'Send anyway' }).click();
    await lines(text).waitFor();
    expect(await reply().inputValue()).toBe('');
  });

  it('an ordinary line goes out at once', async () => {
    await reply().fill('I hear you.');
    await reply().press('Control+Enter');
    await lines('I hear you.').waitFor();
    expect(await sok.getByRole('dialog').count()).toBe(0);
  });
});
