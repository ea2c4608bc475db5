import { describe, expect, it } from 'vitest';
import { isSignedOff, signedContent } from '../../../src/domain/flow/sign-off.ts';

describe('signedContent', () => {
  const file = { id: 'a', 'sign-off': null, steps: { x: { say: ['b', 'c'], next: 'y' } } };

  it('is the same whatever the order of names and whoever signed', () => {
    const again = {
      steps: { x: { next: 'y', say: ['b', 'c'] } },
      'sign-off': { by: 'S' },
      id: 'a',
    };

    expect(signedContent(again)).toBe(signedContent(file));
  });

  it.each([
    ['a step', { ...file, steps: { x: { say: ['b', 'c'], next: 'z' } } }],
    ['the order of what is said', { ...file, steps: { x: { say: ['c', 'b'], next: 'y' } } }],
    ['its id', { ...file, id: 'b' }],
  ])('is another when one changes %s', (_, changed) => {
    expect(signedContent(changed)).not.toBe(signedContent(file));
  });
});

describe('isSignedOff', () => {
  const signed = { by: 'A clinician', on: '2026-11-01', hash: 'h' };

  it.each([
    ['counts for the flow as it stands', signed, 'h', true],
    ['is void once the flow changed', signed, 'other', false],
    ['needs a name', { ...signed, by: ' ' }, 'h', false],
    ['is needed', null, 'h', false],
  ])('%s', (_, signOff, hash, counts) => {
    expect(isSignedOff(signOff, hash)).toBe(counts);
  });
});
