import { describe, expect, it } from 'vitest';
import { doubtsOf } from '../../src/console/state/before-sending.ts';

describe('C13: before a line is sent', () => {
  it.each(['call 000 000 000', 'call 000-000-000', 'ទូរស័ព្ទ ០០០០០០០០០', '(000) 00 00 00'])(
    'a phone number is asked about: %s',
    (line) => expect(doubtsOf(line, 'sok')).toEqual(['phone']),
  );

  it.each([
    'see https://example.test/a',
    'WWW.example.test',
    'go to example.org.',
    'សូមមើល example.com',
  ])('a link is asked about: %s', (line) => expect(doubtsOf(line, 'sok')).toEqual(['link']));

  it.each(['I am Sok.', 'sok', 'ខ្ញុំ sok ។'])('my own sign-in name is asked about: %s', (line) =>
    expect(doubtsOf(line, 'sok')).toEqual(['own-name']),
  );

  it('a name that holds a dot is found at the end of a sentence', () => {
    expect(doubtsOf('I am sok.dara.', 'sok.dara')).toEqual(['own-name']);
  });

  it.each([
    'I hear you.',
    'Are you 12 or 13?',
    'since 2024',
    'the socks',
    'okay.then',
    'sokha is here',
    '',
  ])('nothing is asked about: %s', (line) => expect(doubtsOf(line, 'sok')).toEqual([]));

  it('each reason is named once, together', () => {
    expect(doubtsOf('sok 000000000 www.example.test', 'sok')).toEqual([
      'phone',
      'link',
      'own-name',
    ]);
  });
});

describe('C12: another language than the child', () => {
  it.each([
    ['km', 'I am here', ['language-km']],
    ['km', 'ខ្ញុំនៅទីនេះ', []],
    ['km', 'ប្រើ Take It Down', []],
    ['km', '123 :-)', []],
    ['km', '🙂', []],
    ['en', 'ខ្ញុំនៅទីនេះ', ['language-en']],
    ['en', 'Say សួស្តី', ['language-en']],
    ['en', 'I am here', []],
    [null, 'I am here', []],
  ])('%s: %s', (language, line, doubts) => {
    expect(doubtsOf(line, 'sok', language)).toEqual(doubts);
  });
});
