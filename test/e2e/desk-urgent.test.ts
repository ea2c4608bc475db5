import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import { HEAR_TONES, notesHeard } from '../support/heard-tones.ts';

const REPEAT_MS = 5000;
/** The high note of the urgent tone, which has it twice. */
const HIGH = 880;

let world: DeskWorld;
let sok: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  await sok.setViewportSize({ width: 390, height: 844 });
  await sok.context().addInitScript(HEAR_TONES);
  await sok.clock.install();
  await sok.reload();
  await sok.getByRole('button', { name: 'Sound is off' }).click();
  await sok.getByLabel('Play tones').check();
  await sok.keyboard.press('Escape');
  await world.waitingChild();
  await sok.locator('.queue-waiting .claim').click();
  await sok.locator('.reply textarea').waitFor();
});
afterAll(() => world.close());

/** The urgent tones of some repeats. */
const ringsIn = async (repeats: number) => {
  const before = await notesHeard(sok, HIGH);
  await sok.clock.runFor(repeats * REPEAT_MS);
  return ((await notesHeard(sok, HIGH)) - before) / 2;
};

describe('C8: a child who waits and writes of dying', () => {
  it('rings on while somebody writes in a talk that hides the line', async () => {
    const child = await world.waitingChild();
    expect(await ringsIn(2)).toBe(0);
    await child.write('I want to die');
    while ((await notesHeard(sok, HIGH)) === 0) await new Promise((ok) => setTimeout(ok, 50));

    await sok.locator('.reply textarea').pressSequentially('I read');
    expect(await ringsIn(2)).toBeGreaterThan(0);
    await sok.locator('.reply textarea').pressSequentially(' what you write');
    expect(await ringsIn(2)).toBeGreaterThan(0);
  });

  it('is still in the ear where a dialog is in front of the card, and no more once it was looked at', async () => {
    await sok.locator('.talk-header a').first().click();
    await sok.locator('.queue-waiting .raised').waitFor();
    await sok.getByRole('button', { name: 'Sound on' }).click();
    expect(await ringsIn(2)).toBeGreaterThan(0);
    await sok.keyboard.press('Escape');
    expect(await ringsIn(2)).toBeGreaterThan(0);

    await sok.keyboard.press('Shift');
    expect(await ringsIn(3)).toBe(0);
  });
});
