import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';
import type { WebChild } from '../support/web-child.ts';

const MARKUP = [
  '<script>window.harm = 1</script>',
  '<img src=x onerror="window.harm = 2">',
  '<svg onload="window.harm = 3"><circle r=9 /></svg>',
  '[look](javascript:window.harm=4)',
  'javascript:window.harm=5',
  '<a href="https://example.com" target=_top>look</a><style>*{display:none}</style>',
  '{{constructor.constructor("window.harm=6")()}}',
];
const LINKS = [
  'http://127.0.0.1:1/private',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  'https://xn--80ak6aa92e.com/',
  'www.example.com/picture.png',
];
/** What a page makes of a line that is text and nothing else. */
const PLAIN_ELEMENTS = ['DIV', 'OL', 'UL', 'LI', 'P', 'SPAN', 'TIME', 'svg', 'path'];

let world: DeskWorld;
let sok: Page;
let child: WebChild;
const asked: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  world = await deskWorld();
  sok = await world.staff('sok');
  sok.on('request', (request) => asked.push(request.url()));
  sok.on('console', (message) => complaints.push(message.text()));
  sok.on('dialog', (dialog) => complaints.push(dialog.type()));
  child = await world.waitingChild();
  await sok.locator('.queue-waiting .claim').first().click();
  await sok.locator('[role=log]').waitFor();
});
afterAll(() => world.close());

/** Names of the elements that the log of the conversation is made of. */
const elements = async () =>
  new Set<string>(
    await sok.evaluate<string[]>(
      `[...document.querySelectorAll('[role=log] *')].map((one) => one.tagName)`,
    ),
  );

async function written(lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    await child.write(line);
    await sok
      .locator('[role=log] .words', { hasText: line.slice(-20) })
      .first()
      .waitFor();
  }
}

describe('16: markup that a child writes', () => {
  it('is shown as it was written, makes no element and runs nothing', async () => {
    const before = await elements();
    await written(MARKUP);

    const shown = await sok.locator('[role=log] .words').allTextContents();
    for (const line of MARKUP) expect(shown).toContain(line);
    const fresh = [...(await elements())].filter((name) => !before.has(name));
    expect(fresh.filter((name) => !PLAIN_ELEMENTS.includes(name))).toEqual([]);
    expect(await sok.evaluate('window.harm ?? 0')).toBe(0);
    expect(complaints.filter((text) => /Content Security Policy|alert/i.test(text))).toEqual([]);
  });
});

describe('17: links that a child sends', () => {
  it('are words: nothing is fetched for them, and nothing can be opened', async () => {
    await written(LINKS);

    expect(await sok.locator('[role=log] a').count()).toBe(0);
    expect(await sok.locator('[role=log] [href]').count()).toBe(0);
    const elsewhere = asked.filter(
      (url) => !/^(data:|blob:)/.test(url) && !url.startsWith(world.server.url),
    );
    expect(elsewhere).toEqual([]);
    expect(world.server.output()).not.toContain('169.254');
  });
});
