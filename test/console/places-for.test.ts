import { describe, expect, it } from 'vitest';
import { placesFor } from '../../src/console/refer/places-for.ts';

const worded = { km: 'ក', en: 'a' };
const place = (id: string, kind: 'health' | 'legal', provinces: ('KH-2' | 'KH-12')[]) => ({
  id,
  kind,
  scope: provinces.length > 0 ? ('province' as const) : ('national' as const),
  provinces,
  name: worded,
  about: worded,
  serves: worded,
  hours: worded,
  channels: ['phone'],
  cost: 'free' as const,
  reach: null,
  checked: null,
  until: null,
  example: false,
});
const ALL = [
  place('everywhere', 'health', []),
  place('north', 'health', ['KH-2']),
  place('city', 'health', ['KH-12']),
  place('law', 'legal', []),
];
const ids = (asked: { province: string; kind: string }) =>
  placesFor(ALL, asked).map(({ id }) => id);

describe('places for a child', () => {
  it('are those of the province, then those of the whole country', () => {
    expect(ids({ province: 'KH-2', kind: 'health' })).toEqual(['north', 'everywhere']);
    expect(ids({ province: 'KH-12', kind: '' })).toEqual(['city', 'everywhere', 'law']);
  });

  it('are all of them where nothing is asked for', () => {
    expect(ids({ province: '', kind: '' })).toEqual(['north', 'city', 'everywhere', 'law']);
  });

  it('are none where there is none', () => {
    expect(ids({ province: 'KH-2', kind: 'police' })).toEqual([]);
  });
});
