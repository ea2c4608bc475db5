import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { copyOfServer, type Patch } from '../chaos/sabotage.ts';
import { cutProxy } from '../support/cut-proxy.ts';
import { everyChannel } from '../support/every-channel.ts';
import { postWebhook, telegramChild } from '../support/platform-child.ts';
import type { Webhook } from '../support/platforms/loopback.ts';
import { startRedis } from '../support/redis-server.ts';
import { residentKb } from '../support/resident-kb.ts';
import { serverFolders, startServer } from '../support/running-server.ts';
import { joinStaff } from '../support/staff-client.ts';

/** Signs of life and times to answer ten times shorter, like the leases: an outage of seconds is one of minutes. */
const FASTER: readonly Patch[] = [
  { file: 'app/core.ts', find: 'firstReplyMs: 3 * MINUTE', put: 'firstReplyMs: 6 * SECOND' },
  { file: 'app/staff/presence.ts', find: 'LEASE_MS = 60_000', put: 'LEASE_MS = 6_000' },
  { file: 'http/console/events.ts', find: 'RENEW_MS = 20_000', put: 'RENEW_MS = 2_000' },
  { file: 'app/workers.ts', find: 'LEASE_MS = 60_000', put: 'LEASE_MS = 6_000' },
  { file: 'app/workers.ts', find: 'SIGN_MS = 15_000', put: 'SIGN_MS = 1_500' },
];
/** Longer than every one of them. */
const OUTAGE_MS = 10_000;
const CHAT = 770_000_500;
const PATIENCE = { timeout: 60_000, interval: 100 };
const TO_THE_LINE = ['2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];

let dir: string;
let world: Awaited<ReturnType<typeof everyChannel>>;
beforeEach(async () => {
  dir = copyOfServer(FASTER);
  world = await everyChannel();
});
afterEach(async () => {
  await world.close();
  rmSync(dir, { recursive: true, force: true });
});

const to = (chat: number) =>
  world.telegram.platform.sent.filter((one) => one.to === String(chat)).map(({ text }) => text);

it('49: away for longer than every lease and sign of life: nothing is lost, nothing comes twice, and all goes on by itself', async () => {
  const redis = await startRedis();
  const line = await cutProxy(redis.port);
  const folders = await serverFolders();
  const env = { ...world.env, REDIS_URL: `redis://127.0.0.1:${line.port}` };
  const server = await startServer(folders, env, dir);
  const statusOf = async (webhook: Webhook) => (await postWebhook(server.url, webhook)).status;
  const untilTaken = (webhook: Webhook) =>
    vi.waitFor(async () => expect(await statusOf(webhook)).toBe(200), PATIENCE);
  const sok = await joinStaff(server, 'counsellor', 'sok');
  await sok.available();
  const intoLine = async (chat: number) => {
    const child = await telegramChild({ url: server.url, ...world.telegram }, chat);
    for (const words of TO_THE_LINE) {
      const before = child.read().length;
      await child.write(words);
      await vi.waitFor(() => expect(child.read().length).toBeGreaterThan(before), PATIENCE);
    }
  };
  await sleep(2000);
  await untilTaken(world.telegram.hooks.text(CHAT, '/start'));
  await vi.waitFor(() => expect(to(CHAT)).toHaveLength(1), PATIENCE);
  await intoLine(CHAT + 1);
  await vi.waitFor(async () => expect((await sok.queue()).waiting).toHaveLength(1), PATIENCE);
  const id = (await sok.queue()).waiting[0]?.id ?? '';
  expect(await sok.claim(id)).toEqual({ done: true });
  // Taken in, and its turn perhaps begun: whatever is done of it, its lease runs out.
  await untilTaken(world.telegram.hooks.text(CHAT, '2'));
  line.cut();
  const missed = world.telegram.hooks.text(CHAT + 2, '/start');
  const before = residentKb(server.pid);
  const end = performance.now() + OUTAGE_MS;
  while (performance.now() < end) {
    const burst = Array.from({ length: 50 }, () => statusOf(missed));
    expect(new Set(await Promise.all(burst))).toEqual(new Set([503]));
  }
  expect((await sok.ask('/api/queue', {})).status).toBeGreaterThanOrEqual(500);
  line.mend();

  await untilTaken(missed);
  await vi.waitFor(() => expect(to(CHAT + 2)).toHaveLength(1), PATIENCE);
  await vi.waitFor(() => expect(to(CHAT)).toHaveLength(2), PATIENCE);
  // The time to answer ran out meanwhile, or the counsellor had no connection: either way the child is in the line again.
  await vi.waitFor(async () => expect((await sok.queue()).waiting).toHaveLength(1), PATIENCE);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  await sok.available();
  expect(await sok.claim(id)).toEqual({ done: true });
  expect(await sok.say(id, 'hello again')).toEqual({ done: true });
  await vi.waitFor(() => expect(to(CHAT + 1).at(-1)).toContain('hello again'), PATIENCE);
  // Whoever works behind the door has given a sign again: the line takes somebody in.
  await intoLine(CHAT + 3);
  await vi.waitFor(async () => expect((await sok.queue()).waiting).toHaveLength(1), PATIENCE);
  await sleep(3000);
  expect([to(CHAT).length, to(CHAT + 2).length]).toEqual([2, 1]);
  expect(residentKb(server.pid) - before).toBeLessThan(150_000);
  sok.leave();
  await server.stop();
  await line.close();
  await redis.stop();
  await folders.remove();
});
