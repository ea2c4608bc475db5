import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
} from '../support/running-server.ts';
import { joinStaff, type StaffClient } from '../support/staff-client.ts';

/** The page against the real server, which goes away and comes back. */

const WAIT = { timeout: 30_000, interval: 100 };
const TO_QUEUE = ['2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];

let folders: ServerFolders;
let env: Record<string, string>;
let server: RunningServer;
let staff: StaffClient;
let browser: Browser;
let page: Page;

beforeEach(async () => {
  folders = await serverFolders();
  env = { PORT: String(await freePort()) };
  server = await startServer(folders, env);
  staff = await joinStaff(server, 'counsellor', 'sokha');
  await staff.available();
  browser = await openBrowser({ width: 320, height: 568 });
  page = await browser.context.newPage();
});
afterEach(async () => {
  await browser.close();
  staff.leave();
  await server.stop();
  await folders.remove();
});

async function write(words: string): Promise<void> {
  await page.locator('#text').fill(words);
  await page.locator('#text').press('Enter');
}

async function toQueue(): Promise<string> {
  await page.goto(`${server.url}/chat`);
  await page.locator('#log > *').first().waitFor();
  for (const input of TO_QUEUE) {
    const before = await page.locator('#log > .bot').count();
    await write(input);
    await page.locator('#log > .bot').nth(before).waitFor();
  }
  await expect.poll(async () => (await staff.queue()).waiting.length, WAIT).toBe(1);
  return (await staff.queue()).waiting[0]?.id ?? '';
}

const BELOW = `(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.getElementById('scroller'))`;
const shown = async (words: string) =>
  (await page.locator('.line p').allTextContents()).filter((line) => line === words).length;
const heard = async (id: string) =>
  (await staff.conversation(id))?.lines
    .filter(({ from }) => from === 'child')
    .map(({ text }) => text)
    .slice(-3);

describe('a page whose server goes away', () => {
  it.each([
    ['drained', 'by stream'],
    ['killed', 'by stream'],
    ['killed', 'by polling'],
  ])('%s, and comes back, %s: no line is lost, doubled or disordered', async (how, by) => {
    if (by === 'by polling')
      await page.route('**/chat/api/stream', (route) => route.fulfill({ status: 502 }));
    const id = await toQueue();
    expect(await staff.claim(id)).toEqual({ done: true });
    await write('before');
    await expect.poll(() => heard(id), WAIT).toContain('before');
    expect(await staff.say(id, 'said before')).toEqual({ done: true });
    await expect.poll(() => shown('said before'), WAIT).toBe(1);

    if (how === 'killed') await server.kill();
    else await server.stop();
    await write('while away');
    await page.getByText('Not sent yet').first().waitFor();
    // What stands below a line is seen with it.
    expect(await page.evaluate(BELOW)).toBeLessThan(4);
    expect(await page.locator('#newer').isHidden()).toBe(true);
    await write('and one more');
    server = await startServer(folders, env);

    await expect.poll(() => heard(id), WAIT).toEqual(['before', 'while away', 'and one more']);
    await expect.poll(() => page.getByText('Not sent yet').count(), WAIT).toBe(0);
    expect(await staff.say(id, 'said after')).toEqual({ done: true });
    await expect.poll(() => shown('said after'), WAIT).toBe(1);
    for (const line of ['before', 'said before', 'while away', 'and one more', 'said after']) {
      expect([line, await shown(line)]).toEqual([line, 1]);
    }
    await expect.poll(() => page.locator('#state').textContent(), WAIT).toBe('');
  });
});
