import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRESENCE_LEASE_MS } from '../../src/app/staff/presence.ts';
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
  await sok.locator('.reply textarea').fill('Hello, I am with you.');
  await sok.keyboard.press('Control+Enter');
  await sok.getByRole('log').getByText('Hello, I am with you.').waitFor();
});
afterAll(() => world.close());

describe('on another page than the desk, with a child in hand', () => {
  it('the child stays for longer than an absence is borne, and is heard', async () => {
    await sok.locator('a.account').click();
    await sok.getByRole('heading', { name: 'My account' }).waitFor();
    await child.write('are you there');
    while ((await sok.title()) !== '(1) My account · Tvear') {
      await new Promise((again) => setTimeout(again, 50));
    }

    await new Promise((over) => setTimeout(over, PRESENCE_LEASE_MS + 10_000));
    await sok.getByRole('link', { name: 'Back to the desk' }).click();
    await sok.getByRole('switch').first().waitFor();

    expect(await sok.getByRole('switch').first().isChecked()).toBe(true);
    expect(await sok.locator('.my-card').count()).toBe(1);
    expect(child.read().join('\n')).not.toContain('had to go');
    await sok.locator('.my-card .card-link').click();
    await sok.locator('.reply textarea').waitFor();
  });

  it('the page asks before it is left', async () => {
    await sok.locator('a.account').click();
    await sok.getByRole('heading', { name: 'My account' }).waitFor();

    const asked = sok.waitForEvent('dialog');
    const reloaded = sok.reload();
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await reloaded;
    await sok.getByRole('heading', { name: 'My account' }).waitFor();
  });

  it('a locked session covers that page too', async () => {
    await sok.evaluate(`fetch('/api/session').then((answer) => answer.json()).then(({ csrf }) =>
      fetch('/api/me/lock', { method: 'POST', headers: { 'x-csrf-token': csrf } }))`);
    sok.once('dialog', (dialog) => void dialog.accept());
    await sok.reload();
    await sok.getByRole('heading', { name: 'Locked' }).waitFor();
    expect(await sok.getByRole('heading', { name: 'My account' }).count()).toBe(0);
  });
});
