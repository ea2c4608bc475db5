import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, openBrowser } from '../support/browser.ts';
import { consoleBuilt, DESK_PASSWORD, signUpInConsole } from '../support/console-page.ts';
import { freePort } from '../support/free-port.ts';
import { type RunningServer, serverFolders, startServer } from '../support/running-server.ts';
import { tlsProxy } from '../support/tls-proxy.ts';

/** As a helpline runs it: behind something that takes https. */
let proxy: Awaited<ReturnType<typeof tlsProxy>>;
let server: RunningServer;
let open: Browser;
beforeAll(async () => {
  const port = await freePort();
  proxy = await tlsProxy();
  proxy.to(port);
  server = await startServer(await serverFolders(), {
    PORT: String(port),
    PUBLIC_URL: `https://localhost:${proxy.port}`,
    TRUSTED_PROXIES: '127.0.0.1',
  });
  await consoleBuilt(server);
  open = await openBrowser({ ownCertificate: true });
});
afterAll(async () => {
  await open.close();
  await server.stop();
  await proxy.close();
});

it('30: over https the session is a cookie of this host alone, which a real browser keeps and forgets', async () => {
  const link = server.invitation ?? '';
  expect(link).toMatch(/^https:/);
  const page = await signUpInConsole(open, { link, name: 'dara', alias: 'Dara' });
  const cookies = async () =>
    (await open.context.cookies()).filter(({ name }) => name.endsWith('tvear'));
  expect(await cookies()).toMatchObject([
    {
      name: '__Host-tvear',
      domain: 'localhost',
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Strict',
      expires: -1,
    },
  ]);
  await page.reload();
  await page.getByRole('switch').first().waitFor();

  await page.locator('a.account').click();
  await page.getByRole('link', { name: 'Back to the desk' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByLabel('Name').waitFor();
  expect(await cookies()).toEqual([]);
  await page.goBack();
  await page.getByLabel('Name').waitFor();
  expect(
    await page.evaluate('JSON.stringify([{ ...sessionStorage }, document.cookie])'),
  ).not.toContain('tvear');

  await page.getByLabel('Name').fill('dara');
  await page.getByLabel('Password', { exact: true }).fill(DESK_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('switch').first().waitFor();
});
