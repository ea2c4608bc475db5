import { describe, expect, it } from 'vitest';
import { reviewState } from '../../../src/domain/flow/review-state.ts';

const hash = (text: string) => `#${text}`;
const review = (of: string, reviewer = 'A reader') => ({
  hash: `#${of}`,
  reviewer,
  date: '2026-11-01',
});
const texts = new Map([
  ['home:a', 'One'],
  ['home:b', 'Two'],
]);

describe('reviewState', () => {
  it('counts what nobody signed', () => {
    expect(
      reviewState({ texts, source: null, reviews: { 'home:a': review('One') } }, hash),
    ).toEqual({
      texts: 2,
      unreviewed: 1,
      missing: ['home:b'],
    });
  });

  it.each([
    ['of a text that changed since', { 'home:a': review('Won'), 'home:b': review('Two') }],
    ['without a name', { 'home:a': review('One', ' '), 'home:b': review('Two') }],
  ])('does not count a signature %s', (_, reviews) => {
    expect(reviewState({ texts, source: null, reviews }, hash).missing).toEqual(['home:a']);
  });

  it('does not count the signature of a translation whose source text changed since', () => {
    const reviews = {
      'home:a': { ...review('One'), beside: '#Eins' },
      'home:b': { ...review('Two'), beside: '#Zwei' },
    };
    const source = new Map([
      ['home:a', 'Eins'],
      ['home:b', 'Zwo'],
    ]);

    expect(reviewState({ texts, source, reviews }, hash).missing).toEqual(['home:b']);
  });

  it('is not misled by names that every object has', () => {
    expect(
      reviewState({ texts: new Map([['constructor', 'x']]), source: null, reviews: {} }, hash)
        .unreviewed,
    ).toBe(1);
  });
});
