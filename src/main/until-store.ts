import { connectRedis } from '../adapters/redis/connect.ts';
import { openWaitingRoom, type WaitingRoom } from './waiting-room.ts';

const TRY_MS = 1000;
const AWAY = new Set(['offline', 'timeout', 'LOADING']);

/**
 * Waits for a Redis that is not there yet, instead of dying. Meanwhile everything is served as by a server that lost its
 * store: platforms hear 503 and come again with what children wrote. Answers the way to end that, for the moment when the
 * real server is about to listen. Rejects at once when Redis answers but lets us not in.
 */
export async function untilStore(waiting: WaitingRoom): Promise<() => Promise<void>> {
  const { settings, log } = waiting;
  const url = settings.REDIS_URL;
  let trouble = url === undefined ? null : await troubleOf(url);
  if (url === undefined || trouble === null) return async () => undefined;
  log.warn('store-down', { kind: 'redis' });
  const leave = await openWaitingRoom(waiting, () => trouble ?? 'STARTING');
  while (trouble !== null) {
    await new Promise((resolve) => setTimeout(resolve, TRY_MS));
    trouble = await troubleOf(url);
  }
  log.info('store-up', { kind: 'redis' });
  return leave;
}

/** Why Redis cannot be used yet; null when it can. */
async function troubleOf(url: string): Promise<string | null> {
  try {
    const redis = await connectRedis({ url, patienceMs: TRY_MS });
    // A connection alone says little: something may stand in between.
    await redis.send(['PING']).finally(redis.close);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'offline';
    if (AWAY.has(code)) return code;
    throw error;
  }
}
