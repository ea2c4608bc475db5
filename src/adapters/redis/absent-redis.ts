import type { Redis } from './connect.ts';
import { RedisError } from './redis-error.ts';

/** A Redis that is not there yet: every call rejects with what is in the way, as of a connection that was lost. */
export function absentRedis(code: () => string): Redis {
  const away = async (): Promise<never> => {
    throw new RedisError(code());
  };
  return { send: away, run: away, listen: async () => undefined, close: async () => undefined };
}
