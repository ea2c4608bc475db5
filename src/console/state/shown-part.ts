/** So many lines of a talk, and so many waiting children, are in the page before somebody asks for more. */
export const LINES_AT_ONCE = 150;
export const CARDS_AT_ONCE = 60;

/**
 * Where the shown end of a talk begins: far enough back for the line that has to be there.
 *
 * @param must - The place of that line; negative when there is none.
 */
export function shownFrom(count: number, must: number): number {
  const from = Math.max(0, count - LINES_AT_ONCE);
  return must < 0 ? from : Math.min(from, must);
}
