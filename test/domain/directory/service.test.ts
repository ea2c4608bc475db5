import { describe, expect, it } from 'vitest';
import { chooseRows, shownKinds, shownRows } from '../../../src/domain/directory/choose.ts';
import { PROVINCES } from '../../../src/domain/directory/provinces.ts';
import {
  dayInCambodia,
  type Service,
  Service as ServiceSchema,
  statusOf,
} from '../../../src/domain/directory/service.ts';
import { serviceRow, verifiedRow } from '../../support/service-row.ts';

const TODAY = '2026-11-23';

describe('PROVINCES', () => {
  it('are the 24 provinces and the capital, each once', () => {
    expect(PROVINCES.map(({ code }) => code)).toEqual(
      Array.from({ length: 25 }, (_, at) => `KH-${at + 1}`),
    );
    expect(new Set(PROVINCES.map(({ km }) => km)).size).toBe(25);
  });
});

describe('Service', () => {
  it.each<[string, Partial<Service>]>([
    ['a provincial row without a province', { scope: 'province' }],
    ['a national row with a province', { provinces: ['KH-1'] }],
    ['a name without a date', { verified_by: 'Sok' }],
    ['an expiry before the verification', { ...verified('2026-11-23', '2026-11-22') }],
    ['a number that expires after more than 90 days', { ...verified('2026-11-23', '2027-02-22') }],
    ['Khmer digits', { reach: '១២៨០' }],
    ['a number with a word', { reach: 'call 1280' }],
    ['a link without TLS', { reach: 'http://example.org/' }],
    ['a script as a link', { reach: 'javascript:alert(1)' }],
    ['no source', { source: [] }],
  ])('refuses %s', (_, changed) => {
    expect(ServiceSchema.safeParse({ ...serviceRow(), ...changed }).success).toBe(false);
  });

  it.each<[string, Partial<Service>]>([
    ['a number for 90 days', { ...verified('2026-11-23', '2027-02-21') }],
    [
      'a link for longer',
      { reach: 'https://example.org/', ...verified('2026-11-23', '2027-11-23') },
    ],
    ['a long number', { reach: '+855 00 000 000' }],
    ['no reach at all', { reach: null }],
  ])('takes %s', (_, changed) => {
    expect(ServiceSchema.safeParse({ ...serviceRow(), ...changed }).success).toBe(true);
  });
});

describe('statusOf', () => {
  it.each<[string, Partial<Service>, string]>([
    ['nobody looked at it', {}, 'unverified'],
    ['on its last day', verified('2026-10-01', TODAY), 'verified'],
    ['on the day after', verified('2026-10-01', '2026-11-22'), 'expired'],
    ['verified in the future', verified('2026-11-24', '2026-12-24'), 'unverified'],
    [
      'withdrawn though verified',
      { ...verified(TODAY, TODAY), withdrawn: { by: 'Sok', on: TODAY, why: 'dead' } },
      'withdrawn',
    ],
  ])('%s', (_, changed, status) => {
    expect(statusOf({ ...serviceRow(), ...changed }, TODAY)).toBe(status);
  });
});

describe('dayInCambodia', () => {
  it('begins seven hours before the day of UTC', () => {
    expect(dayInCambodia(Date.parse('2026-11-22T16:59:59Z'))).toBe('2026-11-22');
    expect(dayInCambodia(Date.parse('2026-11-22T17:00:00Z'))).toBe('2026-11-23');
  });
});

describe('shownRows', () => {
  const rows: readonly Service[] = [
    { ...verifiedRow(TODAY), id: 'verified' },
    { ...serviceRow(), id: 'unverified' },
    { ...serviceRow(), ...verified('2026-01-01', '2026-02-01'), id: 'expired' },
    { ...serviceRow(), withdrawn: { by: 'Sok', on: TODAY, why: 'dead' }, id: 'withdrawn' },
  ];
  const ids = (mode: 'demo' | 'pilot' | 'production') =>
    shownRows(rows, mode, TODAY).map(
      ({ row, example }) => `${row.id}${example ? ' (example)' : ''}`,
    );

  it('shows only what is verified to a child', () => {
    expect(ids('production')).toEqual(['verified']);
    expect(ids('pilot')).toEqual(['verified']);
  });

  it('shows unverified rows in demo mode, marked', () => {
    expect(ids('demo')).toEqual(['verified', 'unverified (example)']);
  });
});

describe('chooseRows', () => {
  const shown = shownRows(
    [
      { ...serviceRow(), id: 'national' },
      { ...serviceRow(), id: 'near', scope: 'province', provinces: ['KH-12'] },
      { ...serviceRow(), id: 'clinic', kind: 'health', scope: 'province', provinces: ['KH-1'] },
    ],
    'demo',
    TODAY,
  );
  const ids = (kind: string, scope: 'national' | 'province', province: string | null) =>
    chooseRows(shown, { kind, scope }, province).map(({ row }) => row.id);

  it('names the rows of the province first, and the national ones always', () => {
    expect(ids('helpline', 'province', 'KH-12')).toEqual(['near', 'national']);
    expect(ids('helpline', 'province', 'KH-2')).toEqual(['national']);
    expect(ids('helpline', 'province', null)).toEqual(['national']);
    expect(ids('helpline', 'national', 'KH-12')).toEqual(['national']);
    expect(ids('health', 'province', 'KH-2')).toEqual([]);
  });

  it('counts a kind only where the child can be shown a row', () => {
    expect(shownKinds(shown, 'KH-1')).toEqual(['helpline', 'health']);
    expect(shownKinds(shown, null)).toEqual(['helpline']);
  });
});

function verified(
  on: string,
  until: string,
): Pick<Service, 'verified_by' | 'verified_on' | 'expires_on'> {
  return { verified_by: 'Sok', verified_on: on, expires_on: until };
}
