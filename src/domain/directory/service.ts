import { z } from 'zod';
import { SERVICE_KINDS } from './kinds.ts';
import { PROVINCE_CODES } from './provinces.ts';

/** A number must be called again and found right this often (R40). */
export const NUMBER_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

const date = z.iso.date();
/** A text in each language; Khmer and English at least. */
const worded = z
  .object({ km: z.string().trim().min(1), en: z.string().trim().min(1) })
  .catchall(z.string());
const number = z.string().regex(/^\+?[0-9](?: ?[0-9]){2,14}$/);
const link = z.url({ protocol: /^https$/ });

/** One row of the directory (R40). A row is shown only when a person at the helpline has checked it. */
const Row = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  kind: z.enum(SERVICE_KINDS),
  name: worded,
  about: worded,
  serves: worded,
  hours: worded,
  scope: z.enum(['national', 'province']),
  provinces: z.array(z.enum(PROVINCE_CODES)).default([]),
  channels: z
    .array(z.enum(['phone', 'sms', 'web', 'messenger', 'telegram', 'whatsapp', 'visit']))
    .min(1),
  languages: z.array(z.string().min(2)),
  cost: z.enum(['free', 'may-cost', 'unknown']),
  /** A number to dial, in Latin digits, or a link. Null: the row names only the place. */
  reach: z.union([number, link]).nullable(),
  source: z.array(z.string().trim().min(1)).min(1),
  /** What is certain of it, and what must be asked again. */
  confidence: z.string().trim().min(1),
  verified_by: z.string().trim().min(1).nullable(),
  verified_on: date.nullable(),
  /** The last day on which it is shown. */
  expires_on: date.nullable(),
  /** Known to be wrong: not shown, from now on, until it is verified again. */
  withdrawn: z
    .strictObject({ by: z.string().min(1), on: date, why: z.string() })
    .nullable()
    .default(null),
});

export const Service = /* @__PURE__ */ Row.superRefine((row, context) => {
  for (const { path, message } of contradictions(row))
    context.addIssue({ code: 'custom', path: [path], message });
});
export type Service = z.infer<typeof Row>;

export type ServiceStatus = 'verified' | 'unverified' | 'expired' | 'withdrawn';

/**
 * What a row is worth today.
 *
 * @param today - `YYYY-MM-DD` in Phnom Penh.
 */
export function statusOf(row: Service, today: string): ServiceStatus {
  if (row.withdrawn !== null) return 'withdrawn';
  if (row.verified_by === null || row.verified_on === null || row.expires_on === null)
    return 'unverified';
  if (today < row.verified_on) return 'unverified';
  return today > row.expires_on ? 'expired' : 'verified';
}

/** The day of a moment in Cambodia, which is seven hours ahead all year. */
export function dayInCambodia(nowMs: number): string {
  return new Date(nowMs + 7 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function isNumber(reach: string | null): boolean {
  return reach !== null && number.safeParse(reach).success;
}

interface Contradiction {
  readonly path: keyof Service;
  readonly message: string;
}

function contradictions(row: Service): readonly Contradiction[] {
  const found: Contradiction[] = [];
  if ((row.scope === 'province') !== row.provinces.length > 0) {
    found.push({
      path: 'provinces',
      message: 'a provincial row names its provinces, a national one none',
    });
  }
  const dated = [row.verified_by, row.verified_on, row.expires_on].filter((one) => one !== null);
  if (dated.length !== 0 && dated.length !== 3) {
    found.push({
      path: 'verified_by',
      message: 'verified_by, verified_on and expires_on go together',
    });
  }
  if (
    row.verified_on !== null &&
    row.expires_on !== null &&
    expiresBadly(row, row.verified_on, row.expires_on)
  ) {
    found.push({
      path: 'expires_on',
      message: `after verified_on, and at most ${NUMBER_DAYS} days after it for a number`,
    });
  }
  return found;
}

function expiresBadly(row: Service, verified: string, expires: string): boolean {
  return expires < verified || (isNumber(row.reach) && expires > addDays(verified, NUMBER_DAYS));
}
