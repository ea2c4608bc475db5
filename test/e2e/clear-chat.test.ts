import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postWebhook } from '../support/platform-child.ts';
import type { Call, Webhook } from '../support/platforms/loopback.ts';
import {
  startTelegram,
  TELEGRAM_SECRET,
  TELEGRAM_TOKEN,
  type TelegramPlatform,
  telegramWebhooks,
} from '../support/platforms/telegram.ts';
import { startRedis } from '../support/redis-server.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
  storeBytes,
} from '../support/running-server.ts';

const CHAT = 70_000_042;

let telegram: TelegramPlatform;
let folders: ServerFolders;
beforeEach(async () => {
  telegram = await startTelegram();
  folders = await serverFolders();
});
afterEach(async () => {
  await telegram.close();
  await folders.remove();
});

const env = (more: Record<string, string> = {}) => ({
  TELEGRAM_TOKEN,
  TELEGRAM_SECRET,
  TELEGRAM_API_ROOT: telegram.url,
  ...more,
});

const deletions = () => telegram.calls.filter(({ path }) => path.endsWith('/deleteMessages'));
const idsOf = ({ body }: Call): number[] =>
  (body as { readonly message_ids: readonly number[] }).message_ids.map(Number);

/** A process that died while it sent keeps its lease of 30 s: only after that another may send. */
const PATIENCE_MS = 100_000;

async function until(what: () => boolean): Promise<void> {
  const from = performance.now();
  while (!what()) {
    if (performance.now() - from > PATIENCE_MS)
      throw new Error(`it never came; shown: ${telegram.sent.length}`);
    await sleep(50);
  }
}

/** The child writes, and waits for an answer to each. */
async function chat(server: RunningServer, words: readonly Webhook[]): Promise<void> {
  for (const webhook of words) {
    const before = telegram.sent.length;
    expect((await postWebhook(server.url, webhook)).status).toBe(200);
    await until(() => telegram.sent.length > before);
  }
}

function words() {
  const hooks = telegramWebhooks();
  const text = (said: string, messageId: number) => hooks.text(CHAT, said, { messageId });
  return {
    talk: [text('/start', 9001), text('2', 9002)],
    erase: text('delete', 9003),
  };
}

/** Whatever the bot said before it was asked to clear, by Telegram's ids, and what the child wrote. */
function everything(botSaid: readonly { readonly id: string }[]): number[] {
  return [...botSaid.map(({ id }) => Number(id)), 9001, 9002, 9003].toSorted((a, b) => a - b);
}

describe.each(['sqlite', 'redis'])('clear this chat, on %s', (kind) => {
  it('is done once, after a kill -9 and refusals, and leaves only the goodbye', async () => {
    const redis = kind === 'redis' ? await startRedis() : null;
    const store: Record<string, string> = redis === null ? {} : { REDIS_URL: redis.url };
    const { talk, erase } = words();
    let server = await startServer(folders, env(store));
    await chat(server, talk);
    const botSaid = [...telegram.sent];
    expect((await storeBytes(folders)).includes('9001')).toBe(false);

    // Telegram takes nothing back for now, and the server dies while it tries.
    telegram.answerWith({ status: 500, times: 2 });
    telegram.answerWith({ status: 429, retryAfter: 1 });
    expect((await postWebhook(server.url, erase)).status).toBe(200);
    await until(() => deletions().length > 0);
    await server.kill();
    server = await startServer(folders, env(store));
    await until(() => telegram.sent.length > botSaid.length);

    const done = deletions().at(-1);
    expect(done === undefined ? [] : idsOf(done).toSorted((a, b) => a - b)).toEqual(
      everything(botSaid),
    );
    // The goodbye came after it, and the child's chat holds nothing else.
    const order = telegram.calls.map(({ path }) => path.split('/').at(-1));
    expect(order.lastIndexOf('deleteMessages')).toBeLessThan(order.lastIndexOf('sendMessage'));
    const after = telegram.sent.slice(botSaid.length).map(({ id }) => Number(id));
    expect(after.length).toBeGreaterThan(0);
    expect(done === undefined ? [] : idsOf(done)).not.toEqual(expect.arrayContaining(after));
    expect(telegram.refused).toEqual([]);
    await server.stop();
    await redis?.stop();
  });
});
