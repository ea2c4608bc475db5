import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowser } from '../../support/browser.ts';
import { signUpInConsole } from '../../support/console-page.ts';
import type { Asked, Built } from './protocol.ts';
import { tell } from './tell.ts';

/** How long each list is scrolled (ms). */
const SCROLL_MS = 5000;

/**
 * The console's page in a real browser, before a real server: the times between its frames while long lists are scrolled, and
 * while a child writes five times a second.
 */
export async function benchFrames(
  asked: Omit<Asked, 'consoleDir'>,
  say: (text: string) => void,
): Promise<boolean> {
  const consoleDir = await builtConsole();
  const server = fork(fileURLToPath(new URL('./server.ts', import.meta.url)));
  const { origin, tokens } = await tell<Built>(server, { ...asked, counsellors: 1, consoleDir });
  const browser = await openBrowser({ width: 1280, height: 800 });
  const link = `${origin}/console/invite#token=${tokens[0] ?? ''}`;
  const page = await signUpInConsole(browser, { link, name: 'sok', alias: 'Sok' });
  const me = await page.evaluate<string>(
    `fetch('/api/session').then((answer) => answer.json()).then(({ me }) => me.id)`,
  );
  const { talk } = await tell<{ readonly talk: string }>(server, { talk: me });
  const writes = (chatter: boolean) => tell<object>(server, { chatter });
  const all: number[][] = [];
  const measure = async (what: string, list: string) => {
    for (const events of [false, true]) {
      await writes(events);
      const gaps = await scrolled(page, list);
      await writes(false);
      all.push(gaps);
      say(`${`${what}${events ? ', a line every 200 ms' : ''}:`.padEnd(62)} ${frames(gaps)}`);
    }
  };
  const { waiting, lines } = asked;
  await page.locator('.queue-waiting .claim').first().waitFor();
  await measure(`${waiting} waiting, as it opens`, '.queue-pane');
  await pressed(page, '.more');
  await measure(`${waiting} waiting, all shown`, '.queue-pane');
  await page.goto(`${origin}/console/c/${talk}`);
  await page.locator('[role=log] .line').first().waitFor();
  await measure(`${lines} lines, as it opens`, '[role=log]');
  await pressed(page, '.earlier');
  await measure(`${lines} lines, all shown`, '[role=log]');
  await browser.close();
  await tell(server, {});
  await once(server, 'exit');
  await rm(consoleDir, { recursive: true, force: true });
  return all.every((gaps) => gaps.length > 0);
}

async function builtConsole(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tvear-console-'));
  const root = resolve(import.meta.dirname, '../../..');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = ['build', '--config', 'src/console/vite.config.ts', '--outDir', folder];
  await promisify(execFile)(process.execPath, [vite, ...args], { cwd: root });
  return folder;
}

/** As often as it is there: each press shows some more of the list. */
async function pressed(page: Page, more: string): Promise<void> {
  const button = page.locator(more);
  while ((await button.count()) > 0) await button.click();
}

/** The times between frames (ms) while the list goes up and down, forty pixels a frame. */
function scrolled(page: Page, list: string): Promise<number[]> {
  return page.evaluate<number[]>(`new Promise((done) => {
    const box = document.querySelector('${list}');
    const gaps = [];
    const began = performance.now();
    let before;
    let way = 1;
    const frame = (now) => {
      if (before !== undefined) gaps.push(now - before);
      before = now;
      if (box.scrollTop <= 0) way = 1;
      if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) way = -1;
      box.scrollTop += 40 * way;
      if (now - began < ${SCROLL_MS}) requestAnimationFrame(frame);
      else done(gaps);
    };
    requestAnimationFrame(frame);
  })`);
}

function frames(gaps: readonly number[]): string {
  const sorted = gaps.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms, ${gaps.length} frames`;
}
