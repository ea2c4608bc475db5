import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

let world: DeskWorld;
let sok: Page;
let maly: Page;
let admin: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  maly = await world.staff('maly', { role: 'supervisor' });
  admin = await world.staff('rith', { role: 'admin' });
  const child = await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().click();
  await sok.locator('[role=log]').waitFor();
  await child.write('he said he will post it');
  await sok.getByRole('log').getByText('he said he will post it').waitFor();
});
afterAll(() => world.close());

const opens = async () => {
  await maly.getByRole('button', { name: /^Read along in/ }).click();
  await maly.getByRole('log').getByText('he said he will post it').waitFor();
};
const MARK = 'Maly is reading along';

describe('C4: reading along', () => {
  it('is for a supervisor alone, shows a mark to the counsellor, and offers no way to write', async () => {
    await opens();

    await sok.getByText(MARK).waitFor();
    expect(await maly.locator('.reply textarea, #note-text').count()).toBe(0);
    expect(await sok.locator('.read-along').count()).toBe(0);
    expect(await admin.locator('.read-along').count()).toBe(0);
    await sok.locator('.reply textarea').fill('We go slowly');
    await sok.keyboard.press('Control+Enter');
    await maly.getByRole('log').getByText('We go slowly').waitFor();
  });

  it('ends for both when the supervisor goes elsewhere', async () => {
    await maly.evaluate('history.back()');

    await sok.getByText(MARK).waitFor({ state: 'detached' });
    expect(await maly.locator('[role=log]').count()).toBe(0);
  });

  it('ends at once, out of the open page too, with the role', async () => {
    await opens();
    await admin.evaluate(`(async () => {
      const read = (path) => fetch('/api/' + path).then((answer) => answer.json());
      const { csrf } = await read('session');
      const { people } = await read('staff');
      const { id } = people.find(({ alias }) => alias === 'Maly');
      await fetch('/api/staff/' + id, {
        method: 'PUT',
        headers: { 'x-csrf-token': csrf, 'content-type': 'application/json' },
        body: JSON.stringify({ role: 'counsellor' }),
      });
    })()`);

    await maly.getByText('he said he will post it').waitFor({ state: 'detached' });
    await maly.locator('.read-along').waitFor({ state: 'detached' });
  });
});
