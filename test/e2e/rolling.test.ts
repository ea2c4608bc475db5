import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { copyOfServer, type Patch } from '../chaos/sabotage.ts';
import { everyChannel } from '../support/every-channel.ts';
import { postWebhook } from '../support/platform-child.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { type ServerFolders, serverFolders, startServer } from '../support/running-server.ts';
import { joinStaff } from '../support/staff-client.ts';

/**
 * What a next version may do by the rules of today's: a field more in what is sealed, a column more at the end of each row,
 * other scripts.
 */
const NEXT: readonly Patch[] = [
  {
    file: 'app/sealed.ts',
    find: 'JSON.stringify(value)',
    put: 'JSON.stringify({ ...value, next: { of: "a later version" } })',
  },
  {
    file: 'app/sealed.ts',
    find: 'JSON.stringify(line)',
    put: 'JSON.stringify({ ...line, next: { of: "a later version" } })',
  },
  {
    file: 'adapters/redis/scripts/parts/base.lua',
    find: 'return cmsgpack.pack(values)',
    put: "values[#columns + 1] = 'of a later version'\n  return cmsgpack.pack(values)",
  },
];
const [ANNA, BORA] = [770_000_601, 770_000_602];
const PATIENCE = { timeout: 60_000, interval: 50 };
/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened; then a person, and yes to it. */
const TO_THE_LINE = ['2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];

let dir: string;
let redis: RedisServer;
let folders: ServerFolders;
let world: Awaited<ReturnType<typeof everyChannel>>;

beforeEach(async () => {
  dir = copyOfServer(NEXT);
  [redis, folders, world] = await Promise.all([startRedis(), serverFolders(), everyChannel()]);
});
afterEach(async () => {
  await world.close();
  await redis.stop();
  await folders.remove();
  rmSync(dir, { recursive: true, force: true });
});

const readBy = (chat: number) =>
  world.telegram.platform.sent.filter(({ to }) => to === String(chat)).map(({ text }) => text);

/** Tells one of the servers what a child writes, and waits for what comes back. */
async function answered(url: string, chat: number, words: string): Promise<void> {
  const before = readBy(chat).length;
  const { status } = await postWebhook(url, world.telegram.hooks.text(chat, words));
  expect(status).toBe(200);
  await vi.waitFor(() => expect(readBy(chat).length).toBeGreaterThan(before), PATIENCE);
}

describe('62: while a new version takes over, and when it is taken back', () => {
  it('talks go on from one to the other at every step, with every word once and in order', async () => {
    const env = { ...world.env, REDIS_URL: redis.url };
    const now = await startServer(folders, env);
    const sok = await joinStaff(now, 'counsellor', 'sok');
    await sok.available();
    await answered(now.url, ANNA, '/start');
    const next = await startServer(folders, env, dir);
    await answered(next.url, BORA, '/start');
    for (const [at, words] of TO_THE_LINE.entries()) {
      await answered(at % 2 === 0 ? next.url : now.url, ANNA, words);
      await answered(at % 2 === 0 ? now.url : next.url, BORA, words);
    }
    await vi.waitFor(async () => expect((await sok.queue()).waiting).toHaveLength(2), PATIENCE);
    const [first] = (await sok.queue()).waiting;
    const id = first?.id ?? '';
    expect(await sok.claim(id)).toEqual({ done: true });
    const seen = await sok.conversation(id);
    expect(seen?.id).toBe(id);

    const lines = Array.from({ length: 6 }, (_, n) => `line ${n}`);
    const words = Array.from({ length: 6 }, (_, n) => `word ${n}`);
    const talker = await talkerOf(next.url, async () => (await textsOf(id)).join());
    for (const [at, line] of lines.entries()) {
      expect(await sok.say(id, line)).toEqual({ done: true });
      // The later half comes when the new version is gone again.
      if (at === 3) expect(await next.stop()).toBe(0);
      const door = at % 2 === 0 && at < 3 ? next.url : now.url;
      const said = world.telegram.hooks.text(talker, words[at] ?? '');
      expect((await postWebhook(door, said)).status).toBe(200);
    }

    const ofTalk = (texts: readonly string[], pattern: RegExp) =>
      texts.flatMap((text) => pattern.exec(text)?.[0] ?? []);
    await vi.waitFor(() => expect(ofTalk(readBy(talker), /line \d/)).toEqual(lines), PATIENCE);
    await vi.waitFor(
      async () => expect(ofTalk(await textsOf(id), /^word \d$/)).toEqual(words),
      PATIENCE,
    );
    for (const { output } of [now, next]) {
      expect(output()).not.toMatch(/"level":"error"|content-lost|input-dropped/);
    }
    sok.leave();
    expect(await now.stop()).toBe(0);

    async function textsOf(talk: string): Promise<readonly string[]> {
      const shown = await sok.conversation(talk);
      return (shown?.lines ?? []).map(({ text }) => text);
    }
  });
});

/** Which of the two children somebody talks with: the one whose word is seen at the desk. */
async function talkerOf(url: string, seen: () => Promise<string>): Promise<number> {
  for (const chat of [ANNA, BORA]) {
    await postWebhook(url, world.telegram.hooks.text(chat, `it is ${chat - ANNA}`));
  }
  let found = '';
  await vi.waitFor(async () => {
    found = /it is (\d)/.exec(await seen())?.[1] ?? '';
    expect(found).not.toBe('');
  }, PATIENCE);
  return ANNA + Number(found);
}
