/** How many messages a platform takes: so many a second in the long run, so many at once after a rest. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface TokenBucket {
  /** How long until there is one (ms); 0 when there is. */
  waitMs(now: number): number;
  /** Takes one, even where there is none: then the next ones wait for longer. */
  take(now: number): void;
  /** Whether it is as full as it gets: then nothing is lost by forgetting it. */
  full(now: number): boolean;
}

/** A bucket that begins full. Times in milliseconds, of one clock; a clock that goes back adds nothing. */
export function tokenBucket({ perSecond, burst }: Rate): TokenBucket {
  let tokens = burst;
  let seen = Number.NEGATIVE_INFINITY;
  const fill = (now: number): void => {
    const passed = seen === Number.NEGATIVE_INFINITY ? 0 : Math.max(0, now - seen);
    tokens = Math.min(burst, tokens + (passed * perSecond) / 1000);
    seen = now;
  };
  return {
    waitMs(now) {
      fill(now);
      return tokens >= 1 ? 0 : ((1 - tokens) * 1000) / perSecond;
    },
    take(now) {
      fill(now);
      tokens -= 1;
    },
    full(now) {
      fill(now);
      return tokens >= burst;
    },
  };
}
