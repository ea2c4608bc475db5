import type { Service } from '../../src/domain/directory/service.ts';

/** A row that nobody has verified. Its number leads nowhere. */
export function serviceRow(): Service {
  const text = (en: string) => ({ km: `${en} ក`, en });
  return {
    id: 'helpline',
    kind: 'helpline',
    name: text('Helpline'),
    about: text('To talk'),
    serves: text('Everyone'),
    hours: text('Day and night'),
    scope: 'national',
    provinces: [],
    channels: ['phone'],
    languages: ['km'],
    cost: 'free',
    reach: '000',
    source: ['made for a test'],
    confidence: 'none',
    verified_by: null,
    verified_on: null,
    expires_on: null,
    withdrawn: null,
  };
}

export function verifiedRow(day: string): Service {
  return { ...serviceRow(), verified_by: 'Sok', verified_on: day, expires_on: day };
}
