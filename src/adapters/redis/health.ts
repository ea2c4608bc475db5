import type { Health } from '../../ports/conversation-store.ts';
import type { Redis } from './connect.ts';
import { redisErrorOf } from './redis-error.ts';

const WHY: Readonly<Record<string, string>> = {
  offline: 'The Redis server cannot be reached. Is it running, and is REDIS_URL right?',
  timeout: 'The Redis server does not answer in time.',
  OOM: 'The Redis server has no memory left. Raise maxmemory.',
  MISCONF: 'The Redis server cannot write to its disk. Is the disk full?',
  READONLY:
    'The Redis server is a replica and takes no writes. REDIS_URL must lead to the primary.',
  LOADING: 'The Redis server is still loading its data.',
  STARTING: 'The Redis server is there, and this server is starting on it.',
  NOAUTH: 'The Redis server wants a password. Put it into REDIS_URL.',
  WRONGPASS: 'The Redis server refuses the name or password in REDIS_URL.',
  NOPERM: 'The Redis account may not do what this program needs.',
};

/** Tries a real write. */
export async function health(redis: Redis): Promise<Health> {
  try {
    await redis.send(['SET', 'tvear:probe', '1']);
    return { ok: true };
  } catch (error) {
    const { code } = redisErrorOf(error);
    return { ok: false, why: WHY[code] ?? `The Redis server refuses to write (${code}).` };
  }
}
