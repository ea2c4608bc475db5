export interface IdleOptions {
  readonly now: () => number;
  /** A desk that nobody touched for so long may stand in an empty room. */
  readonly idleMs: number;
  /** Other windows are told of a movement at most this often. */
  readonly tellMs: number;
  readonly onIdle: () => void;
  readonly tell: () => void;
}

export interface Idle {
  /** Somebody moved in this window, or in another of the same session. */
  moved(where: 'here' | 'elsewhere'): void;
  stop(): void;
}

/**
 * Says once that nobody moved for `idleMs`. By the clock and not by the timer alone: a machine that slept does not count the
 * time, and the hand that wakes it may be another's.
 */
export function idleWatch({ now, idleMs, tellMs, onIdle, tell }: IdleOptions): Idle {
  let [last, told] = [now(), Number.NEGATIVE_INFINITY];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const stop = () => {
    over = true;
    clearTimeout(timer);
  };
  const look = () => {
    const left = last + idleMs - now();
    if (left > 0) {
      timer = setTimeout(look, left);
      return;
    }
    stop();
    onIdle();
  };
  timer = setTimeout(look, idleMs);
  return {
    moved: (where) => {
      if (over) return;
      if (now() - last >= idleMs) return look();
      last = now();
      if (where === 'elsewhere' || last - told < tellMs) return;
      told = last;
      tell();
    },
    stop,
  };
}
