import { z } from 'zod';
import { connectRedis, type Redis } from '../../../src/adapters/redis/connect.ts';
import { redisConversationStore } from '../../../src/adapters/redis/conversation-store.ts';
import { redisDocuments } from '../../../src/adapters/redis/documents.ts';
import type { StoreHarness } from '../../contracts/conversation-store/harness.ts';
import type { DocumentsHarness } from '../../contracts/documents.contract.ts';
import type { RedisServer } from '../../support/redis-server.ts';

/** Longer than the product waits: on a machine that has other work to do, a late answer is not a lost one. */
export const PATIENT = { timeoutMs: 30_000 };

const START = Date.UTC(2026, 0, 1);

export interface RedisHarness extends StoreHarness, DocumentsHarness {
  readonly redis: Redis;
}

/** Both stores on an emptied server, with a clock that stands still until the test moves it. */
export async function openRedis(server: Pick<RedisServer, 'url'>): Promise<RedisHarness> {
  let now = START;
  const clock = (): number => now;
  let open = await openBoth(server.url, clock);
  await open.redis.send(['FLUSHALL', 'SYNC']);
  return {
    get redis() {
      return open.redis;
    },
    get store() {
      return open.store;
    },
    get documents() {
      return open.documents;
    },
    advance: async (ms) => {
      now += ms;
    },
    async reopen() {
      await open.store.close();
      open = await openBoth(server.url, clock);
    },
    dump: () => dumpOf(open.redis),
    close: () => open.store.close(),
  };
}

async function openBoth(url: string, clock: () => number) {
  const redis = await connectRedis({ url, ...PATIENT });
  const options = { redis, clock };
  return {
    redis,
    store: await redisConversationStore(options),
    documents: redisDocuments(options),
  };
}

const READ: Readonly<Record<string, readonly string[]>> = {
  string: ['GET'],
  hash: ['HGETALL'],
  list: ['LRANGE', '0', '-1'],
  set: ['SMEMBERS'],
  zset: ['ZRANGE', '0', '-1', 'WITHSCORES'],
};

/** Every key with its value. */
export async function dumpOf(redis: Redis): Promise<string> {
  const keys = z
    .array(z.string())
    .parse(await redis.send(['KEYS', '*']))
    .toSorted();
  const values = keys.map(async (key) => {
    const type = String(await redis.send(['TYPE', key]));
    const [verb = '', ...rest] = READ[type] ?? [];
    const value = await redis.send([verb, key, ...rest]);
    return [key, type === 'set' ? z.array(z.string()).parse(value).toSorted() : value];
  });
  return JSON.stringify(await Promise.all(values));
}
