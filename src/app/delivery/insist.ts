import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 50;

/** Calls until it succeeds, for so long; then rejects with the last failure. Only for what has one effect however often it is asked. */
export async function insist<T>(forMs: number, call: () => Promise<T>): Promise<T> {
  const end = performance.now() + forMs;
  for (let pauseMs = FIRST_MS; ; pauseMs *= 2) {
    try {
      return await call();
    } catch (error) {
      if (performance.now() + pauseMs > end) throw error;
      await sleep(pauseMs);
    }
  }
}
