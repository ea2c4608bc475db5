const STEP = 5;
const LONGEST = 60;

/**
 * Estimates how long the child who joins last will wait, as a range to be said to them.
 *
 * Little's law, W = L / lambda (J. D. C. Little, Operations Research 9(3), 1961), widened to whole steps of five
 * minutes so that nobody hears a precision that is not there.
 *
 * @param waiting - Children in line, the asker included.
 * @param claimsPerHour - Claims of the last hour.
 * @returns Minutes; null when nobody claimed lately and somebody waits already, or the wait is beyond an hour: no
 *   honest figure exists.
 */
export function waitRange(
  waiting: number,
  claimsPerHour: number,
  free: number,
): { readonly from: number; readonly to: number } | null {
  if (free >= waiting) return { from: 0, to: STEP };
  if (claimsPerHour === 0) return null;
  const minutes = (waiting * 60) / claimsPerHour;
  const from = Math.floor(minutes / STEP) * STEP;
  const to = Math.ceil((minutes * 1.5 + 1) / STEP) * STEP;
  return to > LONGEST ? null : { from, to };
}
