import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import type { WebChild } from '../support/web-child.ts';

let world: DeskWorld;
let sok: Page;
let child: WebChild;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  child = await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().click();
  await reply().waitFor();
});
afterAll(() => world.close());

const reply = () => sok.locator('.reply textarea');
const search = () => sok.locator('#canned-search');
const HELLO = 'Hello. I am here, and I am reading what you write.';

describe('C12: ready replies', () => {
  it('open by a stroke, are found by code, and go where the cursor stands, several in one message', async () => {
    await reply().focus();
    await sok.keyboard.press('/');
    await search().waitFor();
    await sok.locator('.canned-row').first().waitFor();
    expect(await reply().inputValue()).toBe('');
    await search().pressSequentially('hello');
    await search().press('Enter');
    expect(await reply().inputValue()).toBe(HELLO);

    await reply().press('Home');
    await sok.keyboard.press('/');
    await search().pressSequentially('courage');
    await sok.locator('.canned-list [lang=en]').first().click();
    const written = await reply().inputValue();
    expect(written).toMatch(/^Thank you for telling me\./);
    expect(written).toContain(HELLO);
  });

  it('are taken back by the box itself, one after the other', async () => {
    await reply().press('Control+z');
    expect(await reply().inputValue()).toBe(HELLO);
    await reply().press('Control+z');
    expect(await reply().inputValue()).toBe('');
  });

  it('show both languages side by side, the one of the child first, and what nobody signed', async () => {
    const first = sok.locator('.canned-row').first();
    expect(await first.locator('button').count()).toBe(2);
    expect(await first.locator('button').first().getAttribute('lang')).toBe('en');
    expect(await first.locator('button').nth(1).getAttribute('lang')).toBe('km');
    expect(await first.innerText()).toContain('Not reviewed');
  });

  it('leave a stroke inside a word alone', async () => {
    await reply().fill('');
    await reply().pressSequentially('and/or');
    expect(await reply().inputValue()).toBe('and/or');
    await reply().fill('');
  });
});

describe('C12: another language than the child', () => {
  it('is asked about before it leaves, and can be sent anyway', async () => {
    await sok.locator('.canned-row').first().locator('[lang=km]').click();
    const written = await reply().inputValue();
    await reply().press('Control+Enter');
    const dialog = sok.getByRole('dialog');
    await dialog.getByText('The child reads English, and there is Khmer in it.').waitFor();
    expect(await sok.locator('[data-status]').count()).toBe(0);

    await dialog.getByRole('button', { name: 'Send anyway' }).click();
    while (!child.read().some((line) => line.includes(written))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
});
