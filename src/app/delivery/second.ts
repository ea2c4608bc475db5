/** How many may go in any second, whenever it begins: what a platform counts, however it counts. */
export interface Second {
  /** How long until there is room for one (ms); 0 when there is. */
  waitMs(now: number): number;
  take(now: number): void;
  /** From now on so many; what went before still counts. */
  allow(most: number): void;
}

const SECOND_MS = 1000;
/** So many that are over are kept before they are cleared away. */
const MOST_OVER = 1024;

/** @param most - At least 1. Times in milliseconds, of one clock that does not go back. */
export function second(most: number): Second {
  let allowed = most;
  let [taken, first]: [number[], number] = [[], 0];
  const forget = (now: number): void => {
    while (now - (taken[first] ?? now) >= SECOND_MS) first += 1;
    if (first > MOST_OVER) [taken, first] = [taken.slice(first), 0];
  };
  return {
    waitMs(now) {
      forget(now);
      if (taken.length - first < allowed) return 0;
      return (taken.at(-allowed) ?? now) + SECOND_MS - now;
    },
    take: (now) => void taken.push(now),
    allow(next) {
      allowed = next;
    },
  };
}
