import { describe, expect, it } from 'vitest';
import type { CannedRow } from '../../src/console/api/types.ts';
import { foundIn } from '../../src/console/state/find-canned.ts';

const row = (code: string, en: string, km: string): CannedRow => ({
  group: 'greeting',
  code,
  texts: { en: { text: en, signed: false }, km: { text: km, signed: false } },
});
const ROWS = [
  row('pace', 'You decide. Say hello when you like.', 'ប្អូនជាអ្នកជ្រើស'),
  row('hello', 'I am here', 'សួស្តី'),
];
const codes = (asked: string) => foundIn(ROWS, asked).map(({ code }) => code);

describe('C12: looking for a reply', () => {
  it('shows all of them before a word is written', () => {
    expect(codes(' ')).toEqual(['pace', 'hello']);
  });

  it('finds by code first, with its stroke or without, then by words', () => {
    expect(codes('hello')).toEqual(['hello', 'pace']);
    expect(codes('/HEL')).toEqual(['hello', 'pace']);
    expect(codes('decide')).toEqual(['pace']);
  });

  it('finds by words of either language', () => {
    expect(codes('សួស្តី')).toEqual(['hello']);
    expect(codes('nothing like it')).toEqual([]);
  });
});
