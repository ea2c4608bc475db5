import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CALLBACK_WINDOWS,
  LONGEST_CALLBACK_MS,
  nextWindow,
  windowsWithHours,
} from '../../../src/domain/queue/callback-window.ts';

const HOUR = 3_600_000;
/** 9 in the morning in Phnom Penh. */
const NINE = Date.UTC(2026, 0, 5, 2);

describe('nextWindow', () => {
  it('is the next that begins, in the time of Phnom Penh', () => {
    expect(nextWindow('morning', NINE)).toEqual({
      from: NINE + 23 * HOUR,
      until: NINE + 27 * HOUR,
    });
    expect(nextWindow('afternoon', NINE)).toEqual({
      from: NINE + 3 * HOUR,
      until: NINE + 8 * HOUR,
    });
    expect(nextWindow('evening', NINE)).toEqual({ from: NINE + 8 * HOUR, until: NINE + 11 * HOUR });
  });

  it('begins after now and is over within 72 hours, at any moment', () => {
    fc.assert(
      fc.property(fc.nat(4e12), fc.constantFrom(...CALLBACK_WINDOWS), (now, window) => {
        const { from, until } = nextWindow(window, now);
        return now < from && from < until && until - now <= LONGEST_CALLBACK_MS;
      }),
    );
  });
});

describe('windowsWithHours', () => {
  it('leaves out the times in which the desk keeps no hours', () => {
    const onlyFrom = (from: number, to: number) =>
      windowsWithHours(NINE, (at) => {
        const hour = new Date(at + 7 * HOUR).getUTCHours();
        return hour >= from && hour < to;
      });
    expect(onlyFrom(0, 24)).toEqual(['morning', 'afternoon', 'evening']);
    expect(onlyFrom(11, 13)).toEqual(['morning', 'afternoon']);
    expect(onlyFrom(20, 22)).toEqual([]);
  });
});
