import { describe, expect, it } from 'vitest';
import { deskHours, deskHoursOpen, Hours } from '../../../src/domain/queue/hours.ts';

/** A moment in Phnom Penh, which is seven hours ahead all year. 23 November 2026 is a Monday. */
const at = (local: string): number => Date.parse(`${local}:00+07:00`);

const weekdays = Hours.parse({
  zone: 'Asia/Phnom_Penh',
  always: false,
  week: {
    monday: ['08:00-12:00', '14:00-17:00'],
    tuesday: ['20:00-06:00'],
    friday: ['00:00-24:00'],
  },
  holidays: ['2026-11-30', '2026-12-01'],
});

describe('deskHoursOpen', () => {
  it.each([
    ['2026-11-23T07:59', false],
    ['2026-11-23T08:00', true],
    ['2026-11-23T11:59', true],
    ['2026-11-23T12:00', false],
    ['2026-11-23T14:00', true],
    ['2026-11-23T17:00', false],
    ['2026-11-24T19:59', false],
    ['2026-11-24T20:00', true],
    ['2026-11-24T23:59', true],
    ['2026-11-25T00:00', true],
    ['2026-11-25T05:59', true],
    ['2026-11-25T06:00', false],
    ['2026-11-26T12:00', false],
    ['2026-11-27T00:00', true],
    ['2026-11-27T23:59', true],
    ['2026-11-28T00:00', false],
    ['2026-11-30T09:00', false],
    ['2026-12-01T21:00', false],
    ['2026-12-02T03:00', false],
  ])('at %s: %s', (local, open) => {
    expect(deskHoursOpen(weekdays, at(local))).toBe(open);
  });

  it('reads the day in Phnom Penh, not in the zone of the machine', () => {
    expect(deskHoursOpen(weekdays, Date.parse('2026-11-23T01:30:00Z'))).toBe(true);
    expect(deskHoursOpen(weekdays, Date.parse('2026-11-22T23:30:00Z'))).toBe(false);
  });

  it('is open day and night when it says so, holidays too', () => {
    const always = Hours.parse({
      zone: 'Asia/Phnom_Penh',
      always: true,
      holidays: ['2026-11-30'],
    });

    expect(deskHours(always, at('2026-11-30T03:00'))).toEqual({ open: true, printed: null });
  });

  it('is closed on a day that is not named', () => {
    const none = Hours.parse({ zone: 'Asia/Phnom_Penh', always: false });

    expect(deskHours(none, at('2026-11-23T09:00'))).toEqual({ open: false, printed: null });
  });
});

describe('deskHours', () => {
  it('prints the hours of today, also before they begin', () => {
    expect(deskHours(weekdays, at('2026-11-23T06:00'))).toEqual({
      open: false,
      printed: '08:00-12:00, 14:00-17:00',
    });
  });

  it('prints nothing on a holiday', () => {
    expect(deskHours(weekdays, at('2026-11-30T09:00'))).toEqual({ open: false, printed: null });
  });
});

describe('Hours', () => {
  it.each([
    { zone: 'Asia/Nowhere', always: true },
    { zone: 'Asia/Phnom_Penh', always: false, week: { monday: ['8-17'] } },
    { zone: 'Asia/Phnom_Penh', always: false, week: { monday: ['08:00-24:30'] } },
    { zone: 'Asia/Phnom_Penh', always: false, week: { mondays: [] } },
    { zone: 'Asia/Phnom_Penh', always: false, holidays: ['14 April'] },
  ])('refuses %j', (hours) => {
    expect(Hours.safeParse(hours).success).toBe(false);
  });
});
