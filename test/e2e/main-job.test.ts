import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from '../support/browser.ts';
import { consoleBuilt, signUpInConsole } from '../support/console-page.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
} from '../support/running-server.ts';

/** A child writes, a counsellor answers: the real server, three people, three browsers. */

/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened. */
const TO_HARM = ['2', '2', '1', '2', '1', '1', '1'];

let folders: ServerFolders;
let server: RunningServer;
let sok: Page;
let dara: Page;
let childBrowser: Browser;
const browsers: Browser[] = [];

async function browser(look = {}): Promise<Browser> {
  const opened = await openBrowser(look);
  browsers.push(opened);
  return opened;
}

async function signUp(link: string, name: string, alias: string): Promise<Page> {
  return signUpInConsole(await browser(), { link, name, alias });
}

async function child(): Promise<Page> {
  const page = await childBrowser.context.newPage();
  await page.goto(`${server.url}/chat`);
  await page.locator('#log > *').first().waitFor();
  return page;
}

/** Writes as a child and waits for what comes back. */
async function write(page: Page, words: string): Promise<void> {
  const before = await page.locator('#log > *').count();
  await page.locator('#text').fill(words);
  await page.locator('#text').press('Enter');
  await page
    .locator('#log > *')
    .nth(before + 1)
    .waitFor();
}

async function toQueue(page: Page): Promise<void> {
  for (const input of [...TO_HARM, '9', '1', '2']) await write(page, input);
}

const last = (page: Page) => page.locator('#log > .bot').last();

beforeAll(async () => {
  folders = await serverFolders();
  server = await startServer(folders);
  await consoleBuilt(server);
  sok = await signUp(server.invitation ?? '', 'sok.counsellor', 'Sok');
  const invited = await server.cli('staff', 'invite', '--role', 'counsellor', '--json');
  dara = await signUp(JSON.parse(invited).link, 'dara.counsellor', 'Dara');
  childBrowser = await browser({ width: 390, height: 844 });
});

afterAll(async () => {
  for (const one of browsers) await one.close();
  await server.stop();
  await folders.remove();
});

describe('the main job', () => {
  it('brings a child to a counsellor, lets both talk, and ends', async () => {
    const page = await child();
    await toQueue(page);
    expect(await last(page).innerText()).toMatch(/Please wait a little/);

    // Both desks see the child without a reload; two claim at once, one wins.
    for (const desk of [sok, dara])
      await desk.getByText('Threatened with pictures').first().waitFor();
    await Promise.all(
      [sok, dara].map((desk) => desk.getByRole('button', { name: /claim/i }).first().click()),
    );
    const talks = [sok.locator('[role=log]'), dara.locator('[role=log]')];
    await Promise.race(talks.map((talk) => talk.waitFor()));
    await page.getByText(/(Sok|Dara) is here now/).waitFor();
    const winner = /Sok is here/.test(await page.locator('#log').innerText()) ? sok : dara;
    const loser = winner === sok ? dara : sok;
    await loser
      .getByText(winner === sok ? /Sok/ : /Dara/)
      .last()
      .waitFor();
    expect(await loser.locator('[role=log]').count()).toBe(0);
    // Under a pointer the card would stay.
    for (const desk of [sok, dara]) await desk.mouse.move(900, 500);

    // The brief tells what the child chose, so that nobody asks again.
    await winner.getByText('Own phone').first().waitFor();

    const reply = winner.locator('textarea').first();
    await reply.fill('Hello, I am with you.');
    await reply.press('Control+Enter');
    await page.getByText('Hello, I am with you.').waitFor();
    expect(await page.locator('.line.counsellor .who').innerText()).toMatch(/a person/);
    await page.locator('#text').fill('thank you');
    await page.locator('#text').press('Enter');
    await winner.getByText('thank you').waitFor();

    await winner.getByRole('button', { name: 'Close', exact: true }).first().click();
    await winner.getByRole('dialog').getByRole('button').last().click();
    await page.getByText('This conversation has ended').waitFor();
    await winner
      .getByRole('button', { name: /save|finish|done/i })
      .first()
      .waitFor();
  });

  it('hears the help word, the wish for a person and the exit word in the middle of a flow', async () => {
    const page = await child();
    for (const input of TO_HARM) await write(page, input);
    await write(page, 'help');
    expect(await last(page).innerText()).toMatch(/danger right now/);
    await write(page, '2');
    await write(page, '9');
    expect(await last(page).innerText()).toMatch(/connect you to a counsellor/);
    await write(page, 'exit');
    await page.getByText('Goodbye').waitFor();
    await page.close();
  });

  it('erases at the word, without a question', async () => {
    const page = await child();
    for (const input of TO_HARM) await write(page, input);
    await write(page, 'delete');
    await page.locator('#over').waitFor();
    await page.close();
  });

  it('leaves by the exit button: another page, a dead token, nobody in the queue', async () => {
    const page = await child();
    await toQueue(page);
    await sok.getByText('Threatened with pictures').first().waitFor();
    const token = await page.evaluate(() => sessionStorage.getItem('t'));
    await page.route('**/*', (route) =>
      route.request().url().startsWith(server.url)
        ? route.continue()
        : route.fulfill({ body: 'elsewhere' }),
    );
    await page.locator('#exit').click();
    await page.getByText('elsewhere').waitFor();

    const answer = await fetch(`${server.url}/chat/api/poll`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        origin: server.url,
      },
      body: '{"ack":[]}',
    });
    expect(token).toMatch(/\S/);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    await sok.getByText('No one is waiting.').waitFor();
    await page.close();
  });

  it('shows the lines again after a reload in the queue, and doubles none', async () => {
    const page = await child();
    await toQueue(page);
    const waits = page.getByText(/Please wait a little/);
    await page.reload();
    await waits.first().waitFor();
    await write(page, 'are you there');

    expect(await waits.count()).toBe(1);
    await write(page, 'exit');
    await page.close();
  });

  it('never writes a word of a child into the log', () => {
    for (const words of ['thank you', 'Hello, I am with you.', 'are you there']) {
      expect(server.output()).not.toContain(words);
    }
  });
});
