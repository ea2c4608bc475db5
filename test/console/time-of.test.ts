import { afterEach, describe, expect, it } from 'vitest';
import {
  clockOf,
  dateAndTimeOf,
  dateOf,
  dayAndTimeOf,
  timeOf,
} from '../../src/console/desk/time-of.ts';

/** 22:05 of the day before in London, and in the night of Phnom Penh. */
const LATE = Date.UTC(2026, 10, 28, 22, 5);

describe('a time at the desk', () => {
  it("is the helpline's, wherever the machine stands", () => {
    expect([timeOf(LATE), timeOf(Date.UTC(2026, 0, 1, 17, 0))]).toEqual(['05:05', '00:00']);
  });

  it('has its day in words of either language, without the help of the browser', () => {
    expect([dayAndTimeOf(LATE, 'km'), dayAndTimeOf(LATE, 'en')]).toEqual([
      'អាទិត្យ 29 វិច្ឆិកា, 05:05',
      'Sun 29 Nov, 05:05',
    ]);
  });

  it('has its year where it stays', () => {
    expect([dateAndTimeOf(LATE, 'km'), dateAndTimeOf(LATE, 'en')]).toEqual([
      '29 វិច្ឆិកា 2026, 05:05',
      '29 Nov 2026, 05:05',
    ]);
  });
});

describe('clockOf', () => {
  afterEach(() => clockOf('Asia/Phnom_Penh'));

  it('writes the times of the helpline that runs it', () => {
    clockOf('Europe/London');
    expect(dateAndTimeOf(LATE, 'en')).toBe('28 Nov 2026, 22:05');
  });

  it.each(['', '__HELPLINE_ZONE__', 'Nowhere/None'])('keeps to Phnom Penh with "%s"', (zone) => {
    clockOf(zone);
    expect(timeOf(LATE)).toBe('05:05');
  });
});

describe("the names of a year's days and months", () => {
  const days = Array.from({ length: 365 }, (_, day) => Date.UTC(2026, 0, 1 + day, 5));

  it.each([
    ['km', 19],
    ['en', 19],
  ])('are all there in %s', (language, names) => {
    const words = days.flatMap((at) => dayAndTimeOf(at, language).split(/[\s,]+/));
    const found = new Set(words.filter((word) => !/\d/.test(word)));

    expect([found.size, [...found].some((name) => name === 'undefined')]).toEqual([names, false]);
  });

  it('are Khmer as the Unicode locale data writes them', () => {
    const khmer = new Intl.DateTimeFormat('km', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'Asia/Phnom_Penh',
    });

    expect(days.map((at) => dateOf(at, 'km'))).toEqual(days.map((at) => khmer.format(at)));
  });
});
