import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK_PASSWORD } from '../support/console-page.ts';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

/** Keys, hiding, locking, sound: what makes a long shift bearable. */

let world: DeskWorld;
let sok: Page;
beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  for (let n = 0; n < 3; n += 1) await world.waitingChild();
  await sok.locator('.queue-waiting .claim').nth(2).waitFor();
});
afterAll(() => world.close());

const focused = async () =>
  String(await sok.evaluate('document.activeElement?.getAttribute("aria-label") ?? ""'));
const focusedId = () => sok.evaluate('document.activeElement?.id');

describe('C10: keys', () => {
  it('move through the queue, claim who is in focus, and go to the reply and the note', async () => {
    await sok.keyboard.press('j');
    const first = await focused();
    await sok.keyboard.press('j');
    const second = await focused();
    expect(first).toMatch(/^Claim /);
    expect(second).not.toBe(first);
    await sok.keyboard.press('k');
    expect(await focused()).toBe(first);

    await sok.keyboard.press('c');
    await sok.locator('[role=log]').waitFor();
    expect(await sok.locator('.talk-title').innerText()).toContain(first.replace('Claim ', ''));
    await sok.keyboard.press('n');
    expect(await focusedId()).toBe('note-text');
    await sok.keyboard.press('Escape');
    await sok.locator('.talk-title').focus();
    await sok.keyboard.press('r');
    expect(await focused()).toBe('Reply to the child');
  });

  it('do nothing while somebody writes, and nothing at all when switched off', async () => {
    const waiting = await sok.locator('.queue-waiting .claim').count();
    const reply = sok.locator('.reply textarea');
    await reply.fill('');
    await reply.pressSequentially('check jack? n/c');
    expect(await reply.inputValue()).toBe('check jack? n/c');
    expect(await sok.locator('.queue-waiting .claim').count()).toBe(waiting);
    await reply.fill('');

    await sok.locator('.talk-title').focus();
    await sok.keyboard.press('?');
    await sok.getByRole('dialog').getByLabel('Single letters act').uncheck();
    await sok.keyboard.press('Escape');
    await sok.locator('.talk-title').focus();
    await sok.keyboard.press('c');
    await sok.keyboard.press('n');
    expect(await focusedId()).not.toBe('note-text');
    expect(await sok.locator('.queue-waiting .claim').count()).toBe(waiting);
    await sok.getByRole('button', { name: 'Keys' }).click();
    await sok.getByRole('dialog').getByLabel('Single letters act').check();
    await sok.keyboard.press('Escape');
  });

  it('find every act in the palette, also out of a text', async () => {
    await sok.locator('.reply textarea').focus();
    await sok.keyboard.press('Control+k');
    await sok.keyboard.type('note');
    await sok.keyboard.press('Enter');
    await expect.poll(focusedId, { timeout: 10_000 }).toBe('note-text');
  });
});

describe('C10: keys on a Khmer keyboard', () => {
  const press = (key: string, code: string, ctrlKey = false) =>
    sok.evaluate(
      `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', ${JSON.stringify({ key, code, ctrlKey, bubbles: true, cancelable: true })}))`,
    );

  it('act by their place, and the ready replies open out of the box', async () => {
    await sok.locator('.talk-title').focus();
    await press('ន', 'KeyN');
    expect(await focusedId()).toBe('note-text');
    await press('ក', 'KeyK', true);
    await sok.getByRole('dialog').getByRole('combobox').waitFor();
    await sok.keyboard.press('Escape');

    await sok.locator('.reply textarea').focus();
    await press('៊', 'Slash');
    await sok.locator('#canned-search').waitFor();
    expect(await sok.locator('.reply textarea').inputValue()).toBe('');
    await sok.keyboard.press('Escape');
  });

  it('stand all in the one list, with those of the box and of the cover', async () => {
    await sok.getByRole('button', { name: 'Keys' }).click();
    const shown = await sok.getByRole('dialog').locator('.key-list').innerText();
    for (const act of ['Send what is written', 'Show again what was hidden']) {
      expect(shown).toContain(act);
    }
    await sok.keyboard.press('Escape');
  });
});

describe('C19: hiding', () => {
  it('takes everything out of the page at one key, keeps the talk, and brings it back', async () => {
    await sok.locator('.reply textarea').fill('a half sentence');
    await sok.keyboard.press('F8');
    await sok.getByRole('heading', { name: 'Nothing to see here' }).waitFor();
    const page = await sok.evaluate('document.body.innerText + document.title');
    expect(page).not.toMatch(/Threatened|half sentence|Extortion/);
    expect(await sok.locator('[role=log], .card').count()).toBe(0);

    await sok.keyboard.press('F8');
    await sok.locator('[role=log]').waitFor();
    expect(await sok.locator('.reply textarea').inputValue()).toBe('a half sentence');
    await sok.locator('.reply textarea').fill('');
  });

  it('locks a desk that nobody touches, against a reload too, until the password is given', async () => {
    await sok.evaluate(`fetch('/api/session').then((answer) => answer.json()).then(({ csrf }) =>
      fetch('/api/me/lock', { method: 'POST', headers: { 'x-csrf-token': csrf } }))`);
    sok.once('dialog', (dialog) => void dialog.accept());
    await sok.reload();
    await sok.getByRole('heading', { name: 'Locked' }).waitFor();
    expect(await sok.locator('[role=log], .card').count()).toBe(0);

    await sok.getByLabel('Password', { exact: true }).fill('not this one at all');
    await sok.getByRole('button', { name: 'Unlock' }).click();
    await sok.getByText('The password is wrong').waitFor();
    await sok.getByLabel('Password', { exact: true }).fill(DESK_PASSWORD);
    await sok.getByRole('button', { name: 'Unlock' }).click();
    await sok.locator('[role=log]').waitFor();
  });
});

describe('C8: sound', () => {
  it('is off until it is wanted, says so, and is remembered on this machine without a word of anybody', async () => {
    await sok.getByRole('button', { name: 'Sound is off' }).click();
    await sok.getByLabel('Play tones').check();
    for (const tone of ['Urgent', 'My conversation', 'New in the queue']) {
      expect(await sok.getByRole('button', { name: tone }).isEnabled()).toBe(true);
    }
    await sok.keyboard.press('Escape');
    await sok.getByRole('button', { name: 'Sound on' }).waitFor();
    expect(await sok.evaluate('JSON.parse(localStorage.getItem("tvear.desk"))')).toEqual({
      letters: true,
      sound: true,
      volume: 0.5,
      notify: false,
    });
  });

  it('counts in the title who waits, and nothing else', async () => {
    await world.waitingChild();
    await expect.poll(() => sok.title(), { timeout: 10_000 }).toMatch(/^\(\d+\) Desk · Tvear$/);
  });
});
