const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Cambodia keeps UTC+7 all year round. */
const ZONE_MS = 7 * HOUR;
/** No content waits for a callback longer than this. */
export const LONGEST_CALLBACK_MS = 72 * HOUR;

/** Times of day that a child may leave, in hours of Phnom Penh: from, to. */
const HOURS = { morning: [8, 12], afternoon: [12, 17], evening: [17, 20] } as const;

export type CallbackWindow = keyof typeof HOURS;
export const CALLBACK_WINDOWS: readonly CallbackWindow[] = ['morning', 'afternoon', 'evening'];

/** The next such time of day that has not begun yet (ms); it is over within 72 hours. */
export function nextWindow(
  window: CallbackWindow,
  now: number,
): { readonly from: number; readonly until: number } {
  const [from, to] = HOURS[window];
  const midnight = Math.floor((now + ZONE_MS) / DAY) * DAY - ZONE_MS;
  const day = midnight + from * HOUR > now ? midnight : midnight + DAY;
  return { from: day + from * HOUR, until: day + to * HOUR };
}

/** The times of day whose next one has a moment in which the desk keeps hours. */
export function windowsWithHours(
  now: number,
  isOpen: (at: number) => boolean,
): readonly CallbackWindow[] {
  return CALLBACK_WINDOWS.filter((window) => {
    const { from, until } = nextWindow(window, now);
    const quarters = Array.from({ length: (until - from) / (HOUR / 4) }, (_, at) => at);
    return quarters.some((at) => isOpen(from + at * (HOUR / 4)));
  });
}
