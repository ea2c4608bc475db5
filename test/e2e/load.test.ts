import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { everyChannel } from '../support/every-channel.ts';
import { postWebhook } from '../support/platform-child.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
} from '../support/running-server.ts';

const CHILDREN = 200;
const FIRST = 770_001_000;
const FLOODER = 770_009_999;

let folders: ServerFolders;
let server: RunningServer;
let world: Awaited<ReturnType<typeof everyChannel>>;

beforeAll(async () => {
  [folders, world] = await Promise.all([serverFolders(), everyChannel()]);
  server = await startServer(folders, world.env);
});
afterAll(async () => {
  await server.stop();
  await world.close();
  await folders.remove();
});

describe('63: many children at once', () => {
  it('are all answered, once each, although one of them floods', async () => {
    const { hooks, platform } = world.telegram;
    const children = Array.from({ length: CHILDREN }, (_, n) => FIRST + n);
    const flood = Array.from({ length: 300 }, () => hooks.text(FLOODER, 'hello'));
    const opens = children.map((chat) => hooks.text(chat, '/start'));
    const posts = [...flood, ...opens].map((webhook) => postWebhook(server.url, webhook));
    const answers = await Promise.all(posts);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const saidTo = (chat: number) => platform.sent.filter(({ to }) => to === String(chat)).length;
    await vi.waitFor(() => expect(children.every((chat) => saidTo(chat) === 1)).toBe(true), {
      timeout: 60_000,
      interval: 200,
    });
    // The flood is slowed to the pace of one chat, and never refused.
    expect(saidTo(FLOODER)).toBeGreaterThan(0);
    expect(saidTo(FLOODER)).toBeLessThan(100);
    expect(world.refused()).toEqual([]);
  });
});
