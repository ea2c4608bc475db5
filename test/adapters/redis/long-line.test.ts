import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLongLine } from '../../contracts/conversation-store/long-line.ts';
import { type RedisServer, startRedis } from '../../support/redis-server.ts';
import { openRedis, type RedisHarness } from './harness.ts';

const LINE = 10_000;
/** Of a place in the line: an id and a score. */
const PLACE_BYTES = 200;
/** Of a conversation as it is read: its state and what stands around it. */
const READ_BYTES = 4000;

let server: RedisServer;
let harness: RedisHarness;

beforeAll(async () => {
  server = await startRedis();
  harness = await openRedis(server);
});
afterAll(async () => {
  await harness.close();
  await server.stop();
});

/** What the server has sent to everyone so far. */
async function sentBytes(): Promise<number> {
  const info = String(await harness.redis.send(['INFO', 'stats']));
  return Number(/total_net_output_bytes:(\d+)/.exec(info)?.[1]);
}

describe('63: of a line of ten thousand', () => {
  it('no more is read than its head, however many wait', async () => {
    await aLongLine(harness.store, LINE);
    for (const head of [1, 100]) {
      const before = await sentBytes();
      expect(await harness.store.waiting(head)).toHaveLength(head);

      const most = Math.min(LINE, head * 64) * PLACE_BYTES + head * READ_BYTES;
      expect((await sentBytes()) - before).toBeLessThan(most + 10_000);
    }
  }, 120_000);
});
