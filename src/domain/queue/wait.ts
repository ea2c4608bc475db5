import { type OnDuty, writesTo } from './skill.ts';

const STEP = 5;
const LONGEST = 60;
const MINUTE = 60_000;

/** Minutes. */
export interface WaitRange {
  readonly from: number;
  readonly to: number;
}

/** What is known of the line in a moment. Plain data. */
export interface Line {
  /** The scores of all who wait, in any order. */
  readonly scores: readonly number[];
  /** Claims of the last hour. */
  readonly claimsPerHour: number;
  /** Chats that the counsellors who are there can still take. */
  readonly free: number;
  /** Who they are, by the languages that they write; absent: all of them write every one. */
  readonly onDuty?: readonly OnDuty[];
}

/** Whoever waits, or joins now. */
export interface Waiter {
  readonly score: number;
  /** When they joined (ms). */
  readonly queued: number;
}

/**
 * Estimates how long a child waits, as a range to be said to them.
 *
 * Little's law, W = L / lambda (J. D. C. Little, Operations Research 9(3), 1961), widened to whole steps of five
 * minutes so that nobody hears a precision that is not there.
 *
 * @param place - Their place in the line, from 1.
 * @param claimsPerHour - Claims of the last hour.
 * @returns Null when nobody claimed lately and somebody waits already, or the wait is beyond an hour: no honest figure
 *   exists.
 */
export function waitRange(place: number, claimsPerHour: number, free: number): WaitRange | null {
  if (free >= place) return { from: 0, to: STEP };
  if (claimsPerHour === 0) return null;
  const minutes = (place * 60) / claimsPerHour;
  const from = Math.floor(minutes / STEP) * STEP;
  const to = Math.ceil((minutes * 1.5 + 1) / STEP) * STEP;
  return to > LONGEST ? null : { from, to };
}

/**
 * The line as it stands for a child of this language: only the places of those on duty who write it count, and of the
 * claims their share. Everyone before the child still counts, so that the wait is rather said too long than too short.
 *
 * @returns Null when nobody on duty writes it: no honest figure exists.
 */
export function lineFor(line: Line, language: string | null): Line | null {
  const all = line.onDuty ?? [];
  const able = all.filter(({ writes }) => writesTo(writes, language));
  if (able.length === all.length) return line;
  if (able.length === 0) return null;
  const free = able.reduce((sum, one) => sum + one.free, 0);
  const claimsPerHour = (line.claimsPerHour * able.length) / all.length;
  return { ...line, free, claimsPerHour };
}

/** The wait at a child's own place: those with a lower score come before, and nobody is counted twice. */
export function waitAt({ scores, claimsPerHour, free }: Line, { score }: Waiter): WaitRange | null {
  const before = scores.filter((other) => other < score).length;
  return waitRange(before + 1, claimsPerHour, free);
}

/**
 * The figure for a child who has waited already: who waited longer than it says was told nothing true by it, and hears
 * that we do not know.
 */
export function honestWait(
  range: WaitRange | null,
  { queued }: Waiter,
  now: number,
): WaitRange | null {
  return range !== null && (now - queued) / MINUTE > range.to ? null : range;
}
