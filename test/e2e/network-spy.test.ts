import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MESSENGER_FIXTURES } from '../adapters/meta/fixtures/messenger.ts';
import { WHATSAPP_FIXTURES } from '../adapters/meta/fixtures/whatsapp.ts';
import { everyChannel } from '../support/every-channel.ts';
import { postWebhook } from '../support/platform-child.ts';
import type { Webhook } from '../support/platforms/loopback.ts';
import { META_APP_SECRET, metaWebhook } from '../support/platforms/meta.ts';
import { CONTENTS, IGNORED, SERVICE_MESSAGES } from '../support/platforms/telegram-fixtures.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
} from '../support/running-server.ts';
import { webChild } from '../support/web-child.ts';

/** Every connection that the whole server opens, while every kind of input of every channel comes in. */

const Place = z.looseObject({
  host: z.string().nullish(),
  port: z.union([z.number(), z.string()]).nullish(),
  path: z.string().nullish(),
});

let folders: ServerFolders;
let spyFile: string;
let world: Awaited<ReturnType<typeof everyChannel>>;
let server: RunningServer;

beforeAll(async () => {
  folders = await serverFolders();
  world = await everyChannel();
  spyFile = join(folders.dataDir, '..', 'connections');
  const spy = resolve(import.meta.dirname, '..', 'support', 'network-spy.ts');
  server = await startServer(folders, {
    ...world.env,
    NODE_OPTIONS: `--import=${spy}`,
    SPY_FILE: spyFile,
  });
});
afterAll(async () => {
  await server?.stop();
  await world?.close();
  await folders?.remove();
});

function connections(): readonly z.infer<typeof Place>[] {
  const lines = existsSync(spyFile) ? readFileSync(spyFile, 'utf8').trim().split('\n') : [];
  return lines.filter(Boolean).map((line) => Place.parse(JSON.parse(line)));
}

/** Bodies with every made-up media host put on a real one on loopback, so that a fetch would reach it. */
function atMediaHost(body: object): object {
  const text = JSON.stringify(body).replaceAll(/https?:\/\/[^/"]+/g, world.media.url);
  return JSON.parse(text);
}

const links = () => [
  `${world.media.url}/canary.jpg`,
  `look ${world.media.url}/a.png and http://169.254.169.254/latest/meta-data`,
  'file:///etc/passwd http://[::1]:80/ https://xn--e1afmkfd.example/x',
];

function everything(): readonly Webhook[] {
  const { hooks: gram } = world.telegram;
  const { hooks: whats } = world.whatsapp;
  const { hooks: mess } = world.messenger;
  const meta = (path: string, fixtures: readonly { readonly body: object }[]) =>
    fixtures.map(({ body }) => metaWebhook(path, atMediaHost(body), META_APP_SECRET));
  return [
    ...[...CONTENTS, ...SERVICE_MESSAGES].map(([, content], at) =>
      gram.message(81_000 + at, atMediaHost(content)),
    ),
    ...IGNORED.map(([, update]) => gram.update(atMediaHost(update))),
    ...meta('/webhooks/whatsapp', WHATSAPP_FIXTURES),
    ...meta('/webhooks/messenger', MESSENGER_FIXTURES),
    ...links().flatMap((text, at) => [
      gram.text(82_000 + at, text),
      whats.text(`8551400000${at}`, text),
      mess.text(`920000000${at}`, text),
    ]),
  ];
}

describe('the whole server, whatever comes in on any channel', () => {
  it('opens no connection but to the platforms’ own doors, and asks nobody for a medium', async () => {
    const webhooks = everything();
    expect(webhooks.length).toBeGreaterThan(100);
    for (const webhook of webhooks)
      expect((await postWebhook(server.url, webhook)).status).toBe(200);
    const child = await webChild(server.url);
    for (const text of links()) await child.write(text);
    // Once these are answered, all before them are.
    const answered = () => world.telegram.platform.sent.filter(({ to }) => to === '82002').length;
    await expect.poll(answered, { timeout: 30_000 }).toBeGreaterThan(0);
    await expect.poll(() => child.read().length, { timeout: 30_000 }).toBeGreaterThan(5);

    const allowed = [world.telegram.platform.url, world.graph.url].map((url) => new URL(url).port);
    const opened = connections();
    expect(opened.length).toBeGreaterThan(1);
    const strange = opened.filter(
      ({ host, port, path }) =>
        typeof path !== 'string' && !(host === '127.0.0.1' && allowed.includes(String(port))),
    );
    expect(strange).toEqual([]);
    expect(world.media.asked).toEqual([]);
    expect(world.graph.strays).toEqual([]);
    const methods = world.telegram.platform.calls.map(({ path }) => path.split('/').at(-1));
    expect(methods.filter((method) => /file/i.test(method ?? ''))).toEqual([]);
    child.close();
  });

  it('would have seen one', async () => {
    const before = world.media.asked.length;
    const { hooks } = world.telegram;
    await fetch(`${world.media.url}/canary`);
    expect(world.media.asked.length).toBe(before + 1);
    expect((await postWebhook(server.url, hooks.text(83_000, 'hello'))).status).toBe(200);
    expect(
      connections().some(({ port }) => String(port) === new URL(world.telegram.platform.url).port),
    ).toBe(true);
  });
});
