import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from '../support/browser.ts';
import { fullQueue, MINE, setLanguage, talk } from '../support/desk-scenes.ts';
import { goTo, SCREENS, type Screen } from '../support/desk-screens.ts';
import { type DeskWorld, deskWorld } from '../support/desk-world.ts';

/** C1, C18, C22: every screen of the desk, full, in both languages, at every width, light and dark. */

let world: DeskWorld;
let page: Page;
beforeAll(async () => {
  world = await deskWorld();
  page = await world.staff('sok', { role: 'supervisor' });
  page.on('dialog', (dialog) => void dialog.accept());
});
afterAll(() => world.close());

/** The smallest phone, 1280 pixels at 400 % and 200 %, a tablet. */
const WINDOWS = [
  { width: 320, height: 640 },
  { width: 320, height: 256 },
  { width: 640, height: 400 },
  { width: 768, height: 1024 },
];

/** What sticks out of the window to a side, where one would have to scroll for it. */
const OUTSIDE = `(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  const sticksOut = (element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 0 && (left < -0.5 || right > clientWidth + 0.5) && !element.closest('.sr-only, .skip');
  };
  const found = [...document.querySelectorAll('body *')].filter(sticksOut);
  return [...found.map((element) => element.outerHTML.slice(0, 80)), ...(scrollWidth > clientWidth ? ['the page'] : [])];
})()`;

/** WCAG 2.5.8: a target of less than 24 pixels; links in a sentence, and inputs whose label is the target, are let off. */
const SMALL = `(() => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.sr-only, .skip, [inert]');
  const size = (element) => (element.closest('label') ?? element).getBoundingClientRect();
  return [...document.querySelectorAll('a, button, input, select, textarea, [role=option]')]
    .filter((element) => seen(element) && !element.closest('p:not([class])'))
    .filter((element) => size(element).width < 24 || size(element).height < 24)
    .map((element) => element.outerHTML.slice(0, 120));
})()`;

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(
  page: Page,
  width: number,
  colorScheme: 'light' | 'dark',
): Promise<string[]> {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme });
  // One page without frames: no second page is needed to gather what was found, and nobody reads what passed.
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  // In the dark nothing but the colours is another.
  if (colorScheme === 'dark') builder.withRules(['color-contrast', 'link-in-text-block']);
  else builder.withTags(TAGS);
  const { violations: found } = await builder.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary }) => `${width} ${colorScheme} ${id}: ${html} ${failureSummary}`,
    ),
  );
}

async function expectInside(page: Page): Promise<void> {
  for (const window of WINDOWS) {
    await page.setViewportSize(window);
    expect({ window, outside: await page.evaluate(OUTSIDE) }).toEqual({ window, outside: [] });
    expect({ window, small: await page.evaluate(SMALL) }).toEqual({ window, small: [] });
  }
}

async function expectNoViolations(page: Page): Promise<void> {
  const found: string[] = [];
  for (const width of [1280, 390]) {
    for (const scheme of ['light', 'dark'] as const) {
      found.push(...(await violations(page, width, scheme)));
    }
  }
  expect(found).toEqual([]);
}

describe.each(['km', 'en'] as const)('before anybody is signed in, in %s', (language) => {
  let stranger: Browser;
  let entry: Page;
  beforeAll(async () => {
    stranger = await openBrowser({ width: 1280, height: 800 });
    entry = await stranger.context.newPage();
    // Asked for what comes after the password, whatever it was.
    const asked = { ticket: 'a-ticket', methods: ['totp', 'recovery'], passkey: null };
    await entry.route('**/api/session', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ json: asked }) : route.continue(),
    );
    await entry.goto(`${world.server.url}/console/sign-in`);
    await setLanguage(entry, language);
  });
  afterAll(() => stranger.close());

  const secondStep = async () => {
    await entry.goto(`${world.server.url}/console/sign-in`);
    await entry.locator('input').nth(0).fill('sok');
    await entry.locator('input').nth(1).fill('a long and quiet pass phrase');
    await entry.locator('button[type=submit]').click();
    await entry.locator('input[name=code]').waitFor();
  };
  const at = (path: string) => async () => {
    await entry.goto(`${world.server.url}/console/${path}`);
    await entry.locator('.entry-card').waitFor();
  };

  it.each([
    ['the sign-in', at('sign-in')],
    ['the second step', secondStep],
    ['an invitation', at('invite#token=none')],
  ])('%s stays inside the window, and has nothing that axe finds', async (_, open) => {
    await entry.setViewportSize({ width: 1280, height: 800 });
    await open();
    await expectInside(entry);
    await expectNoViolations(entry);
  });
});

describe.each(['km', 'en'] as const)('in %s, for whoever hangs posters', (language) => {
  it('the page of them stays inside the window, and has nothing that axe finds', async () => {
    const rith = await world.staff(`rith-${language}`, { role: 'manager' });
    await setLanguage(rith, language);
    await rith.setViewportSize({ width: 1280, height: 800 });
    await rith.goto(`${world.server.url}/console/posters`);
    await rith.locator('.page form input').fill(language === 'km' ? 'សាលា ១' : 'School gate');
    await rith.locator('.page form button[type=submit]').click();
    await rith.locator('.account-card').nth(1).waitFor();

    await expectInside(rith);
    await expectNoViolations(rith);
  });
});

describe.each(['km', 'en'] as const)('in %s', (language) => {
  describe.each(SCREENS)('$name', (screen) => {
    it('stays inside the window from 320 pixels up, with targets that a thumb can hit', async () => {
      await page.setViewportSize({ width: 1280, height: 800 });
      await goTo(page, world.server.url, { screen, language });
      await expectInside(page);
    });

    it('has nothing that axe finds, wide and on a phone, light and dark', async () => {
      await expectNoViolations(page);
    });
  });
});

describe('on a phone', () => {
  it('the language is changed at the desk itself, in one press, and changed back', async () => {
    const [queue] = SCREENS;
    if (queue === undefined) throw new Error('no screens');
    await goTo(page, world.server.url, { screen: queue, language: 'en' });
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 640 });
      const other = page.locator('.header .language button:visible');
      expect(await other.count()).toBe(1);
      await other.click();
      await page.locator('html[lang=km]').waitFor();
      await other.click();
      await page.locator('html[lang=en]').waitFor();
    }
  });
});

describe('a long list', () => {
  const screen: Screen = {
    name: 'long',
    path: `/c/${MINE.id}`,
    stage: { queue: fullQueue(500), conversation: talk(2000) },
    shown: '[role=log] .line',
  };
  const cards = () => page.locator('.queue-waiting .card').count();
  const lines = () => page.locator('[role=log] .line').count();

  it('holds the most urgent of 500 children and the end of 2,000 lines, and more on demand', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await goTo(page, world.server.url, { screen, language: 'en' });
    await page.locator('.queue-waiting .card').first().waitFor();
    expect([await cards(), await lines()]).toEqual([60, 150]);

    await page.locator('.more').focus();
    await page.keyboard.press('Enter');
    expect(await cards()).toBe(120);
    const claim = `document.querySelectorAll('.queue-waiting .claim')[60]`;
    expect(await page.evaluate(`${claim} === document.activeElement`)).toBe(true);

    const first = page.locator('[role=log] .line').first();
    const before = await first.innerText();
    await page.locator('.earlier').focus();
    await page.keyboard.press('Enter');
    expect(await lines()).toBe(300);
    expect(await page.locator('[role=log] .line').nth(150).innerText()).toBe(before);
    expect(await page.evaluate(`document.activeElement.getAttribute('role')`)).toBe('log');
  });
});
