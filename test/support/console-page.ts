import type { Page } from 'playwright-core';
import type { Browser } from './browser.ts';
import type { RunningServer } from './running-server.ts';

export const DESK_PASSWORD = 'a long and quiet pass phrase';

/** The console is built beside the server when it is missing or older than its source. */
export async function consoleBuilt(server: RunningServer): Promise<void> {
  while (/"console-building"/.test(server.output()) && !/"console-built"/.test(server.output())) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/**
 * An account made in the console by its link, in English. Whoever may work at the desk takes new conversations, and children
 * are told that the desk is open: what they are told of it is read at most once a second.
 */
export async function signUpInConsole(
  browser: Browser,
  { link, name, alias }: { readonly link: string; readonly name: string; readonly alias: string },
): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(link);
  const inputs = page.locator('input');
  await inputs.first().waitFor();
  for (const [at, value] of [name, alias, DESK_PASSWORD, DESK_PASSWORD].entries()) {
    await inputs.nth(at).fill(value);
  }
  await page.locator('button[type=submit]').click();
  await page.getByText('English', { exact: true }).first().click();
  await page.locator('.pane .blank').first().waitFor();
  if (!(await page.evaluate(`fetch('/api/queue').then((answer) => answer.ok)`))) return page;
  await page.getByRole('switch').first().waitFor();
  await page.evaluate(`fetch('/api/session').then((answer) => answer.json()).then(({ csrf }) => fetch('/api/presence', {
    method: 'PUT', headers: { 'content-type': 'application/json', 'x-csrf-token': csrf }, body: '{"available":true}' }))`);
  const desk = `fetch('/api/queue').then((answer) => answer.json()).then(({ desk }) => desk)`;
  while ((await page.evaluate(desk)) !== 'open') {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return page;
}
