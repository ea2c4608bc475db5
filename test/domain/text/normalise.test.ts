import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../../src/domain/text/normalise.ts';

describe('normalise', () => {
  it.each([
    ['coeng order', 'ស្ត្រី', 'ស្រ្តី'],
    ['vowel and sign order', 'ខ្ញុំ', 'ខ្ញំុ'],
    ['coeng da and coeng ta', 'ឧត្តរ', 'ឧត្ដរ'],
    ['a split vowel, oe', 'ចើ', 'ច\u17C1\u17B8'],
    ['a split vowel, o', 'ចោ', 'ច\u17C1\u17B6'],
    ['drawn-out vowels', 'មិន', 'មិិិិន'],
    ['drawn-out letters', 'ផង', 'ផងងងងង'],
    ['a zero-width space', 'សម្លាប់ខ្លួន', 'សម្លាប់\u200Bខ្លួន'],
    ['joiners, a byte order mark and bidi controls', 'ឈប់', '\uFEFFឈ\u200C\u200Dប\u202E\u2066់'],
    ['inherent vowels, which nobody sees', 'ឈប់', 'ឈ\u17B4ប\u17B5់'],
    ['a vowel before the coeng', 'ស្ត្រី', 'សី្ត្រ'],
    ['Khmer digits', '1280', '១២៨០'],
    ['give: two dictionary forms', 'ឱ្យ', 'ឲ្យ'],
    ['give: the common spelling', 'ឱ្យ', 'អោយ'],
    ['give: without coeng', 'ឱ្យ', 'ឱយ'],
    ['telephone', 'ទូរស័ព្ទ', 'ទូរសព្ទ'],
    ['shifter typed as u', 'ស៊ី', 'សុី'],
    ['the other shifter, drawn alike', 'ប៉ី', 'ប៊ី'],
    ['eat: the shifter typed as u, with aa and nikahit', 'ញ៉ាំ', 'ញុាំ'],
    ['the shifter typed as u under samyok sannya', 'ស៉័រ', 'សុ័រ'],
    ['oe with aa, and o with ii', 'ច\u17BE\u17B6', 'ច\u17C4\u17B8'],
    ['a vowel in three pieces', 'ច\u17BE\u17B6', 'ច\u17C1\u17B6\u17B8'],
    ['coeng ro before another coeng', 'ស\u17D2ត\u17D2រ', 'ស\u17D2រ\u17D2ត'],
    ['a coeng that NFC tore off', 'ក\u17DD\u17D2ក', 'ក\u17DD\u17D2ក'.normalize('NFC')],
    ['the obsolete sign like nikahit', 'សំ', 'ស\u17D3'],
    ['the letter LA typed as two', 'ឡ', 'ទ\u17D2ឡ'],
    ['and so on', 'ក។ល។ខ', 'ក៘ខ'],
    ['the letter QAA', 'អា', '\u17A4'],
    ['capitals', 'stop', 'STOP'],
    ['full width', 'stop 9', 'ＳＴＯＰ　９'],
    ['an accent', 'stop', 'stóp'],
    ['zalgo', 'help', 'h̷̢̛e̶̎͜l̴̾͝p̸̄̕'],
    ['a key cap', '0', '0\uFE0F\u20E3'],
    ['drawn-out Latin', 'help', 'heeeelppp'],
  ])('gives one form to %s', (_, one, other) => {
    expect(normalise(other)).toBe(normalise(one));
  });

  it.each([
    ['  Stop!! ', 'stop'],
    ['ឈប់។', 'ឈប់'],
    ['«ចាកចេញ» 🙏', 'ចាកចេញ'],
    ['ជួយ​ផង???', 'ជួយផង'],
    ['a \n\t b', 'a b'],
    ['x', 'x'],
    ['xxx', 'xxx'],
    ['1000', '1000'],
    ['១.', '1'],
    ['', ''],
    ['🙏', ''],
    ['\u0000\uD800stop\uDFFF', 'stop'],
  ])('makes %j into %j', (text, form) => {
    expect(normalise(text)).toBe(form);
  });

  it.each([
    ['ម្ដាយ', 'មេដាយ'],
    ['កូន', 'កូនៗ'],
    ['ចង់ស្លាប់', 'ចង់ស្លប់'],
    ['សំណង', 'សំណង់'],
    ['ទទួល', 'ទួល'],
    ['ប៉ា', 'ប៊ា'],
    ['កំ', 'ក់'],
    ['បុក', 'ប៊ក'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(normalise(one)).not.toBe(normalise(other));
  });

  it('gives the same answer when applied again, and never throws', () => {
    const khmer = fc
      .array(
        fc.integer({ min: 0x1780, max: 0x17ff }).map((code) => String.fromCharCode(code)),
        { maxLength: 30 },
      )
      .map((letters) => letters.join(''));
    const odd = fc.constantFrom(
      '\u200B',
      '\u0301',
      ' ',
      'a',
      '!',
      '\uD800',
      '\u0000',
      'អោយ',
      'ទូរសសសព្ទ',
      '១',
      '\u0F77',
      'ﷺ',
      '🇰🇭',
      'İ',
      'Σ',
    );
    const any = fc.string({ unit: 'binary', maxLength: 40 });
    const mixed = fc
      .array(fc.oneof(khmer, odd, any), { maxLength: 12 })
      .map((parts) => parts.join(''));

    fc.assert(
      fc.property(mixed, (text) => {
        const once = normalise(text);
        expect(normalise(once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it('gives one form to a word whose marks were typed in another order', () => {
    const words = ['ខ្ញុំ', 'ស្ត្រី', 'ញ៉ាំ', 'ម៉ាក់', 'ស៊ាំ', 'ក្រុម', 'ព្រឹត្តិ', 'ស្លាប់', 'ទូរស័ព្ទ', 'អ៊ីនធឺណិត', 'ដើម្បី'];
    const shuffled = fc.constantFrom(...words).chain((word) => {
      const clusters =
        word.match(/[\u1780-\u17A2](?:\u17D2[\u1780-\u17A2]|[\u17B6-\u17D1])*/gu) ?? [];
      const orders = clusters.map((cluster) => {
        const marks = cluster.slice(1).match(/\u17D2.|./gu) ?? [];
        return fc
          .shuffledSubarray(marks, { minLength: marks.length })
          .map((some) => cluster.slice(0, 1) + some.join(''));
      });
      return fc.tuple(
        fc.constant(word),
        fc.tuple(...orders).map((parts) => parts.join('')),
      );
    });

    fc.assert(
      fc.property(shuffled, ([word, other]) => {
        expect(normalise(other)).toBe(normalise(word));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['marks without end', `h${'\u0301\u0327'.repeat(50_000)}i`],
    ['Khmer marks without end', `ម${'\u17B7\u17BB'.repeat(50_000)}ន`],
    ['coengs without end', `ក${'\u17D2\u179A\u17D2\u178F'.repeat(25_000)}`],
    ['marks of another script', `a${'\u0591\u05B0\u064B\u0F71'.repeat(25_000)}`],
    ['punctuation without end', `${'!'.repeat(100_000)}x${'?'.repeat(100_000)}y`],
    ['spaces without end', `a${' '.repeat(100_000)}b`],
    ['one letter without end', 'អ'.repeat(100_000)],
    ['misspellings without end', 'អោយ'.repeat(30_000)],
  ])('does not choke on %s', { timeout: 5000 }, (_, text) => {
    expect(normalise(text).length).toBeLessThanOrEqual(text.length);
  });
});
