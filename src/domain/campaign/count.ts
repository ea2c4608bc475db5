/** Below this nobody is told how many; above, only whole fives: one child's step must not be seen in it. */
const LEAST = 10;
const STEP = 5;

/** What may be shown of a counter: null stands for "fewer than ten". */
export function shownCount(count: number): number | null {
  return count < LEAST ? null : Math.floor(count / STEP) * STEP;
}
