import { setTimeout as sleep } from 'node:timers/promises';
import { connectRedis } from '../adapters/redis/connect.ts';
import { RedisError } from '../adapters/redis/redis-error.ts';
import { fail, ok } from '../domain/result.ts';
import { openWaitingRoom, type WaitingRoom } from './waiting-room.ts';

const TRY_MS = 1000;
const AWAY = new Set(['offline', 'timeout', 'LOADING']);

/** Does a step of the start again for as long as the store is away. A step may be done in part and then again from its beginning. */
export type Patient = <T>(step: () => Promise<T>) => Promise<T>;

/**
 * Waits for a Redis that is not there yet, or goes away during the start, instead of dying. Meanwhile everything is served as
 * by a server that lost its store: platforms hear 503 and come again with what children wrote. `leave` ends that, for the
 * moment when the real server is about to listen. What is not an outage is thrown: a Redis that answers but lets us not in.
 */
export function storeWait(room: WaitingRoom): {
  readonly patient: Patient;
  leave(): Promise<void>;
} {
  const { log } = room;
  let trouble: string | null = null;
  let leave: (() => Promise<void>) | null = null;
  let left = false;
  const wait = async (code: string): Promise<void> => {
    if (trouble === null) log.warn('store-down', { kind: 'redis' });
    trouble = code;
    if (!left) leave ??= await openWaitingRoom(room, () => trouble ?? 'STARTING');
    await sleep(TRY_MS);
  };
  return {
    async patient(step) {
      while (true) {
        const tried = await step().then(ok, (error: unknown) => fail(awayCode(error)));
        if (!tried.ok) {
          await wait(tried.error);
          continue;
        }
        if (trouble !== null) log.info('store-up', { kind: 'redis' });
        trouble = null;
        return tried.value;
      }
    },
    async leave() {
      left = true;
      await leave?.();
    },
  };
}

/** Throws what is no outage. */
function awayCode(error: unknown): string {
  if (error instanceof RedisError && AWAY.has(error.code)) return error.code;
  throw error;
}

/** A connection alone says little: something may stand in between. */
export async function pingStore({ settings }: WaitingRoom): Promise<void> {
  const url = settings.REDIS_URL;
  if (url === undefined) return;
  const redis = await connectRedis({ url, patienceMs: TRY_MS });
  await redis.send(['PING']).finally(redis.close);
}
