import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, openBrowser } from '../support/browser.ts';
import { consoleBuilt, signUpInConsole } from '../support/console-page.ts';
import { everyChannel } from '../support/every-channel.ts';
import { messengerChild, postWebhook, whatsappChild } from '../support/platform-child.ts';
import type { Webhook } from '../support/platforms/loopback.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
} from '../support/running-server.ts';
import type { TestChild } from '../support/web-child.ts';

const WAIT = { timeout: 15_000, interval: 100 };
/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened; a person, yes, write not first. */
const TO_QUEUE = ['2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];

let folders: ServerFolders;
let world: Awaited<ReturnType<typeof everyChannel>>;
let server: RunningServer;
let browser: Browser;
let console_: Page;

beforeAll(async () => {
  folders = await serverFolders();
  world = await everyChannel();
  server = await startServer(folders, world.env);
  await consoleBuilt(server);
  browser = await openBrowser();
  const link = server.invitation ?? '';
  console_ = await signUpInConsole(browser, { link, name: 'sok.counsellor', alias: 'Sok' });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await world?.close();
  await folders?.remove();
});

interface Case {
  readonly child: () => Promise<TestChild>;
  readonly write: (text: string, id: string) => Webhook;
  readonly take: (id: string) => Webhook;
}

const PSID = '9300000001';
const PHONE = '85512900001';
const CASES: Readonly<Record<string, () => Case>> = {
  messenger: () => {
    const { hooks } = world.messenger;
    return {
      child: () => messengerChild({ url: server.url, ...world.messenger }, PSID),
      write: (text, id) => hooks.text(PSID, text, { id }),
      take: (id) => hooks.item(PSID, { message: { mid: id, is_deleted: true } }),
    };
  },
  whatsapp: () => {
    const { hooks } = world.whatsapp;
    return {
      child: () => whatsappChild({ url: server.url, ...world.whatsapp }, PHONE),
      write: (text, id) => hooks.text(PHONE, text, { id }),
      take: (id) => hooks.message(PHONE, { type: 'revoke', revoke: { original_message_id: id } }),
    };
  },
};

async function post(webhook: Webhook): Promise<void> {
  expect((await postWebhook(server.url, webhook)).status).toBe(200);
}

describe.each(Object.keys(CASES))('an unsend on %s', (channel) => {
  it('takes the words out of the waiting talk, and off the open screen', async () => {
    const { child: open, write, take } = (CASES[channel] as () => Case)();
    const child = await open();
    for (const input of TO_QUEUE) {
      const before = child.read().length;
      await child.write(input);
      await expect.poll(() => child.read().length, WAIT).toBeGreaterThan(before);
    }
    await post(write('canary while waiting', 'one-id'));
    await post(write('stays while waiting', 'two-id'));
    await post(take('one-id'));

    await console_.getByRole('button', { name: /claim/i }).first().click();
    const talk = console_.locator('[role=log]');
    await talk.getByText('stays while waiting').waitFor();
    expect(await talk.innerText()).not.toContain('canary while waiting');

    await post(write('canary on the screen', 'three-id'));
    await talk.getByText('canary on the screen').waitFor();
    await post(take('three-id'));
    await expect.poll(() => console_.getByText('canary on the screen').count(), WAIT).toBe(0);
    expect(await talk.innerText()).toContain('stays while waiting');
    expect(await console_.locator('body').innerText()).not.toContain('canary');

    await console_.getByRole('button', { name: 'Close', exact: true }).first().click();
    await console_.getByRole('dialog').getByRole('button').last().click();
    await child.write('exit');
    expect(server.output()).not.toMatch(/canary|turn-failed/);
  });
});
