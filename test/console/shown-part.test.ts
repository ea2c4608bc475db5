import { describe, expect, it } from 'vitest';
import { LINES_AT_ONCE, shownFrom } from '../../src/console/state/shown-part.ts';

describe('the shown end of a talk', () => {
  it('is all of a short one, and the last lines of a long one', () => {
    expect([shownFrom(40, -1), shownFrom(LINES_AT_ONCE, -1), shownFrom(2000, -1)]).toEqual([
      0,
      0,
      2000 - LINES_AT_ONCE,
    ]);
  });

  it('goes back to the line that has to be there', () => {
    expect([shownFrom(2000, 12), shownFrom(2000, 1999)]).toEqual([12, 2000 - LINES_AT_ONCE]);
  });
});
