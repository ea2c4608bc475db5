import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

/** Khmer, nobody looks, own phone, no danger, privacy read, "it is about me", threatened; a person, yes, no writing. */
const IN_KHMER = ['1', '2', '1', '2', '1', '1', '1', '9', '1', '2'];

let world: DeskWorld;
let sok: Page;
let dara: Page;
let maly: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  dara = await world.staff('dara');
  maly = await world.staff('maly', { role: 'supervisor' });
});
afterAll(() => world.close());

const writesKhmer = async (page: Page) => {
  await page.locator('a.account').click();
  const card = page.locator('.account-card', { hasText: 'Languages with children' });
  await card.getByText('None is chosen: you count for every language.').waitFor();
  await card.getByLabel('Khmer').check();
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByText('Saved.').waitFor();
  await page.getByText('Back to the desk').click();
};
const waiting = (page: Page, words: string) =>
  page.locator('.queue-waiting .card', { hasText: words });
const question = () => sok.getByRole('dialog');

describe('a child who writes a language that a counsellor does not', () => {
  it('is marked for them, and asked about before a claim', async () => {
    await writesKhmer(sok);
    await writesKhmer(maly);
    await world.waitingChild();

    await waiting(sok, 'English').getByText('Not your language').waitFor();
    await waiting(dara, 'English').waitFor();
    expect(await dara.getByText('Not your language').count()).toBe(0);
    await waiting(sok, 'English').locator('.claim').click();
    await question()
      .getByText('This child writes English. You said that you write Khmer.')
      .waitFor();
    await question().getByText('A colleague on duty writes English.').waitFor();
    await sok.keyboard.press('Escape');
    await question().waitFor({ state: 'detached' });
    expect(await waiting(dara, 'English').count()).toBe(1);
  });

  it('is passed over by the key for the next child, while somebody is there who writes it', async () => {
    await world.waitingChild(IN_KHMER);
    await waiting(sok, 'Khmer').waitFor();
    // The card in focus would be the one that is meant.
    await sok.mouse.move(700, 500);
    await sok.evaluate('document.activeElement.blur()');
    await sok.keyboard.press('c');

    await sok.locator('[role=log]').waitFor();
    expect(await question().count()).toBe(0);
    await waiting(sok, 'Khmer').waitFor({ state: 'detached' });
    expect(await waiting(sok, 'English').count()).toBe(1);
  });

  it('can be taken all the same, and handed on to those who write it first', async () => {
    await waiting(sok, 'English').locator('.claim').click();
    await question().getByRole('button', { name: 'Claim' }).click();
    await waiting(sok, 'English').waitFor({ state: 'detached' });
    await sok.getByRole('log').waitFor();
    await sok.getByRole('button', { name: 'Hand over to a colleague' }).click();

    await question().locator('option', { hasText: 'Maly' }).waitFor({ state: 'attached' });
    expect(await question().locator('option').allTextContents()).toEqual([
      'Choose',
      'Dara',
      'Maly (does not write English)',
      'Back to the queue',
    ]);
    await sok.keyboard.press('Escape');
  });

  it('is told no figure where nobody on duty writes it, and all at the desk are told', async () => {
    const figure = await world.waitingChild();
    expect(figure.read().join('\n')).toMatch(/\d+ to \d+ minutes/);
    expect(await maly.locator('.unwritten p').count()).toBe(0);
    await dara.locator('.presence label').first().click();

    await maly.getByText('1 waiting in English. Nobody on duty writes English.').waitFor();
    const none = await world.waitingChild();
    await maly.getByText('2 waiting in English. Nobody on duty writes English.').waitFor();
    expect(none.read().join('\n')).not.toMatch(/\d+ to \d+ minutes/);
    await waiting(sok, 'English').first().locator('.claim').click();
    await question().getByText('Nobody on duty writes English.').waitFor();
    await sok.keyboard.press('Escape');
  });
});
