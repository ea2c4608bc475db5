import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeBetween, type Marked, withChange } from '../../../src/domain/queue/line-change.ts';

/** Any order of a few ids, each in one of a few versions, so that all that can happen to a line does happen often. */
const line = fc.uniqueArray(
  fc.record({ id: fc.constantFrom(...'abcdefghij'), version: fc.nat({ max: 2 }) }),
  { selector: ({ id }) => id, maxLength: 10 },
);
const card = (id: string, version = 1): Marked => ({ id, version });
const cards = (ids: string) => [...ids].map((id) => card(id));

describe('changeBetween and withChange', () => {
  it('lead to the whole list, whatever the changes one after another are', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (states) => {
        let known: readonly Marked[] = [];
        for (const [at, state] of states.entries()) {
          const change = changeBetween(states[at - 1] ?? [], state);
          known = withChange(known, change) ?? [];
          expect(known).toEqual(state);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('lead there from any earlier state too, after reads that were left out', () => {
    fc.assert(
      fc.property(line, line, line, (first, skipped, last) => {
        expect(withChange(first, changeBetween(first, last))).toEqual(last);
        expect(withChange(skipped, changeBetween(skipped, last))).toEqual(last);
      }),
    );
  });

  it('say nothing when nothing is different, and no more than is', () => {
    const before = cards('abcde');
    expect(changeBetween(before, cards('abcde'))).toEqual({ gone: [], put: [] });
    expect(changeBetween(before, cards('abde'))).toEqual({ gone: ['c'], put: [] });
    const newer = [card('a'), card('b'), card('n'), card('c'), card('d', 2), card('e')];
    expect(changeBetween(before, newer)).toEqual({
      gone: [],
      put: [
        { at: 2, card: card('n') },
        { at: 4, card: card('d', 2) },
      ],
    });
  });

  it('refuse a change of another list', () => {
    const change = changeBetween(cards('abcd'), [...cards('abcd'), card('n')]);

    expect(withChange(cards('ab'), change)).toBe(null);
    expect(withChange(cards('ab'), { gone: [], put: [{ at: -1, card: card('n') }] })).toBe(null);
  });
});
