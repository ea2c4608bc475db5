import { describe, expect, it } from 'vitest';
import { reviewState } from '../../../src/domain/flow/reviews.ts';

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
    expect(reviewState(texts, { 'home:a': review('One') }, hash)).toEqual({
      texts: 2,
      unreviewed: 1,
      missing: ['home:b'],
    });
  });

  it.each([
    ['of a text that changed since', { 'home:a': review('Won'), 'home:b': review('Two') }],
    ['without a name', { 'home:a': review('One', ' '), 'home:b': review('Two') }],
  ])('does not count a signature %s', (_, reviews) => {
    expect(reviewState(texts, reviews, hash).missing).toEqual(['home:a']);
  });

  it('is not misled by names that every object has', () => {
    expect(reviewState(new Map([['constructor', 'x']]), {}, hash).unreviewed).toBe(1);
  });
});
