import { z } from 'zod';

const DAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
type Day = (typeof DAYS)[number];

const MINUTES_A_DAY = 24 * 60;
const SPAN = /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

/** `08:00-17:00`; one that ends at or before its beginning (`20:00-06:00`) goes on into the next day. */
const span = z.string().refine((text) => readSpan(text) !== null, 'write it as 08:00-17:00');
const spans = z.array(span).default([]);

/** `flows/hours.yaml`: when counsellors may be at the desk. */
export const Hours = z.strictObject({
  zone: z.string().refine(isZone, 'name a time zone such as Asia/Phnom_Penh'),
  /** Day and night, holidays too; the week below does not count then. */
  always: z.boolean(),
  week: z
    .strictObject({
      monday: spans,
      tuesday: spans,
      wednesday: spans,
      thursday: spans,
      friday: spans,
      saturday: spans,
      sunday: spans,
    })
    .prefault({}),
  /** Days (`YYYY-MM-DD`, in the zone) on which the desk does not open; a span of the day before still ends. */
  holidays: z.array(z.iso.date()).default([]),
});
export type Hours = z.infer<typeof Hours>;

/** Whether the desk's hours are now, whoever is there. */
export function deskHoursOpen(hours: Hours, nowMs: number): boolean {
  if (hours.always) return true;
  const { minute } = momentOf(hours, nowMs);
  const today = spansOf(hours, nowMs).some(
    ({ from, to }) => minute >= from && minute < (to > from ? to : MINUTES_A_DAY),
  );
  const yesterday = spansOf(hours, nowMs - (minute + 1) * 60_000);
  return today || yesterday.some(({ from, to }) => to <= from && minute < to);
}

/**
 * The desk's hours at a moment.
 *
 * `printed` is what a child can be told of today (`08:00-12:00, 14:00-17:00`); null when the desk is open day and
 * night, and when it does not open today.
 */
export function deskHours(
  hours: Hours,
  nowMs: number,
): { readonly open: boolean; readonly printed: string | null } {
  const today = hours.always ? [] : textsOf(hours, nowMs);
  return {
    open: deskHoursOpen(hours, nowMs),
    printed: today.length === 0 ? null : today.join(', '),
  };
}

interface Span {
  /** Minutes after midnight. */
  readonly from: number;
  readonly to: number;
}

function spansOf(hours: Hours, atMs: number): readonly Span[] {
  return textsOf(hours, atMs).flatMap((text) => readSpan(text) ?? []);
}

function textsOf(hours: Hours, atMs: number): readonly string[] {
  const { day, date } = momentOf(hours, atMs);
  return hours.holidays.includes(date) ? [] : hours.week[day];
}

function readSpan(text: string): Span | null {
  const parts = SPAN.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return null;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = parts;
  const from = fromHour * 60 + fromMinute;
  const to = toHour * 60 + toMinute;
  return from < MINUTES_A_DAY && to <= MINUTES_A_DAY ? { from, to } : null;
}

interface Moment {
  readonly day: Day;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Minutes after midnight. */
  readonly minute: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function momentOf({ zone }: Hours, atMs: number): Moment {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
  const minute = Number(parts['hour']) * 60 + Number(parts['minute']);
  return { day: DAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sunday', date, minute };
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(zone, made);
  return made;
}

function isZone(zone: string): boolean {
  try {
    return clockOf(zone) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
