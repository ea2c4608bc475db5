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
  await reply().waitFor();
});
afterAll(() => world.close());

const reply = () => sok.locator('.reply textarea');

describe('a part of the desk that does not load', () => {
  it.each([
    ['canned-panel', '/'],
    ['transfer-dialog', null],
  ])('%s, says so, and leaves what was written alone', async (part, key) => {
    await sok.route(`**/${part}-*.js`, (route) => route.abort());
    await reply().fill('');
    await reply().focus();
    if (key === null)
      await sok.getByRole('button', { name: 'Hand over to a colleague', exact: true }).click();
    else await sok.keyboard.press(key);
    await sok
      .getByRole('alert')
      .getByRole('button', {
        name: 'Try again',
      })
      .first()
      .waitFor();
    await reply().fill('half a sentence');
    expect(await reply().inputValue()).toBe('half a sentence');
    sok.once('dialog', (dialog) => void dialog.accept());
    await sok.reload();
    await reply().waitFor();
  });
});
