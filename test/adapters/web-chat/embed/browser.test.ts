import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { escapeTwice, FLAGS } from '../../../support/browser.ts';
import { type HostPage, hostPage } from '../../../support/host-page.ts';
import { type HttpWorld, httpWorld } from '../../../support/http-world.ts';

const { default: AxeBuilder } = createRequire(import.meta.url)('@axe-core/playwright');

let world: HttpWorld;
let host: HostPage;
let bare: HostPage;
let stranger: HostPage;
let neutral: Server;
let neutralUrl: string;
let context: BrowserContext;
let dir: string;
let page: Page;
let token: string;
let problems: string[];

const ONE_TAG = (chat: string) => `<script src="${chat}/chat/embed.js" async></script>`;

beforeEach(async () => {
  neutral = createServer((_request, response) => response.end('<title>Weather</title>sun'));
  await new Promise<void>((resolve) => neutral.listen(0, '127.0.0.1', resolve));
  neutralUrl = `http://127.0.0.1:${(neutral.address() as AddressInfo).port}/`;
  const chat = () => world.origin;
  host = await hostPage(ONE_TAG, chat);
  stranger = await hostPage(ONE_TAG, chat);
  bare = await hostPage((origin) => `<iframe title="Chat" src="${origin}/chat"></iframe>`, chat);
  world = await httpWorld({ neutralUrl, embedParents: [host.origin, bare.origin] });
  world.child.onOpen = (opened) => {
    token = opened;
    world.child.say(opened, {
      texts: ['Are you safe now?'],
      choices: [{ id: 'n.1.0', label: 'Yes' }],
    });
  };
  dir = mkdtempSync(join(tmpdir(), 'tvear-embed-'));
  blockThirdPartyCookies(dir);
  context = await chromium.launchPersistentContext(dir, {
    executablePath: '/usr/bin/chromium',
    args: [...FLAGS],
    viewport: { width: 320, height: 568 },
    locale: 'en-GB',
  });
  page = context.pages()[0] ?? (await context.newPage());
  problems = [];
  page.on('console', (said) => void (said.type() === 'error' && problems.push(said.text())));
  page.on('pageerror', (error) => void problems.push(error.message));
  await page.addInitScript(
    `window.told = []; addEventListener('message', ({ data }) => window.told.push(data));`,
  );
});
afterEach(async () => {
  await context.close();
  await world.close();
  for (const one of [host, bare, stranger]) one.close();
  neutral.close();
  rmSync(dir, { recursive: true, force: true });
});

function blockThirdPartyCookies(profile: string): void {
  mkdirSync(join(profile, 'Default'), { recursive: true });
  const preferences = { profile: { cookie_controls_mode: 1, block_third_party_cookies: true } };
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
}

const chat = () => page.frameLocator('iframe');
const launcher = () => page.getByRole('button', { name: 'Chat', exact: true });
const heard = () => world.child.talks.get(token)?.heard.map(({ text, choice }) => text ?? choice);
const told = () => page.evaluate<unknown>('window.told');

async function open(): Promise<void> {
  await page.goto('about:blank');
  await page.goto(host.url);
  await launcher().click();
  await chat().getByText('Are you safe now?').waitFor();
}

describe('the chat on another page', () => {
  it('comes by one script tag under a strict policy, begins when it is opened, and works by keyboard', async () => {
    await page.goto(host.url);
    await launcher().waitFor();
    expect(world.child.talks.size).toBe(0);

    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Chat');
    await page.keyboard.press('Enter');
    await chat().getByText('Are you safe now?').waitFor();
    await chat().getByRole('button', { name: 'Yes' }).press('Enter');
    await chat().getByLabel('Write here').fill('hello');
    await chat().getByLabel('Write here').press('Enter');

    await expect.poll(heard).toEqual(['n.1.0', 'hello']);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    expect(await context.cookies()).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('tells the page around nothing, and lets it read nothing', async () => {
    await open();
    await chat().getByLabel('Write here').fill('canary');
    await chat().getByLabel('Write here').press('Enter');
    await expect.poll(heard).toEqual(['canary']);

    expect(await told()).toEqual([]);
    expect(await page.evaluate('document.querySelector("iframe").contentDocument')).toBeNull();
    expect(await page.evaluate('document.documentElement.outerHTML')).not.toMatch(
      /canary|safe now/,
    );
  });

  it('is hidden and shown again without losing the talk', async () => {
    await open();
    await chat().getByRole('button', { name: 'Hide the chat' }).click();
    await launcher().waitFor();
    expect(await page.locator('iframe').isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Chat');
    world.child.say(token, { texts: ['said meanwhile'] });
    await launcher().click();

    await chat().getByText('said meanwhile').waitFor();
    expect(await chat().getByText('Are you safe now?').count()).toBe(1);
    expect(world.child.talks.size).toBe(1);
    expect(await told()).toEqual(['tvear:fold']);
  });

  it.each(['the button', 'Esc twice in the chat', 'Esc twice around it'])(
    'takes the whole page away by %s, and back does not show it',
    async (how) => {
      await open();
      const before = token;
      if (how === 'the button') await chat().getByRole('button', { name: 'Exit' }).click();
      else {
        if (how === 'Esc twice in the chat') await chat().getByLabel('Write here').focus();
        else await page.getByRole('link', { name: 'About us' }).focus();
        await escapeTwice(page);
      }
      await page.waitForURL(neutralUrl);

      await expect.poll(() => world.child.talks.has(before)).toBe(false);
      await page.goBack();
      expect(page.url()).toBe('about:blank');
    },
  );

  it('takes the whole page away also where its script is not', async () => {
    await page.goto(bare.url);
    await chat().getByText('Are you safe now?').waitFor();
    const before = token;
    await chat().getByRole('button', { name: 'Exit' }).click();

    await page.waitForURL(neutralUrl);
    await expect.poll(() => world.child.talks.has(before)).toBe(false);
  });

  it('does not appear on a page that is not named', async () => {
    await page.goto(stranger.url);
    await launcher().click();
    await expect
      .poll(() => problems.join())
      .toMatch(/frame-ancestors|refused to connect|ancestor/i);
    expect(world.child.talks.size).toBe(0);
  });

  it('passes axe with the chat closed and open', { timeout: 60_000 }, async () => {
    const broken = async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(({ id }: { id: string }) => id);
    };
    await page.goto(host.url);
    await launcher().waitFor();
    expect(await broken()).toEqual([]);
    await launcher().click();
    await chat().getByText('Are you safe now?').waitFor();
    expect(await broken()).toEqual([]);
  });
});
