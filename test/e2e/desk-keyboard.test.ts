import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK_PASSWORD } from '../support/console-page.ts';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import type { WebChild } from '../support/web-child.ts';

/** The main job without a mouse: the focus is always somewhere, is always seen, and goes where an act leads. */

let world: DeskWorld;
let sok: Page;
let child: WebChild;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  child = await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().waitFor();
  await sok.evaluate(`fetch('/api/session').then((answer) => answer.json()).then(({ csrf }) =>
    fetch('/api/session', { method: 'DELETE', headers: { 'x-csrf-token': csrf } }))`);
  await sok.goto(`${world.server.url}/console/sign-in`);
});
afterAll(() => world.close());

const focusIs = (selector: string) =>
  expect
    .poll(() => sok.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`), {
      timeout: 30_000,
    })
    .toBe(true);

/** With a ring around it or around what stands for it; after the last stop comes the browser's own frame, which is the body. */
const SEEN = `(() => {
  const ring = (element) => element !== null && getComputedStyle(element).outlineStyle !== 'none' &&
    parseFloat(getComputedStyle(element).outlineWidth) > 0;
  const at = document.activeElement;
  return at === document.body || ring(at) || ring(at.nextElementSibling) || ring(at.parentElement)
    ? '' : at.outerHTML.slice(0, 120);
})()`;

/** Tab after Tab until it is there, as somebody without a mouse would. */
async function tabTo(selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let stops = 0; stops < 60; stops += 1) {
    await sok.keyboard.press(key);
    expect(await sok.evaluate(SEEN)).toBe('');
    if (await sok.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`no ${selector} within sixty stops`);
}

describe('the main job, by keyboard alone', () => {
  it('signs in', async () => {
    await focusIs('input[name=name]');
    await sok.keyboard.type('sok');
    await tabTo('input[name=password]');
    await sok.keyboard.type(DESK_PASSWORD);
    await sok.keyboard.press('Enter');
    await sok.locator('.queue-waiting .claim').first().waitFor();
  });

  it('jumps over the header to the queue, claims, and is with the child', async () => {
    await tabTo('.skip[href="#queue"]');
    await sok.keyboard.press('Enter');
    await tabTo('.claim');
    await sok.keyboard.press('Enter');
    await sok.locator('[role=log]').waitFor();
    await focusIs('.talk-title');
  });

  it('reads in a live region that takes no focus when the child writes', async () => {
    await tabTo('[role=log]');
    expect(await sok.locator('[role=log]').getAttribute('aria-label')).toMatch(/\S/);
    await child.write('are you there');
    await sok.locator('[role=log]').getByText('are you there').waitFor();
    await focusIs('[role=log]');
  });

  it('replies, and can go on writing', async () => {
    await tabTo('.reply textarea');
    await sok.keyboard.type('I am here with you');
    await tabTo('.reply button[type=submit]');
    await sok.keyboard.press('Enter');
    await sok.locator('[role=log]').getByText('I am here with you').waitFor();
    await focusIs('.reply textarea');
  });

  it('notes, and can go on noting', async () => {
    await tabTo('#note-text');
    await sok.keyboard.type('asked for a teacher');
    await tabTo('.note-save');
    await sok.keyboard.press('Enter');
    await sok.locator('[role=log]').getByText('asked for a teacher').waitFor();
    await focusIs('#note-text');
  });

  it('asks before it closes, gives the focus back, closes, and is at the wrap-up', async () => {
    await tabTo('.act-close', 'Shift+Tab');
    await sok.keyboard.press('Enter');
    await focusIs('dialog[open] *');
    await sok.keyboard.press('Escape');
    await focusIs('.act-close');
    // As fast as it goes: whoever has the focus back can ask again.
    for (let times = 0; times < 5; times += 1) {
      await sok.keyboard.press('Enter');
      await focusIs('dialog[open] *');
      await sok.keyboard.press('Escape');
    }
    await focusIs('.act-close');
    await sok.keyboard.press('Enter');
    await tabTo('dialog[open] .dialog-act');
    await sok.keyboard.press('Enter');
    await focusIs('#wrap-up-title');
  });

  it('classifies, saves, and is at the queue', async () => {
    await tabTo('.wrap-up select');
    await sok.keyboard.press('ArrowDown');
    await tabTo('.wrap-up input[type=radio]');
    await sok.keyboard.press('ArrowRight');
    expect(await sok.evaluate('document.activeElement.checked')).toBe(true);
    await tabTo('.wrap-up button[type=submit]');
    await sok.keyboard.press('Enter');
    await focusIs('#queue');
    await sok.locator('.my-card').waitFor({ state: 'detached' });
  });
});
