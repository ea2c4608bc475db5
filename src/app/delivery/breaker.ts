/**
 * Stops asking a platform that does not answer, so that an outage costs one call now and then instead of a storm; also
 * keeps the pause that a platform asked for.
 */
export interface Breaker {
  /** How long nobody may call (ms). 0 may still mean one call only: `probing`. */
  pausedMs(now: number): number;
  /** After a pause one call tries whether it is over; true while that call is under way. */
  probing(): boolean;
  /** A call begins. */
  begin(): void;
  worked(): void;
  /** It was not made after all: somebody else may try. */
  left(): void;
  /** No answer, or one that says the platform itself is unwell. */
  failed(now: number): void;
  /** The platform, or a technician's token, says: not for so long. */
  pause(now: number, ms: number): void;
  /** The same as another process was told it: whether it works from here nobody knows yet. */
  rest(now: number, ms: number): void;
  /** Somebody was refused, perhaps alone: nothing stops, and until something works it counts as down. */
  ails(now: number): void;
  /** Since when it does not work; null while it does. */
  downSince(): number | null;
}

/** Single failures are daily life. */
const FAILURES = 5;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

export function breaker(): Breaker {
  let [failures, pauses, until]: [number, number, number] = [0, 0, Number.NEGATIVE_INFINITY];
  let [tries, trying]: [boolean, boolean] = [false, false];
  let since: number | null = null;
  const rest = (now: number, ms: number): void => {
    until = Math.max(until, now + ms);
    [tries, trying] = [true, false];
  };
  const stop = (now: number, ms: number): void => {
    rest(now, ms);
    since ??= now;
  };
  return {
    pausedMs: (now) => Math.max(0, until - now),
    probing: () => trying,
    begin() {
      trying = tries;
    },
    worked() {
      [failures, pauses, tries, trying, since] = [0, 0, false, false, null];
      until = Number.NEGATIVE_INFINITY;
    },
    left() {
      trying = false;
    },
    failed(now) {
      // Of the calls that were under way when it stopped, each fails for the same reason.
      if (now < until) return;
      failures += 1;
      if (!tries && failures < FAILURES) return;
      stop(now, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** pauses));
      pauses += 1;
    },
    pause: stop,
    rest,
    ails(now) {
      trying = false;
      since ??= now;
    },
    downSince: () => since,
  };
}
