import { generate } from 'otplib';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from '../support/browser.ts';
import { consoleBuilt } from '../support/console-page.ts';
import { type RunningServer, serverFolders, startServer } from '../support/running-server.ts';

/** The own account in a real browser: authenticator, passkey, recovery code, sign-out everywhere. */

const PASSWORD = 'a long and quiet pass phrase';
let server: RunningServer;
let open: Browser;
beforeAll(async () => {
  server = await startServer(await serverFolders());
  await consoleBuilt(server);
});
afterAll(() => server.stop());
beforeEach(async () => {
  open = await openBrowser();
});
afterEach(() => open.close());

async function signUp(page: Page, name: string): Promise<void> {
  const said = await server.cli('staff', 'invite', '--role', 'counsellor', '--json');
  await page.goto(JSON.parse(said).link);
  const inputs = page.locator('input');
  await inputs.first().waitFor();
  for (const [at, value] of [name, 'Dara', PASSWORD, PASSWORD].entries()) {
    await inputs.nth(at).fill(value);
  }
  await page.locator('button[type=submit]').click();
  await page.getByText('English', { exact: true }).first().click();
  await page.locator('a.account').click();
  await page.getByRole('heading', { name: 'My account' }).waitFor();
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function setUpApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole('button', { name: 'Set up' }).click();
  const secret = ((await page.locator('.secret').textContent()) ?? '').replaceAll(' ', '');
  await page.getByLabel('Code of the app').fill(await generate({ secret }));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.locator('.codes li').first().waitFor();
  const codes = await page.locator('.codes li').allTextContents();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  return { secret, codes };
}

/** A busy browser may say no for its authenticator; then the page says so, and the button is there again. */
async function withPasskey(page: Page, press: string, then: Locator): Promise<void> {
  const said = page.getByRole('alert');
  for (let tries = 0; tries < 3; tries += 1) {
    await page.getByRole('button', { name: press }).click();
    await then.or(said).first().waitFor();
    if (!(await said.isVisible())) return;
  }
  throw new Error(`no passkey was taken: ${await said.textContent()}`);
}

describe('an account', () => {
  it('is protected by an app, and opened by a recovery code when the phone is gone', async () => {
    const page = await open.context.newPage();
    await signUp(page, 'dara.app');
    const { codes } = await setUpApp(page);
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();

    await signIn(page, 'dara.app');
    await page.getByRole('heading', { name: 'One more step' }).waitFor();
    await page.getByLabel('Code of the app').fill('000000');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Use a recovery code instead' }).click();
    await page.getByLabel('Recovery code').fill(codes[0] ?? '');
    await page.getByRole('button', { name: 'Go on' }).click();

    await page.getByRole('switch').first().waitFor();
    expect(
      await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })'),
    ).not.toMatch(/[a-z0-9]{4}-[a-z0-9]{4}-/);
  });

  it('says that it is still open when the server did not hear the sign-out', async () => {
    const page = await open.context.newPage();
    await signUp(page, 'dara.leaves');
    await page.getByRole('link', { name: 'Back to the desk' }).click();
    await page.route('**/api/session', (route) =>
      route.request().method() === 'DELETE' ? route.abort() : route.continue(),
    );
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByText('You are still signed in').waitFor();
    expect(await page.getByRole('switch').count()).toBe(1);

    await page.unroute('**/api/session');
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Name').waitFor();
    await page.reload();
    await page.getByLabel('Name').waitFor();
  });

  it('begins at the desk for who comes after, on whatever page the session before ended', async () => {
    const page = await open.context.newPage();
    await signUp(page, 'dara.before');
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await signIn(page, 'dara.before');
    await page.getByRole('switch').waitFor();

    await page.locator('a.account').click();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    // Behind the page's back, as when an account is disabled.
    await page.evaluate(`fetch('/api/session').then((answer) => answer.json()).then(({ csrf }) =>
      fetch('/api/session', { method: 'DELETE', headers: { 'x-csrf-token': csrf } }))`);
    await page.getByText('You were signed out').waitFor();
    await signIn(page, 'dara.leaves');
    await page.getByRole('switch').waitFor();
  });

  it('is opened by a passkey, and no more by one that was removed', async () => {
    const page = await open.context.newPage();
    const devtools = await open.context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await signUp(page, 'dara.key');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByLabel('What do you call it?').fill('my phone');
    const kept = page.getByRole('button', { name: 'I have kept them' });
    await withPasskey(page, 'Make the passkey', kept);
    await kept.click();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();

    await signIn(page, 'dara.key');
    await withPasskey(page, 'Use a passkey', page.getByRole('switch'));

    await page.locator('a.account').click();
    await page.getByRole('button', { name: 'Remove my phone' }).click();
    await page.getByRole('button', { name: 'Remove my phone' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await signIn(page, 'dara.key');
    await page.getByRole('switch').first().waitFor();
  });
});
