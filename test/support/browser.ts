import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Browser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly language?: string;
  /** The server shows a certificate that nobody signed. */
  readonly ownCertificate?: boolean;
}

/** Twice within the second that a page waits for the other, however slow the machine is. */
export async function escapeTwice(page: Page): Promise<void> {
  for (let tookMs = Number.POSITIVE_INFINITY; tookMs > 900; ) {
    const from = performance.now();
    // The page may be gone already.
    for (let times = 0; times < 2; times += 1) {
      await page.keyboard.press('Escape').catch(() => undefined);
    }
    tookMs = performance.now() - from;
  }
}

/** Debian's Chromium with a profile of its own: another person at another machine. */
export async function openBrowser(look: Look = {}): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'tvear-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: FLAGS,
    viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
    colorScheme: look.dark === true ? 'dark' : 'light',
    locale: look.language ?? 'en',
    ignoreHTTPSErrors: look.ownCertificate === true,
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
