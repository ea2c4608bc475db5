import { once } from 'node:events';
import { createServer } from 'node:http';
import { connectRedis } from '../adapters/redis/connect.ts';
import type { Settings } from '../config/settings.ts';
import type { Log } from '../ports/log.ts';

const TRY_MS = 1000;
const AWAY = new Set(['offline', 'timeout', 'LOADING']);

/**
 * Waits for a Redis that is not there yet, instead of dying: meanwhile platforms hear 503, and come again with what
 * children wrote. Rejects at once when the server answers but lets us not in.
 */
export async function untilStore(settings: Settings, log: Log): Promise<void> {
  const url = settings.REDIS_URL;
  if (url === undefined || (await isThere(url))) return;
  log.warn('store-down', { kind: 'redis' });
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(request.url === '/healthz' ? 200 : 503, { 'retry-after': '5' }).end();
  });
  server.listen(settings.PORT, settings.HOST);
  await once(server, 'listening');
  while (!(await isThere(url))) await new Promise((resolve) => setTimeout(resolve, TRY_MS));
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  log.info('store-up', { kind: 'redis' });
}

async function isThere(url: string): Promise<boolean> {
  try {
    const redis = await connectRedis({ url, patienceMs: TRY_MS });
    // A connection alone says little: something may stand in between.
    await redis.send(['PING']).finally(redis.close);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'offline';
    if (AWAY.has(String(code))) return false;
    throw error;
  }
}
