import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { escapeTwice } from '../../support/browser.ts';
import { type HttpWorld, httpWorld } from '../../support/http-world.ts';

const { default: AxeBuilder } = createRequire(import.meta.url)('@axe-core/playwright');
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

let world: HttpWorld;
let neutral: Server;
let neutralUrl: string;
let context: BrowserContext;
let dir: string;
let page: Page;
let token: string;
let problems: string[];

beforeAll(async () => {
  neutral = createServer((_request, response) => response.end('<title>Weather</title>sun'));
  await new Promise<void>((resolve) => neutral.listen(0, '127.0.0.1', resolve));
  const address = neutral.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  neutralUrl = `http://127.0.0.1:${address.port}/`;
});
afterAll(() => neutral.close());

beforeEach(async () => {
  world = await httpWorld({ neutralUrl });
  dir = mkdtempSync(join(tmpdir(), 'tvear-page-'));
  context = await chromium.launchPersistentContext(dir, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: FLAGS.split(' '),
    viewport: { width: 390, height: 780 },
    locale: 'en-GB',
  });
  page = context.pages()[0] ?? (await context.newPage());
  problems = [];
  page.on(
    'console',
    (message) => void (message.type() === 'error' && problems.push(message.text())),
  );
  page.on('pageerror', (error) => void problems.push(error.message));
  world.child.onOpen = (opened) => {
    token = opened;
    world.child.say(opened, {
      texts: ['Hello. <b>You</b> can leave at any time.', 'Are you safe now?'],
      choices: [
        { id: 'n.1.0', label: 'Yes' },
        { id: 'n.1.1', label: 'No' },
      ],
    });
  };
});
afterEach(async () => {
  await context.close();
  await world.close();
  rmSync(dir, { recursive: true, force: true });
});

const open = async (): Promise<void> => {
  await page.goto(`${world.origin}/chat`);
  await page.getByText('Are you safe now?').waitFor();
};
const lines = () => page.locator('.line p').allTextContents();
const heard = () => world.child.talks.get(token)?.heard.map(({ text, choice }) => text ?? choice);
const kept = () =>
  page.evaluate<string>(
    'JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])',
  );

describe('the chat page in a browser', () => {
  it('shows text as text with its language, and answers by button and by keyboard', async () => {
    await open();

    expect(await lines()).toEqual([
      'Hello. <b>You</b> can leave at any time.',
      'Are you safe now?',
    ]);
    expect(await page.locator('.line b').count()).toBe(0);
    expect(
      await page.locator('.line p').evaluateAll((all) => all.map((p) => [p.lang, p.dir])),
    ).toEqual([
      ['en', 'auto'],
      ['en', 'auto'],
    ]);
    await page.getByRole('button', { name: 'Yes', exact: true }).click();
    await page.getByLabel('Write here').fill('two\nlines');
    await page.keyboard.press('Enter');
    await expect.poll(heard).toEqual(['n.1.0', 'two\nlines']);
    expect(await page.getByRole('button', { name: 'No', exact: true }).count()).toBe(0);
    await expect.poll(() => world.child.talks.get(token)?.items.length).toBe(0);
    expect(problems).toEqual([]);
  });

  it('R43: lets a number and an address of the directory be tapped, and nothing else', async () => {
    await open();
    world.child.say(token, {
      texts: ['• The line: 092 000 000 (free)\n• A form: https://form.example/report', 'No 12345.'],
      reach: ['https://form.example/report', '092 000 000', 'javascript:alert(1)'],
    });
    world.child.say(token, { texts: ['Or javascript:alert(1), 17 and 092 000 000'] });
    await page.getByText('Or javascript').waitFor();

    const links = await page
      .locator('.line a')
      .evaluateAll((all) =>
        all.map((a) => ['href', 'target', 'rel'].map((name) => a.getAttribute(name))),
      );
    expect(links).toEqual([
      ['tel:092000000', null, 'noopener noreferrer'],
      ['https://form.example/report', '_blank', 'noopener noreferrer'],
    ]);
    expect((await lines()).slice(-3)).toEqual([
      '• The line: 092 000 000 (free)\n• A form: https://form.example/report',
      'No 12345.',
      'Or javascript:alert(1), 17 and 092 000 000',
    ]);
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations).toEqual([]);
  });

  it('shows numbers in a discreet conversation', async () => {
    await open();
    world.child.say(token, {
      discreet: true,
      texts: ['Which one?'],
      choices: [
        { id: 'n.2.0', label: 'Someone I know' },
        { id: 'n.2.1', label: 'Someone online' },
      ],
    });
    await page.getByRole('button', { name: '2. Someone online' }).click();

    await expect.poll(heard).toEqual(['n.2.1']);
    expect((await lines()).at(-1)).toBe('2');
    expect(await lines()).toContain('1. Someone I know\n2. Someone online');
  });

  it('loses and doubles nothing when the network breaks', async () => {
    await open();
    await context.setOffline(true);
    await page.getByLabel('Write here').fill('first');
    await page.keyboard.press('Enter');
    await page.getByLabel('Write here').fill('second');
    await page.keyboard.press('Enter');
    await page.getByText('Not sent yet').first().waitFor();
    world.child.say(token, { texts: ['while you were away'] });
    world.server.closeAllConnections();
    await context.setOffline(false);

    await page.getByText('while you were away').waitFor();
    await expect.poll(heard, { timeout: 20_000 }).toEqual(['first', 'second']);
    await expect.poll(() => page.getByText('Not sent yet').count()).toBe(0);
    expect((await lines()).filter((line) => line === 'while you were away')).toHaveLength(1);
    expect((await lines()).filter((line) => line === 'first')).toHaveLength(1);
  });

  it('keeps nothing until a person was asked for, then only a token for this tab', async () => {
    await open();
    expect(await kept()).toBe('[{},{},""]');
    world.child.change(token, (talk) => {
      talk.keep = true;
      talk.resume = {
        mode: 'lines',
        lines: [{ from: 'child', label: null, text: 'said before', at: 0, language: 'en' }],
      };
    });
    world.child.say(token, { texts: ['Someone will join you.'] });
    await page.getByText('Someone will join you.').waitFor();
    await expect.poll(kept).toBe(JSON.stringify([{ t: token }, {}, '']));
    await expect.poll(() => world.child.talks.get(token)?.items.length).toBe(0);

    await page.reload();
    await page.getByText('said before').waitFor();
    expect(world.child.talks.size).toBe(1);
    world.child.say(token, { texts: ['still here'] });
    await page.getByText('still here').waitFor();
    world.child.change(token, (talk) => {
      talk.ended = true;
    });
    await page.getByText('This chat has ended.').waitFor();
    expect(await kept()).toBe('[{},{},""]');
    await page.getByRole('button', { name: 'New chat' }).click();
    await expect.poll(() => world.child.talks.size).toBe(2);
    await page.getByText('Are you safe now?').waitFor();
    expect(await lines()).toHaveLength(2);
  });

  it.each(['the button', 'Esc twice'])(
    'leaves at once by %s, and back does not show it',
    async (how) => {
      await page.goto('about:blank');
      await open();
      const before = token;
      if (how === 'the button') await page.getByRole('button', { name: 'Exit' }).click();
      else await escapeTwice(page);
      await page.waitForURL(neutralUrl);

      await expect.poll(() => world.child.talks.has(before)).toBe(false);
      await page.goBack();
      expect(page.url()).toBe('about:blank');
      expect(problems).toEqual([]);
    },
  );

  it('asks for a person and deletes from the menu, and only after a second word', async () => {
    await open();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('button', { name: 'Talk to a person' }).click();
    await expect.poll(heard).toEqual(['person']);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('button', { name: 'Delete this chat' }).click();
    expect(heard()).toEqual(['person']);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(heard).toEqual(['person', 'erase']);
    expect(await lines()).toEqual([]);
  });

  it('goes by polling when a proxy holds the stream back', { timeout: 60_000 }, async () => {
    await page.route('**/chat/api/stream', () => {});
    await page.goto(`${world.origin}/chat`);

    await page.getByText('Are you safe now?').waitFor({ timeout: 45_000 });
    await expect
      .poll(() => world.child.talks.get(token)?.items.length, { timeout: 15_000 })
      .toBe(0);
    expect(await lines()).toHaveLength(2);
  });

  it('works over a slow network: what is sent stays in order, and shows that it is under way', async () => {
    const link = await context.newCDPSession(page);
    await link.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 800,
      downloadThroughput: 6_000,
      uploadThroughput: 3_000,
    });
    await open();
    for (const said of ['first', 'second', 'third']) {
      await page.getByLabel('Write here').fill(said);
      await page.keyboard.press('Enter');
    }
    expect(await page.getByText('Sending…').count()).toBeGreaterThan(0);
    world.child.say(token, { texts: ['answer'] });

    await expect.poll(heard, { timeout: 20_000 }).toEqual(['first', 'second', 'third']);
    await page.getByText('answer', { exact: true }).waitFor();
    await expect.poll(() => page.getByText('Sending…').count(), { timeout: 20_000 }).toBe(0);
    expect(await lines()).toHaveLength(6);
  });

  it('leaves at once although the server never answers', async () => {
    await open();
    await page.route('**/chat/api/exit', () => {});
    await page.getByRole('button', { name: 'Exit' }).click();

    await page.waitForURL(neutralUrl);
  });

  it('holds nothing of the talk while it leaves', async () => {
    await open();
    world.child.change(token, (talk) => {
      talk.keep = true;
    });
    world.child.say(token, { texts: ['Someone will join you.'] });
    await expect.poll(kept).toContain(token);
    let left: unknown;
    world.server.prependListener('request', (request) => {
      if (request.url === '/left')
        request.on('data', (data) => {
          left = JSON.parse(String(data));
        });
    });
    await page.evaluate(`addEventListener('pagehide', () => navigator.sendBeacon('/left', JSON.stringify(
      [document.body.innerText, document.title, { ...sessionStorage }, history.state])))`);
    await page.getByRole('button', { name: 'Exit' }).click();
    await page.waitForURL(neutralUrl);

    await expect.poll(() => left).toEqual(['', '\u200b', {}, null]);
    expect(world.child.talks.has(token)).toBe(false);
  });

  it('tells a child who cannot begin, once, and begins as soon as there is room', async () => {
    let refusals = 2;
    const { open: begin } = world.child.door;
    world.child.door.open = async () => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('the store is away');
      return begin();
    };
    await page.goto(`${world.origin}/chat`);

    await page.getByText(world.child.safety.text).waitFor();
    await page.getByText('Are you safe now?').waitFor();
    expect((await lines()).filter((line) => line === world.child.safety.text)).toHaveLength(1);
  });

  it('answers words of danger that cannot be taken in, and goes on trying', async () => {
    await open();
    const { send } = world.child.door;
    world.child.door.send = async () => {
      throw new Error('the store is away');
    };
    await page.getByLabel('Write here').fill('I am in danger');
    await page.keyboard.press('Enter');
    await page.getByText(world.child.safety.text).waitFor();
    world.child.door.send = send;

    await expect.poll(heard, { timeout: 20_000 }).toEqual(['I am in danger']);
    await expect.poll(() => page.getByText('Not sent yet').count()).toBe(0);
  });

  it('shows on a small screen that answers stand below, and leads to them', async () => {
    await page.setViewportSize({ width: 320, height: 568 });
    await open();
    const more = page.getByRole('button', { name: 'More below' });
    expect(await more.isVisible()).toBe(false);
    world.child.say(token, {
      texts: Array.from({ length: 12 }, (_, n) => `A line that takes some room, number ${n}.`),
      choices: [{ id: 'n.2.0', label: 'The last answer' }],
    });
    await more.click();

    const answer = page.getByRole('button', { name: 'The last answer' });
    await expect
      .poll(async () => (await answer.boundingBox())?.y ?? Infinity)
      .toBeLessThan(510 - 44);
    await expect.poll(() => more.isVisible()).toBe(false);
  });

  it.each([
    [320, 'light'],
    [390, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const)(
    'fits %i px in %s and passes axe',
    { timeout: 60_000 },
    async (width, colorScheme) => {
      await page.setViewportSize({ width, height: 640 });
      await page.emulateMedia({ colorScheme });
      await open();
      await page.getByLabel('Write here').fill('hello');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Menu' }).click();

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        width,
      );
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((violation: { id: string }) => violation.id)).toEqual([]);
    },
  );
});
