import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

let world: DeskWorld;
let sok: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  sok.on('dialog', (dialog) => void dialog.accept());
  await world.waitingChild();
  const hurt = await world.waitingChild();
  await claimFirst();
  await claimFirst();
  // Whoever wrote of dying is urgent from then on.
  await hurt.write('I want to die');
  await sok.locator('.my-card', { hasText: 'Raised' }).waitFor();
});
afterAll(() => world.close());

async function claimFirst(): Promise<void> {
  const before = sok.url();
  // Under a pointer the list stays as it was.
  await sok.mouse.move(900, 500);
  await sok.locator('.queue-waiting .card:not([data-over]) .claim').first().click();
  await sok.waitForURL((url) => url.href !== before);
  await sok.locator('.reply textarea').waitFor();
}
const closeOpen = async () => {
  await sok.getByRole('button', { name: 'Close', exact: true }).click();
  await sok.getByRole('dialog').getByRole('button', { name: 'Close the conversation' }).click();
  await sok.locator('.wrap-up').waitFor();
};
const desk = () => sok.evaluate(`fetch('/api/queue').then((answer) => answer.json())`);

describe('C15: the wrap-up', () => {
  it('can be put off once, and is asked for again', async () => {
    await sok.locator('.my-card', { hasNotText: 'Raised' }).locator('a').click();
    await sok.locator('.talk-title', { hasNotText: 'Raised' }).waitFor();
    await closeOpen();
    await sok.getByRole('button', { name: 'Later' }).click();
    // It leads back to the queue.
    await sok.locator('.wrap-up').waitFor({ state: 'detached' });
    await sok.locator('.my-card', { hasText: 'Wrap-up missing' }).locator('a').click();
    await sok.getByText('The wrap-up was put off. You are reminded at').waitFor();
    expect(await sok.locator('.wrap-up').count()).toBe(0);

    await sok.getByRole('button', { name: 'Fill it in now' }).click();
    await sok.locator('.wrap-up').waitFor();
    expect(await sok.getByRole('button', { name: 'Later' }).count()).toBe(0);
    const again = await sok.evaluate(`fetch('/api/session').then((a) => a.json()).then(({ csrf }) =>
      fetch('/api/conversations/' + location.pathname.split('/').pop() + '/wrap-up/skip', { method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
        body: JSON.stringify({ key: 'k'.repeat(16) }) })).then(({ status }) => status)`);
    expect(again).toBe(409);
  });

  it('reminds once the time has come', async () => {
    await sok.route(/\/api\/queue(\?|$)/, async (route) => {
      const answer = await route.fetch();
      const json = await answer.json();
      const mine = json.mine.map((card: { readonly remindAt: number | null }) =>
        card.remindAt === null ? card : { ...card, remindAt: json.now - 1 },
      );
      await route.fulfill({ response: answer, json: { ...json, mine } });
    });
    await sok.reload();
    await sok.getByText(/^The wrap-up of \w+ is still missing\. Please fill it in\.$/).waitFor();
    await sok.unroute(/\/api\/queue(\?|$)/);
  });
});

describe('C21: a break', () => {
  it('is offered after an urgent talk, not after any other', async () => {
    await sok.getByRole('button', { name: 'Fill it in now' }).click();
    await sok.locator('.quick button').first().click();
    await sok.getByText('No conversation is open').waitFor();
    expect(await sok.locator('.break-offer').count()).toBe(0);

    await sok.locator('.my-card', { hasText: 'Raised' }).locator('a').click();
    await sok.locator('.talk-title', { hasText: 'Raised' }).waitFor();
    await closeOpen();
    await sok.locator('.wrap-up-foot button[type=submit]').click();
    await sok.locator('.break-offer').waitFor();
  });

  it('makes away, keeps the conversations in hand, and ends by the own word', async () => {
    await world.waitingChild();
    await claimFirst();
    await sok.goBack();
    await sok.locator('.break-offer').getByRole('button', { name: 'Break of 5 minutes' }).click();
    await sok.getByText('You are on a break until').waitFor();
    expect(await desk()).toMatchObject({ available: false, mine: [{ ended: false }] });
    expect(await sok.getByRole('switch').first().isChecked()).toBe(false);

    const answered = sok.waitForResponse((answer) => answer.url().endsWith('/api/presence'));
    await sok.locator('.presence label').first().click();
    await answered;
    await sok.getByText('You are on a break until').waitFor({ state: 'detached' });
    expect(await desk()).toMatchObject({ available: true, breakUntil: null });
  });
});
