import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import jsqrModule from 'jsqr';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Browser, openBrowser } from '../support/browser.ts';
import { postWebhook } from '../support/platform-child.ts';
import {
  startTelegram,
  TELEGRAM_SECRET,
  TELEGRAM_TOKEN,
  type TelegramPlatform,
  telegramWebhooks,
} from '../support/platforms/telegram.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
  storeBytes,
} from '../support/running-server.ts';

// The package is CommonJS; its types say otherwise.
const jsqr = jsqrModule.default;

let telegram: TelegramPlatform;
let folders: ServerFolders;
let server: RunningServer;
let browser: Browser;
let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'tvear-poster-'));
  telegram = await startTelegram();
  folders = await serverFolders();
  server = await startServer(folders, {
    TELEGRAM_TOKEN,
    TELEGRAM_SECRET,
    TELEGRAM_API_ROOT: telegram.url,
  });
  browser = await openBrowser({ width: 900, height: 1300 });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await telegram.close();
  await folders.remove();
  await rm(out, { recursive: true, force: true });
});

const LABEL = 'canary school';

/** What a phone reads from each code of a page, as it is rendered. */
async function scan(page: Page): Promise<(string | undefined)[]> {
  const codes = await page.locator('svg').all();
  const read = codes.map(async (code) => {
    const png = (await code.screenshot()).toString('base64');
    const pixels = await page.evaluate(`${PIXELS}(${JSON.stringify(png)})`);
    const { data, width, height } = Pixels.parse(pixels);
    return jsqr(Uint8ClampedArray.from(data), width, height)?.data;
  });
  return Promise.all(read);
}

const Pixels = z.object({ data: z.array(z.number()), width: z.number(), height: z.number() });

/** Runs in the page, whose world this program's types do not know. */
const PIXELS = `(async (png) => {
  const bytes = Uint8Array.from(atob(png), (one) => one.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  return { data: [...data], width: image.width, height: image.height };
})`;

async function print(code: string, ...more: string[]): Promise<string> {
  const file = join(out, `${more.join('-')}.html`);
  await server.cli('poster', 'print', code, '--to', file, ...more);
  return file;
}

describe('posters', () => {
  let code = '';

  it('make a code by chance, and know no link before its name was learned', async () => {
    const made = await server.cli('poster', 'new', LABEL);
    code = made.split('\n')[0] ?? '';

    expect(code).toMatch(/^[a-z2-9]{6}$/);
    const before = await server.cli('poster', 'list');
    expect(before).toContain(`${server.url}/chat?c=${code}`);
    expect(before).not.toMatch(/t\.me/);
    await server.cli('channel', 'telegram', 'check').catch(String);
    expect(await server.cli('poster', 'list')).toContain(`https://t.me/loopback_bot?start=${code}`);
  });

  it.each(['km', 'en'])(
    'show in %s what a phone can scan, and nothing to explain',
    async (language) => {
      const file = await print(code, '--language', language);
      const page = await browser.context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(pathToFileURL(file).href);
      await page.evaluate('document.fonts.ready.then(() => undefined)');

      expect(await scan(page)).toEqual([
        `https://t.me/loopback_bot?start=${code}`,
        `${server.url}/chat?c=${code}`,
      ]);
      const shown = await page.locator('body').innerText();
      const words = shown.replace(new URL(server.url).host, '');
      expect(words).not.toMatch(/\d{3}|abuse|safe|danger|help|sex|ជួយ|គ្រោះថ្នាក់|ផ្លូវភេទ|រំលោភ/iu);
      expect(await readFile(file, 'utf8')).not.toContain('canary');
      // One A4 page that asks nobody for anything.
      const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString(
        'latin1',
      );
      expect(pdf.match(/\/Type\s*\/Page\b/gu)).toHaveLength(1);
      expect(asked.filter((url) => !/^(file|data):/u.test(url))).toEqual([]);
      await page.close();
    },
  );

  it('come as cards, of one page, each with a code', async () => {
    const file = await print(
      code,
      '--language',
      'km',
      '--format',
      'cards',
      '--channel',
      'telegram',
    );
    const page = await browser.context.newPage();
    await page.goto(pathToFileURL(file).href);

    const codes = await scan(page);

    expect(codes).toHaveLength(10);
    expect(new Set(codes)).toEqual(new Set([`https://t.me/loopback_bot?start=${code}`]));
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString(
      'latin1',
    );
    expect(pdf.match(/\/Type\s*\/Page\b/gu)).toHaveLength(1);
    await page.close();
  });

  it('count who came, and nothing of who', async () => {
    const hooks = telegramWebhooks();
    for (let child = 1; child <= 12; child += 1) {
      const hook = hooks.text(77_000_000 + child, `/start ${code}`);
      await postWebhook(server.url, hook);
      // What came twice came once; what is no code of ours is not even kept.
      await postWebhook(server.url, hook);
      await postWebhook(server.url, hooks.text(78_000_000 + child, '/start canary-payload'));
    }
    const page = await browser.context.newPage();
    await page.goto(`${server.url}/chat?c=${code}`);
    await page.locator('#log > *').first().waitFor();
    expect(page.url()).toBe(`${server.url}/chat`);
    await page.close();

    const counters = /campaign\/(\d{4}-\d\d-\d\d)\/(\w+)/u;
    const bytes = (await storeBytes(folders)).toString('latin1');
    expect(counters.exec(bytes)?.[2]).toBe(code);
    expect(bytes).not.toContain('canary-payload');
    // Today is not shown: nobody can watch a child come.
    expect(await server.cli('poster', 'list')).toMatch(/fewer than 10/);
  });
});
