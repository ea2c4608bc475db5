import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Three digits in a row, of any script, with what people write between the digits of a phone number. */
const NUMBER = /\p{Nd}(?:[ .()\u00A0-]?\p{Nd}){2,}/u;
/** The directory is the one place for numbers; the word lists are what a child writes, and are never said. */
const ELSEWHERE = /^flows\/(services\.yaml|lexicon\/)/;
/** The most characters that a counsellor's line may have. */
const NO_PHONE = /4000|៤០០០/;
/** A sign-off's and a review's dates and hashes are not said to anyone. */
const UNSAID = /^\s*"?(date|hash|on|signed_on|reviewed_on)"?\s*:/;

const files = globSync(['flows/**/*.yaml', 'locales/**/*.json'])
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !ELSEWHERE.test(file) && !file.endsWith('/reviews.json'));

describe('texts, canned replies and templates', () => {
  it('are looked at, all of them', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(NUMBER.test('call ១២៨០')).toBe(true);
    expect(NUMBER.test('092 311 511')).toBe(true);
  });

  it.each(files)('%s holds nothing like a phone number', (file) => {
    const text = readFileSync(file, 'utf8');
    const said = file.endsWith('.json') ? values(JSON.parse(text)) : saidLines(text);

    expect(said.filter((line) => NUMBER.test(line.replace(NO_PHONE, '')))).toEqual([]);
  });
});

function values(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(values) : [];
}

function saidLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => !UNSAID.test(line) && !/^\s*#/.test(line));
}
