import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import type { WebChild } from '../support/web-child.ts';

let world: DeskWorld;
let sok: Page;
let maly: Page;
let child: WebChild;
beforeAll(async () => {
  world = await deskWorld({ HOLD_SIGN_OFF: 'A. Name, lawyer, 2026-11-01', HOLD_HOURS: '48' });
  sok = await world.staff('sok');
  maly = await world.staff('maly', { role: 'supervisor' });
  // With holding on, the words before a person name it.
  child = await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().click();
  await sok.locator('[role=log]').waitFor();
  await child.write('he is outside the door');
  await sok.getByRole('log').getByText('he is outside the door').waitFor();
});
afterAll(() => world.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('danger to life', () => {
  it('names holding to the child before a person comes', () => {
    expect(child.read().join(' ')).toContain('two people of the helpline can also keep');
  });

  it('calls every supervisor, and shows nothing of the child before one comes', async () => {
    await button(sok, 'Danger to life').click();
    await sok.getByRole('dialog').getByRole('button', { name: 'Call a supervisor' }).click();
    await sok.getByText('Nobody has come yet').waitFor();

    await maly.locator('.queue-escalations').getByText('No supervisor yet').waitFor();
    expect(await maly.getByText('he is outside the door').count()).toBe(0);
    await maly.getByRole('button', { name: /^Come to/ }).click();
    await maly.getByRole('log').getByText('he is outside the door').waitFor();
    await sok.locator('.danger-panel').getByText('Maly stands in as supervisor.').waitFor();
    expect(await maly.locator('.reply textarea').count()).toBe(0);
  });

  it('shares the list of what must be written down, and shows the time that is left', async () => {
    await sok.getByLabel('Where the child is').check();
    await maly.locator('.case-list input:checked').waitFor();

    expect(await maly.locator('.danger-panel summary').innerText()).toMatch(
      /Can be read for \d+:\d\d:\d\d more/,
    );
  });

  it('is held only when both agree, and no longer than was signed for', async () => {
    expect(await sok.locator('.hold-part select option').allInnerTexts()).toEqual([
      '24 hours',
      '48 hours',
    ]);
    await sok.locator('.hold-part').getByLabel('Help is on its way to the child').check();
    await sok.locator('.hold-part select').selectOption('48');
    await button(sok, 'Ask for it').click();
    await sok.getByText('You asked to hold it for 48 hours').waitFor();
    expect(await button(sok, 'Agree').count()).toBe(0);

    await button(maly, 'Agree').click();

    await sok
      .locator('.hold-part')
      .getByText(/^Held by Sok and Maly/)
      .waitFor();
    expect(await button(sok, 'End the hold now').count()).toBe(0);
    await button(maly, 'End the hold now').waitFor();
  });

  it('asks both what to do when the child erases, and erases when one of them says so', async () => {
    await child.write('delete');
    await maly.locator('.erase-asked').waitFor();
    await expect.poll(() => child.read().join(' ')).toContain('People at the helpline decide');
    await maly.getByRole('log').getByText('he is outside the door').waitFor();

    await button(maly, 'Erase now').click();

    await maly.getByText('he is outside the door').waitFor({ state: 'detached' });
    await sok.getByText('he is outside the door').waitFor({ state: 'detached' });
  });
});
