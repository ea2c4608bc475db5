import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

/** C3, C4: nothing moves under who is about to press, and whoever loses a claim learns who won it. */

const IN_DANGER = ['2', '2', '1', '1', '9', '1', '2'];

let world: DeskWorld;
let sok: Page;
let dara: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  dara = await world.staff('dara');
  await sok.clock.install();
  for (let n = 0; n < 3; n += 1) await world.waitingChild();
  for (const desk of [sok, dara]) await claims(desk).nth(2).waitFor();
});
afterAll(() => world.close());

const claims = (desk: Page) => desk.locator('.queue-waiting .claim');
const fresh = () => sok.locator('.fresh');

/** Which child stands how high, by the name of their button. */
const PLACES = `Object.fromEntries([...document.querySelectorAll('.queue-waiting .card .claim')].map((claim) =>
  [claim.getAttribute('aria-label'), claim.closest('.card').getBoundingClientRect().top]))`;
const places = () => sok.evaluate(PLACES);
const focused = () => sok.evaluate(`document.activeElement.getAttribute('aria-label')`);
const first = async () => String(await claims(sok).first().getAttribute('aria-label'));
const outside = () => sok.mouse.move(900, 500);

describe('the waiting list', () => {
  it('moves nothing while the pointer rests on a button, however long, and shows in colour who is new', async () => {
    await claims(sok).nth(1).hover();
    const before = await places();
    await sok.clock.fastForward(5_000);
    await world.waitingChild(IN_DANGER);
    await fresh().waitFor();
    // The other desk has it too before a pointer holds its line.
    await claims(dara).nth(3).waitFor();

    expect(await places()).toEqual(before);
    expect(await fresh().innerText()).toBe('1 new, urgent — show');
    expect(await fresh().getAttribute('data-band')).toBe('danger');
  });

  it('marks in its place who is no longer waiting', async () => {
    const before = await places();
    const hers = String(await claims(sok).nth(1).getAttribute('aria-label'));
    await dara.getByLabel(hers, { exact: true }).click();
    await sok.locator('.card[data-over]').getByText('No longer waiting').waitFor();
    await world.waitingChild();
    await sok.getByText('2 new, urgent — show').waitFor();

    expect(await places()).toEqual(before);
  });

  it('shows everybody, the most urgent first, once the pointer leaves', async () => {
    await outside();
    await fresh().waitFor({ state: 'detached' });

    expect(await claims(sok).count()).toBe(4);
    expect(await sok.locator('.queue-waiting .card[data-over]').count()).toBe(0);
  });

  it('moves nothing while the focus goes through it, and keeps the focus with the same child', async () => {
    await sok.keyboard.press('j');
    const where = await focused();
    const before = await places();
    await world.waitingChild();
    await fresh().waitFor();
    await sok.keyboard.press('j');
    await sok.keyboard.press('k');
    await sok.clock.fastForward(5_000);

    expect(await places()).toEqual(before);
    expect(await focused()).toBe(where);
  });

  it('takes the new order at "n new", with the focus on its first card', async () => {
    await fresh().focus();
    await sok.keyboard.press('Enter');
    await fresh().waitFor({ state: 'detached' });

    expect(await claims(sok).count()).toBe(5);
    expect(await focused()).toBe(await first());
  });

  it('is free again when the focus goes elsewhere', async () => {
    await sok.locator('.talk-pane').focus();
    await world.waitingChild();
    await claims(sok).nth(5).waitFor();

    expect(await fresh().count()).toBe(0);
  });
});

describe('whoever loses a claim', () => {
  const QUEUE = /\/api\/queue(\?|$)/;
  const news = () => sok.locator('.claim-news [role=status]');
  const loseTo = async (name: string, desk: Page, act: () => Promise<unknown>) => {
    // What this desk has not heard of yet.
    const stale = await sok.evaluate(`fetch('/api/queue').then((answer) => answer.json())`);
    await sok.route(QUEUE, (route) => route.fulfill({ json: stale }));
    const label = await first();
    await desk.getByLabel(label, { exact: true }).click();
    await desk.locator('.my-card[data-open]').getByText(label.replace('Claim ', '')).waitFor();
    await act();
    const lost = `${label.replace('Claim ', '')} Taken by ${name}`;
    await expect.poll(() => news().innerText()).toBe(lost);
    await sok.unroute(QUEUE);
    return { label, lost };
  };
  const gone = async (label: string) => {
    await world.waitingChild();
    await sok.getByLabel(label, { exact: true }).waitFor({ state: 'detached' });
  };

  it('reads who has the child, also when the card is gone', async () => {
    const { label, lost } = await loseTo('Dara', dara, async () => {
      await claims(sok).first().click();
      await sok.locator('.card[data-over]').getByText('Taken by Dara').waitFor();
      await outside();
    });
    await gone(label);
    expect(await news().innerText()).toBe(lost);

    await sok.getByRole('button', { name: 'OK', exact: true }).click();
    expect(await news().innerText()).toBe('');
    await outside();
  });

  let given: string;
  it('reads it after a key too', async () => {
    await sok.locator('.talk-pane').focus();
    const { label, lost } = await loseTo('Dara', dara, () => sok.keyboard.press('c'));
    await gone(label);
    expect(await news().innerText()).toBe(lost);
    given = label;
  });

  it('can claim the child once they are given back, and is told nothing old of them', async () => {
    await dara.getByRole('button', { name: 'Give back to the queue' }).click();
    await dara.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
    await sok.getByLabel(given, { exact: true }).click();
    await sok.locator('[role=log]').waitFor();
    expect(await news().innerText()).toBe('');
  });
});
