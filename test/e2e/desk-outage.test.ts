import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, openBrowser } from '../support/browser.ts';
import { consoleBuilt, signUpInConsole } from '../support/console-page.ts';
import { type CutProxy, cutProxy } from '../support/cut-proxy.ts';
import { freePort } from '../support/free-port.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { type RunningServer, serverFolders, startServer } from '../support/running-server.ts';
import { type WebChild, webChild } from '../support/web-child.ts';

/** What the console shows while its server has no store. */

const TO_THE_LINE = ['2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];
let redis: RedisServer;
let line: CutProxy;
let server: RunningServer;
let open: Browser;
beforeAll(async () => {
  redis = await startRedis();
  line = await cutProxy(redis.port);
  open = await openBrowser();
});
afterAll(async () => {
  await open.close();
  await server.stop();
  await line.close();
  await redis.stop();
});

const lost = (page: Page) =>
  page.getByRole('status', { name: 'Connection' }).getByText('Connection lost');

it('49: says that the store is away while the server starts without one, and opens by itself', async () => {
  line.cut();
  const port = String(await freePort());
  const env = { PORT: port, REDIS_URL: `redis://127.0.0.1:${line.port}` };
  const starting = startServer(await serverFolders(), env);
  const page = await open.context.newPage();
  const url = `http://localhost:${port}/console`;
  const there = () =>
    page.goto(url).then(
      () => true,
      () => false,
    );
  await expect.poll(there, { timeout: 60_000 }).toBe(true);
  await page.getByText('The server waits for its store').waitFor();

  line.mend();
  server = await starting;
  await consoleBuilt(server);
  await page.getByLabel('Name').waitFor({ timeout: 60_000 });
  await page.close();
});

it('49: shows a banner within moments when the store is away, and goes on by itself', async () => {
  const link = server.invitation ?? '';
  const sok = await signUpInConsole(open, { link, name: 'sok', alias: 'Sok' });
  const child: WebChild = await webChild(server.url);
  for (const words of TO_THE_LINE) await child.write(words);
  await sok.locator('.queue-waiting .card').first().waitFor();
  await sok.locator('.queue-waiting .claim').first().click();
  const reply = sok.locator('.reply textarea');
  await reply.fill('a half sentence');

  for (let times = 0; times < 2; times += 1) {
    line.cut();
    await lost(sok).waitFor();
    expect(await reply.inputValue()).toBe('a half sentence');
    expect(await sok.locator('.reply button[type=submit]').isDisabled()).toBe(true);
    line.mend();
    await lost(sok).waitFor({ state: 'detached' });
  }
  await reply.press('Control+Enter');
  await sok.getByRole('log').getByText('a half sentence').waitFor();
  await expect
    .poll(() => child.read().join('\n'), { timeout: 30_000 })
    .toContain('a half sentence');
});
