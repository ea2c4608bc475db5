import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import { telegramChild } from '../support/platform-child.ts';
import {
  startTelegram,
  TELEGRAM_SECRET,
  TELEGRAM_TOKEN,
  type TelegramPlatform,
  telegramWebhooks,
} from '../support/platforms/telegram.ts';

/** English, nobody looks, own phone, in danger; a person, yes, no writing. */
const IN_DANGER = ['2', '2', '1', '1', '9', '1', '2'];
/** English, nobody looks, own phone, no danger, privacy read, just looking; a person. A pause meets whoever says no more. */
const AGAIN = ['2', '2', '1', '2', '1', '5', '9'];
const TO_QUEUE = [...AGAIN, '1', '2'];

const FLOODS = 71_000_001;

let telegram: TelegramPlatform;
let world: DeskWorld;
let sok: Page;
let maly: Page;
let rith: Page;
beforeAll(async () => {
  telegram = await startTelegram();
  const { url: TELEGRAM_API_ROOT } = telegram;
  world = await deskWorld({ TELEGRAM_TOKEN, TELEGRAM_SECRET, TELEGRAM_API_ROOT });
  sok = await world.staff('sok');
  maly = await world.staff('maly', { role: 'supervisor' });
  rith = await world.staff('rith', { role: 'supervisor' });
});
afterAll(async () => {
  await world.close();
  await telegram.close();
});

const hooks = telegramWebhooks();
const comes = (chat: number) =>
  telegramChild({ url: world.server.url, platform: telegram, hooks }, chat);
const claims = async (page: Page) => {
  // Under a pointer the list stays as it was.
  await page.mouse.move(900, 500);
  await page.locator('.queue-waiting .card:not([data-over]) .claim').first().click();
  await page.locator('[role=log]').waitFor();
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const asks = async (page: Page, reason: string) => {
  await button(page, 'Many talks from here').click();
  await page.getByRole('dialog').getByLabel(reason).check();
  await button(page, 'Let it rest for half an hour').click();
};
const shut = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
const said = (page: Page) => page.getByRole('dialog').getByRole('alert').innerText();
/** What the flooding child hears on asking for a person; it comes in pieces. */
const asksAgain = async () => {
  const child = await comes(FLOODS);
  const before = child.read().length;
  await world.asks(child, AGAIN);
  const heard = () => child.read().slice(before).join(' | ');
  while (!/half an hour at most|Shall we connect you/.test(heard())) await sleep(50);
  return heard();
};
/** The talk ends, and its wrap-up with it. */
const ends = async (page: Page) => {
  await button(page, 'Close').click();
  await button(page, 'Close the conversation').click();
  await page.locator('.quick').getByRole('button', { name: 'Prank' }).click();
  await page.getByText('No conversation is open').waitFor();
};

describe('a pause for an address that floods the line', () => {
  it('says before it is asked for that a child in danger is never stopped', async () => {
    const child = await comes(FLOODS);
    await world.asks(child, TO_QUEUE);
    await claims(sok);
    await button(sok, 'Many talks from here').click();
    await sok.getByText('A child in danger is never stopped').waitFor();
    expect(await button(sok, 'Let it rest for half an hour').isDisabled()).toBe(true);
    await button(sok, 'Cancel').click();
  });

  it('begins with a reason, and stands before every supervisor at once', async () => {
    await asks(sok, 'Many talks one after another');
    await sok.getByRole('dialog').getByText('It rests for half an hour, from now').waitFor();
    await shut(sok);

    for (const page of [maly, rith]) {
      const list = page.locator('.queue-frictions');
      await list.getByText('Waits for a second person').waitFor();
      expect(await list.innerText()).toMatch(/Many talks one after another · asked for by Sok/);
      // The page's clock goes by seconds, and may be one behind.
      await expect
        .poll(() => list.locator('.figures').innerText())
        .toMatch(/^(30:00|29:\d\d) left$/);
    }
    expect(await sok.locator('.queue-frictions').count()).toBe(0);
    await asks(sok, 'Prank');
    expect(await said(sok)).toBe('It rests already.');
    await button(sok, 'Cancel').click();
  });

  it('keeps that child from the line, with words that it is so, and no other child', async () => {
    await ends(sok);
    expect(await asksAgain()).toContain('half an hour at most');
    const other = await comes(71_000_002);
    await world.asks(other, TO_QUEUE);
    await sok.locator('.queue-waiting .card:not([data-over]) .claim').first().waitFor();
    expect(await sok.locator('.queue-waiting .claim').count()).toBe(1);
  });

  it('is made longer by a second person, which the others see without a word', async () => {
    await maly.locator('.queue-frictions select').selectOption('6');
    await maly.getByRole('button', { name: /^Make longer: / }).click();

    await rith.locator('.queue-frictions').getByText('Made longer').waitFor();
    expect(await rith.locator('.queue-frictions .figures').innerText()).toMatch(
      /^5:5\d:\d\d left$/,
    );
    expect(await rith.locator('.queue-frictions select').count()).toBe(0);
  });

  it('is ended by a supervisor, and the child comes through at once', async () => {
    await rith.getByRole('button', { name: /^End now: / }).click();
    await maly.locator('.queue-frictions').getByText('Ended in the last hours (1)').waitFor();
    expect(await maly.locator('.queue-frictions .figures').count()).toBe(0);

    await world.asks(await comes(71_000_003), TO_QUEUE);
    expect(await asksAgain()).toContain('Shall we connect you to a counsellor');
  });

  it('is not made longer by whoever asked for it', async () => {
    await claims(maly);
    await asks(maly, 'Insults');
    await shut(maly);

    await maly.locator('.queue-frictions').getByText('You asked for it.').waitFor();
    expect(await maly.locator('.queue-frictions select').count()).toBe(0);
    await rith.locator('.queue-frictions select').waitFor();
  });

  it('is refused in plain words in danger, and on the page', async () => {
    await world.asks(await comes(71_000_004), IN_DANGER);
    await sok.locator('.queue-waiting .card[data-band=danger]').waitFor();
    await claims(sok);
    await asks(sok, 'Prank');
    expect(await said(sok)).toMatch(/^Not possible here: this talk is about danger/);
    await button(sok, 'Cancel').click();

    await world.waitingChild();
    const web = sok.locator('.queue-waiting .card').filter({ hasText: 'Web chat' });
    await web.locator('.claim').click();
    await sok.locator('.talk-names').getByText('Web chat').waitFor();
    await asks(sok, 'Prank');
    expect(await said(sok)).toMatch(/^Not possible here: the web page has no address/);
    await button(sok, 'Cancel').click();
  });
});
