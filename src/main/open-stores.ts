import { checkLayout } from '../adapters/redis/check-layout.ts';
import { checkRedisServer, type ServerFinding } from '../adapters/redis/check-server.ts';
import { connectRedis, type Redis } from '../adapters/redis/connect.ts';
import { redisConversationStore } from '../adapters/redis/conversation-store.ts';
import { redisDocuments } from '../adapters/redis/documents.ts';
import { sqliteConversationStore } from '../adapters/sqlite/conversation-store.ts';
import { sqliteDocuments } from '../adapters/sqlite/documents.ts';
import { openDatabase } from '../adapters/sqlite/open-database.ts';
import type { Settings } from '../config/settings.ts';
import type { ConversationStore } from '../ports/conversation-store.ts';
import type { Documents } from '../ports/documents.ts';
import type { Log } from '../ports/log.ts';

export interface Stores {
  readonly store: ConversationStore;
  readonly documents: Documents;
  /** What the server's settings leave unsafe, each with why and how to mend it; a standing banner in the console. */
  readonly unsafe: readonly string[];
}

/** Opens both stores where the settings say. Throws an error that says what to do. */
export async function openStores(settings: Settings, log: Log): Promise<Stores> {
  const url = settings.REDIS_URL;
  if (url !== undefined) return onRedis(settings, await connectRedis({ url }), log);
  const database = openDatabase(settings.DATA_DIR);
  return {
    store: sqliteConversationStore({ database }),
    documents: sqliteDocuments({ database }),
    unsafe: [],
  };
}

async function onRedis(settings: Settings, redis: Redis, log: Log): Promise<Stores> {
  try {
    return await checked(settings, redis, log);
  } catch (error) {
    await redis.close();
    throw error;
  }
}

async function checked(settings: Settings, redis: Redis, log: Log): Promise<Stores> {
  const findings = await checkRedisServer(redis);
  if (
    findings.length > 0 &&
    settings.MODE === 'production' &&
    settings.ALLOW_UNSAFE_STORE === 'no'
  ) {
    throw new UnsafeStoreError([...findings.map(sayFinding), IF_MANAGED]);
  }
  await checkLayout(redis);
  for (const { setting } of findings) log.warn('setting-warning', { setting, kind: 'redis' });
  return {
    store: await redisConversationStore({ redis }),
    documents: redisDocuments({ redis }),
    unsafe: findings.map(sayFinding),
  };
}

/** The Redis server would break a promise in production: which setting, why, and how to mend it. */
export class UnsafeStoreError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('the Redis server is not set up to keep what children were told we have');
    this.name = 'UnsafeStoreError';
    this.problems = problems;
  }
}

const IF_MANAGED =
  'Where the service that runs it hides or fixes these settings, ALLOW_UNSAFE_STORE=yes starts all the same; a banner stays.';

function sayFinding({ setting, is, should, why, mend }: ServerFinding): string {
  return `${setting} is ${is}, should be ${should}. ${why} ${mend}`;
}
