/**
 * For what is asked for again before it has come: answers what was asked for last, and null where something newer was asked
 * for meanwhile or nothing came. Whichever comes last, the newest wish counts.
 */
export function lastAsked(): <T>(load: () => Promise<T>) => Promise<T | null> {
  let asked = 0;
  return async (load) => {
    asked += 1;
    const own = asked;
    const found = await load().catch(() => null);
    return own === asked ? found : null;
  };
}
