export const HOUR_MS = 3_600_000;

/** Whole hours since the epoch (UTC); names the key that dies when that hour is over. */
export type Hour = number;

/** The hour that is running at `now` (ms). */
export function hourAt(now: number): Hour {
  return Math.floor(now / HOUR_MS);
}

/** The hour whose end is the first full hour at or after the deadline (ms): dead on time, at most an hour late. */
export function hourOfDeadline(deadAt: number): Hour {
  const hour = Math.ceil(deadAt / HOUR_MS) - 1;
  if (!(hour >= 0 && hour < 0xffff_ffff)) throw new Error('a deadline that is not a time');
  return hour;
}

export function isOver(hour: Hour, now: number): boolean {
  return (hour + 1) * HOUR_MS <= now;
}

/** The hour that a key is named after; null for a key that is none of an hour. */
export function hourOfName(name: string): Hour | null {
  return /^\d{1,10}$/.test(name) ? Number(name) : null;
}

/** For people: `2026-11-23T10Z`. */
export function sayHour(hour: Hour): string {
  return `${new Date(hour * HOUR_MS).toISOString().slice(0, 13)}Z`;
}
