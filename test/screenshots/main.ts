import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from 'playwright-core';
import { type Browser, type Look, openBrowser } from '../support/browser.ts';
import { serverFolders, startServer } from '../support/running-server.ts';
import { shootSheet } from './sheet.ts';

/** `npm run screenshots [folder]`: the main job on the real server, seen by child and counsellor. */

const HELP = `npm run screenshots [folder]

The main job on a real server in a real browser, in Khmer and English, wide and on a phone, light and dark; then every
state of the desk, with sheet.html as the page of all of them. The folder is ./screenshots when none is named. The chat page brings no font of its own: install one for Khmer (fonts-khmeros).`;

if (process.argv.includes('--help')) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}
const folder = process.argv[2] ?? 'screenshots';
if (folder.startsWith('-')) {
  process.stderr.write('There are no options: npm run screenshots [folder].\n');
  process.exit(2);
}
const LOOKS: readonly (Look & { readonly name: string })[] = [
  { name: 'wide', width: 1280, height: 800 },
  { name: 'wide-dark', width: 1280, height: 800, dark: true },
  { name: 'phone', width: 390, height: 844 },
  { name: 'phone-dark', width: 390, height: 844, dark: true },
];

const CHILD: Readonly<Record<string, readonly string[]>> = {
  km: ['1', '2', '1', '2', '1', '1', '1', '1'],
  en: ['2', '2', '1', '2', '1', '1', '1', '1'],
};

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function write(page: Page, words: string): Promise<void> {
  const before = await page.locator('#log > *').count();
  await page.locator('#text').fill(words);
  await page.locator('#text').press('Enter');
  await page
    .locator('#log > *')
    .nth(before + 1)
    .waitFor();
}

async function walk(browser: Browser, url: string, inputs: readonly string[]): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(`${url}/chat`);
  await page.locator('#log > *').first().waitFor();
  for (const input of inputs) await write(page, input);
  return page;
}

async function signUp(browser: Browser, link: string): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(link);
  const password = 'a long and quiet pass phrase';
  await page.locator('input').first().waitFor();
  const inputs = page.locator('input');
  await inputs.nth(0).fill('sok.counsellor');
  await inputs.nth(1).fill('Sok');
  await inputs.nth(2).fill(password);
  await inputs.nth(3).fill(password);
  await shoot(page, 'console-invite');
  await page.locator('button[type=submit]').click();
  await page.getByRole('switch').first().waitFor();
  return page;
}

await mkdir(folder, { recursive: true });
const folders = await serverFolders();
const server = await startServer(folders);
while (/"console-building"/.test(server.output()) && !/"console-built"/.test(server.output())) {
  await new Promise((resolve) => setTimeout(resolve, 200));
}
const opened: Browser[] = [];
const open = async (look: Look) => {
  const browser = await openBrowser(look);
  opened.push(browser);
  return browser;
};
try {
  const desk = await signUp(await open({ width: 1280, height: 800 }), server.invitation ?? '');
  await shoot(desk, 'console-empty');
  await desk.getByRole('switch').first().click({ force: true });
  for (const language of ['km', 'en']) {
    for (const { name, ...look } of LOOKS) {
      const page = await walk(await open(look), server.url, (CHILD[language] ?? []).slice(0, 6));
      await shoot(page, `chat-${language}-${name}`);
      await page.close();
    }
  }
  const child = await walk(await open({ width: 390, height: 844 }), server.url, CHILD['km'] ?? []);
  await write(child, '9');
  await write(child, '1');
  await write(child, '2');
  await shoot(child, 'chat-km-waiting');
  await desk.waitForTimeout(1500);
  await shoot(desk, 'console-queue');
  await desk.locator('article button, li button').last().click();
  await desk.locator('[role=log]').waitFor();
  await desk.locator('textarea').first().fill('សួស្តី ប្អូន។ ខ្ញុំនៅទីនេះ ហើយស្ដាប់ប្អូន។');
  await desk.locator('textarea').first().press('Control+Enter');
  await child.locator('.line.counsellor').first().waitFor();
  await child.locator('#text').fill('អរគុណបង');
  await child.locator('#text').press('Enter');
  await desk.getByText('អរគុណបង').waitFor();
  await shoot(child, 'chat-km-talk');
  await shoot(desk, 'console-talk');
  await desk.setViewportSize({ width: 390, height: 844 });
  await shoot(desk, 'console-talk-phone');
  await desk.emulateMedia({ colorScheme: 'dark' });
  await shoot(desk, 'console-talk-phone-dark');
  await desk.setViewportSize({ width: 1280, height: 800 });
  await desk.getByRole('radio', { name: 'English' }).or(desk.getByText('English')).first().click();
  await shoot(desk, 'console-talk-dark-en');
  await shootSheet(desk, server.url, folder);
  process.stdout.write(`${folder}\n`);
} finally {
  for (const browser of opened) await browser.close();
  await server.stop();
  await folders.remove();
}
