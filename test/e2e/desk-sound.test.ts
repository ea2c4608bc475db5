import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import { HEAR_TONES, notesHeard } from '../support/heard-tones.ts';

/** What drives the browser here counts as a touch of the page for it: the silence before the first real one is made by hand. */
const SILENT_BEFORE_A_TOUCH = `
  let touched = false;
  for (const sign of ['pointerdown', 'keydown'])
    window.addEventListener(sign, (event) => (touched ||= event.isTrusted), true);
  window.AudioContext = class extends AudioContext {
    constructor() {
      super();
      if (!touched) void super.suspend();
    }
    get state() {
      return touched ? super.state : 'suspended';
    }
    resume() {
      return touched ? super.resume() : new Promise(() => undefined);
    }
  };`;

let world: DeskWorld;
let sok: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  await sok.context().addInitScript(SILENT_BEFORE_A_TOUCH + HEAR_TONES);
  await sok.reload();
  await sok.getByRole('button', { name: 'Sound is off' }).click();
  await sok.getByLabel('Play tones').check();
  await sok.keyboard.press('Escape');
  await badge(sok, 'Sound on').waitFor();
});
afterAll(() => world.close());

const badge = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** A child comes, and the page has rung for it if it can. */
const comes = async () => {
  const before = await sok.locator('.queue-waiting .claim').count();
  await world.waitingChild();
  await sok.locator('.queue-waiting .claim').nth(before).waitFor();
};

describe('C8: sound that is remembered', () => {
  it('is not claimed by a page that is still silent, and is heard from the first key on', async () => {
    await sok.reload();
    await badge(sok, 'No sound before the next click').waitFor();
    await comes();
    expect(await notesHeard(sok)).toBe(0);

    await sok.keyboard.press('Shift');
    await badge(sok, 'Sound on').waitFor();
    await comes();
    expect(await notesHeard(sok)).toBeGreaterThan(0);
  });

  it('is heard from the first click on, wherever it goes', async () => {
    await sok.reload();
    await badge(sok, 'No sound before the next click').waitFor();
    await sok.getByRole('heading', { name: 'My conversations' }).click();
    await badge(sok, 'Sound on').waitFor();
  });
});
