import { expect, it } from 'vitest';
import { loadBundle } from '../../src/adapters/bundle-files/load-bundle.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the bundle of the repository does not load');

/** A vowel sign or another mark that stands where no letter is before it: a word lost its first letters. */
const BEHEADED = /(^|[\s«“"(/])\p{M}/u;

it('has no Khmer text in which a word lost its first letters', () => {
  const texts = [...(loaded.value.keyedTexts.get('km') ?? [])];

  expect(texts.length).toBeGreaterThan(500);
  expect(texts.filter(([, text]) => BEHEADED.test(text)).map(([key]) => key)).toEqual([]);
});
