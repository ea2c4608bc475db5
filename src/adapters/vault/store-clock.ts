import { HOUR_MS } from './hour.ts';
import type { KeyRegister } from './key-register.ts';

const JUMP_MS = 2 * HOUR_MS;

/** Store time as this process last heard it, and whether it is to be believed. */
export interface StoreClock {
  /** Notes a reading. Answers false while the clock is held: it jumped, and nobody has confirmed it since. */
  read(now: number): Promise<boolean>;
  /** Store time, carried on by the monotonic clock; null before the first reading or while it is not believed. */
  now(): number | null;
  /** How long ago the last reading was (ms); null before the first. */
  age(): number | null;
}

/**
 * A reading that is more than 2 h off what the monotonic clock led to expect, either way, holds the clock for all
 * processes, across restarts, until the register releases it.
 */
export function storeClock(register: KeyRegister, monotonicMs: () => number): StoreClock {
  let last: { readonly now: number; readonly at: number } | null = null;
  let believed = false;

  const expected = () => (last === null ? null : last.now + monotonicMs() - last.at);

  return {
    async read(now) {
      const before = expected();
      if (before !== null && Math.abs(now - before) > JUMP_MS) {
        believed = false;
        // First the hold, then the new baseline: a hold that failed is tried again.
        await register.holdClock();
      }
      last = { now, at: monotonicMs() };
      believed = !(await register.clockHeld());
      return believed;
    },
    now: () => (believed ? expected() : null),
    age: () => (last === null ? null : monotonicMs() - last.at),
  };
}
