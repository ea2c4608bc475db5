import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SENDER_SIGN_MS } from '../../src/app/delivery/senders.ts';
import { type CutProxy, cutProxy } from '../support/cut-proxy.ts';
import { everyChannel } from '../support/every-channel.ts';
import { freePort } from '../support/free-port.ts';
import { postWebhook, telegramChild } from '../support/platform-child.ts';
import type { Webhook } from '../support/platforms/loopback.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { residentKb } from '../support/resident-kb.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
} from '../support/running-server.ts';
import { joinStaff } from '../support/staff-client.ts';

const CHAT = 770_000_400;
const TELEGRAM_RATE = 30;
const PHONE = '85512000001';
const PATIENCE = { timeout: 30_000, interval: 100 };
/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened. */
const TO_HARM = ['2', '2', '1', '2', '1', '1', '1'];

let redis: RedisServer;
let line: CutProxy;
let folders: ServerFolders;
let world: Awaited<ReturnType<typeof everyChannel>>;
let running: RunningServer[] = [];

beforeEach(async () => {
  [redis, folders, world] = await Promise.all([startRedis(), serverFolders(), everyChannel()]);
  line = await cutProxy(redis.port);
});

afterEach(async () => {
  line.mend();
  await Promise.all(running.map((server) => server.stop()));
  running = [];
  await Promise.all([line.close(), redis.stop(), world.close()]);
  await folders.remove();
});

async function start(env: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const url = `redis://127.0.0.1:${line.port}`;
  const server = await startServer(folders, { ...world.env, REDIS_URL: url, ...env });
  running.push(server);
  return server;
}

const statusOf = async (url: string, webhook: Webhook) => (await postWebhook(url, webhook)).status;
const said = () => world.telegram.platform.sent.map(({ text }) => text);

async function untilTaken(url: string, webhook: Webhook): Promise<void> {
  await vi.waitFor(async () => expect(await statusOf(url, webhook)).toBe(200), PATIENCE);
}

/** Of a server that is not ready yet. */
function pidOf(port: string): string {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`PORT=${port}`))
        return pid;
    } catch {
      // It is gone, or not ours.
    }
  }
  throw new Error('the process is not there');
}

describe('49: Redis is away', () => {
  it('at the start: the platforms hear 503 and come again, and nothing has to be started anew', async () => {
    line.cut();
    const port = String(await freePort());
    const url = `http://localhost:${port}`;
    const starting = start({ PORT: port });
    const opened = world.telegram.hooks.text(CHAT, '/start');
    await vi.waitFor(async () => expect(await statusOf(url, opened)).toBe(503), PATIENCE);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    line.mend();
    const server = await starting;
    await untilTaken(server.url, opened);

    await vi.waitFor(() => expect(said()).toHaveLength(1), PATIENCE);
  });

  it('at the start: a child in distress gets the safety text once, and whoever looks is told what is wrong', async () => {
    line.cut();
    const port = String(await freePort());
    const url = `http://localhost:${port}`;
    const starting = start({ PORT: port });
    const hello = world.telegram.hooks.text(CHAT, 'hello');
    await vi.waitFor(async () => expect(await statusOf(url, hello)).toBe(503), PATIENCE);
    const forged = { ...hello, headers: { 'content-type': 'application/json' } };
    expect(await statusOf(url, forged)).toBe(401);
    expect(await statusOf(url, { ...hello, body: Buffer.from('{"update_id":') })).toBe(400);
    const cries = ['i want to die', 'i want to die now'];
    for (const cry of cries) {
      expect(await statusOf(url, world.telegram.hooks.text(CHAT + 1, cry))).toBe(503);
      expect(await statusOf(url, world.whatsapp.hooks.text(PHONE, cry))).toBe(503);
    }
    const { whatsapp, telegram } = world;
    const safety = () => [...telegram.platform.sent, ...whatsapp.platform.sent];
    await vi.waitFor(() => expect(safety()).toHaveLength(2), PATIENCE);
    for (const { text } of safety()) expect(text).toContain('not open right now');

    const asked = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(`${url}${path}`, init);
      return [answer.status, await answer.text()] as const;
    };
    expect(await asked('/readyz')).toEqual([503, expect.stringContaining('Redis')]);
    expect((await asked('/healthz'))[0]).toBe(200);
    expect((await asked('/chat'))[0]).toBe(200);
    const begun = await asked('/chat/api/start', { method: 'POST' });
    expect(begun).toEqual([503, expect.stringContaining('not open right now')]);
    expect(await asked('/console')).toEqual([503, expect.stringContaining('waits for its store')]);
    // Not 401: a console that is open must not take it for being signed out.
    expect((await asked('/api/session'))[0]).toBe(503);

    const before = residentKb(Number(pidOf(port)));
    for (let n = 0; n < 2000; n += 50) {
      const burst = Array.from({ length: 50 }, (_, i) =>
        statusOf(url, world.telegram.hooks.text(CHAT + 10 + n + i, 'hello')),
      );
      expect(new Set(await Promise.all(burst))).toEqual(new Set([503]));
    }
    expect(residentKb(Number(pidOf(port))) - before).toBeLessThan(150_000);
    line.mend();
    const server = await starting;
    line.cut();
    // The server that waited and the one that then ran are one process: it has told this child already.
    expect(await statusOf(url, world.telegram.hooks.text(CHAT + 1, 'i want to die'))).toBe(503);
    expect(await statusOf(url, world.telegram.hooks.text(CHAT + 2, 'i want to die'))).toBe(503);
    await vi.waitFor(() => expect(safety()).toHaveLength(3), PATIENCE);
    expect(telegram.platform.sent.map(({ to }) => to)).toEqual([`${CHAT + 1}`, `${CHAT + 2}`]);
    expect(server.output()).not.toMatch(/i want to die|hello/);
  });

  it('again and again while it starts: it waits, and starts', async () => {
    const lines = setInterval(() => {
      line.cut();
      setTimeout(line.mend, 200);
    }, 400);
    const starting = start({ PORT: String(await freePort()) });
    await sleep(12_000);
    clearInterval(lines);
    await sleep(400);
    line.mend();
    const server = await starting;
    await untilTaken(server.url, world.telegram.hooks.text(CHAT, '/start'));

    await vi.waitFor(() => expect(said()).toHaveLength(1), PATIENCE);
  });

  it('for a while, and flapping: 503, the safety text for a child in distress, and the console is told', async () => {
    const port = String(await freePort());
    const server = await start({ PORT: port });
    const { pid } = server;
    const sok = await joinStaff(server, 'counsellor', 'sok');
    await sok.available();
    await untilTaken(server.url, world.telegram.hooks.text(CHAT, '/start'));
    await vi.waitFor(() => expect(said()).toHaveLength(1), PATIENCE);
    const before = residentKb(pid);
    line.cut();
    const missed = world.telegram.hooks.text(CHAT, '2');
    expect(await statusOf(server.url, missed)).toBe(503);
    expect(await statusOf(server.url, world.telegram.hooks.text(CHAT + 1, 'i want to die'))).toBe(
      503,
    );
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining('Redis')]);
    expect((await sok.ask('/api/queue', {})).status).toBeGreaterThanOrEqual(500);
    for (let n = 0; n < 2000; n += 50) {
      const burst = Array.from({ length: 50 }, () =>
        statusOf(server.url, world.telegram.hooks.text(CHAT + 2, 'hello')),
      );
      expect(new Set(await Promise.all(burst))).toEqual(new Set([503]));
    }
    for (let times = 0; times < 5; times += 1) {
      line.mend();
      await sleep(200);
      line.cut();
      await sleep(200);
    }
    line.mend();
    await untilTaken(server.url, missed);

    await vi.waitFor(() => expect(said().at(-1)).toContain('looking at this screen'), PATIENCE);
    // From memory, while nothing else could be done; without a number that nobody can vouch for.
    const safety = world.telegram.platform.sent.filter(({ to }) => to === String(CHAT + 1));
    expect(safety.map(({ text }) => text).join()).toContain('not open right now');
    await vi.waitFor(
      async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(200),
      PATIENCE,
    );
    expect((await sok.queue()).waiting).toEqual([]);
    expect(residentKb(pid) - before).toBeLessThan(150_000);
    expect(server.output()).not.toMatch(/i want to die|hello/);
    sok.leave();
  });
});

describe('56: three processes that take webhooks, one that works', () => {
  it('have one effect together, whichever is told what how often, and one key an hour', async () => {
    const roles = ['web', 'web', 'web', 'worker'];
    const servers = await Promise.all(roles.map((ROLE) => start({ ROLE })));
    const doors = servers.slice(0, 3);
    const everywhere = async (webhook: Webhook) => {
      const posts = [...doors, ...doors].map(({ url }) => statusOf(url, webhook));
      expect(new Set(await Promise.all(posts))).toEqual(new Set([200]));
    };
    await everywhere(world.telegram.hooks.text(CHAT, '/start'));
    await vi.waitFor(() => expect(said()).toHaveLength(1), PATIENCE);
    await everywhere(world.telegram.hooks.text(CHAT, '2'));
    await everywhere(world.telegram.hooks.text(CHAT, '2'));
    await vi.waitFor(() => expect(said()).toHaveLength(3), PATIENCE);
    await sleep(1000);

    expect(said()).toHaveLength(3);
    const hours = readdirSync(folders.keyDir).filter((name) => /\d{5,}/.test(name));
    expect(new Set(hours).size).toBe(hours.length);
    expect(hours.length).toBeGreaterThan(0);
    for (const { output } of servers) expect(output()).not.toMatch(/"level":"error"/);
  });

  it('refuse one that has other keys, and say what to do', async () => {
    await start();
    const other = await serverFolders();
    const url = `redis://127.0.0.1:${line.port}`;

    await expect(startServer(other, { ...world.env, REDIS_URL: url })).rejects.toThrow(/KEY_DIR/);
    await other.remove();
  });
});

describe('two processes with a rush to one platform', () => {
  it('send no faster together than one may', async () => {
    const urls = [await start(), await start()].map(({ url }) => url);
    await sleep(2 * SENDER_SIGN_MS);
    const children = Array.from({ length: 6 * TELEGRAM_RATE }, (_, n) => CHAT + n);
    const opened = children.map((chat, n) =>
      statusOf(urls[n % 2] ?? '', world.telegram.hooks.text(chat, '/start')),
    );
    expect(new Set(await Promise.all(opened))).toEqual(new Set([200]));
    await vi.waitFor(() => expect(said()).toHaveLength(children.length), PATIENCE);

    const times = world.telegram.platform.sent.map(({ at }) => at);
    // Five seconds lie between the first and the sixth rush; two, if each of the processes took the whole pace.
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(3500);
  });
});

describe('a door behind which nothing works', () => {
  it('tells the child that nobody can take over, and whom to call, until a worker is there', async () => {
    const server = await start({ ROLE: 'web' });
    const sok = await joinStaff(server, 'counsellor', 'sok');
    await sok.available();
    await sleep(1500);
    const child = await telegramChild({ url: server.url, ...world.telegram }, CHAT);
    const writes = async (...all: readonly string[]) => {
      for (const words of all) {
        const before = child.read().length;
        await child.write(words);
        await vi.waitFor(() => expect(child.read().length).toBeGreaterThan(before), PATIENCE);
      }
    };
    await writes(...TO_HARM, '9', '1', '2');
    await vi.waitFor(() => expect(said().join()).toContain('We cannot connect you'), PATIENCE);
    expect(said().join()).toContain('1280');
    expect((await sok.queue()).waiting).toEqual([]);

    await start({ ROLE: 'worker' });
    await sleep(1500);
    await writes('9', '1', '2');
    await vi.waitFor(async () => expect((await sok.queue()).waiting).toHaveLength(1), PATIENCE);
    sok.leave();
  });
});

describe('an exit', () => {
  /** Less than the ten seconds after which a call has failed: this one is answered in the end. */
  const HANGS_MS = 9_000;

  it('while five messages wait and one hangs lets at most that one still arrive', async () => {
    const server = await start();
    const sok = await joinStaff(server, 'counsellor', 'sok');
    await sok.available();
    await sleep(1500);
    const child = await telegramChild({ url: server.url, ...world.telegram }, CHAT);
    for (const words of [...TO_HARM, '9', '1', '2']) {
      const before = child.read().length;
      await child.write(words);
      await vi.waitFor(() => expect(child.read().length).toBeGreaterThan(before), PATIENCE);
    }
    await vi.waitFor(async () => expect((await sok.queue()).waiting).toHaveLength(1), PATIENCE);
    const id = (await sok.queue()).waiting[0]?.id ?? '';
    await sok.claim(id);
    await vi.waitFor(() => expect(said().at(-1)).toContain('is a person'), PATIENCE);
    world.telegram.platform.answerWith({ delayMs: HANGS_MS });
    for (let n = 1; n <= 6; n += 1) expect(await sok.say(id, `line ${n}`)).toEqual({ done: true });
    await child.write('exit');
    await vi.waitFor(() => expect(said().at(-1)).toMatch(/Goodbye|Thank you/), PATIENCE);
    await sleep(HANGS_MS + 2000);

    const lines = said().filter((text) => /line \d/.test(text));
    expect(lines.length).toBeLessThanOrEqual(1);
    expect(lines.join()).not.toMatch(/line [2-6]/);
    expect((await sok.say(id, 'too late')).error).toBe('child-left');
    sok.leave();
  });
});
