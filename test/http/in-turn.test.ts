import { describe, expect, it } from 'vitest';
import { inTurn } from '../../src/http/in-turn.ts';

describe('taking turns', () => {
  it('lets what comes meanwhile in between two of many', async () => {
    const seen: string[] = [];
    const many = Array.from({ length: 50 }, async (_, at) => {
      await inTurn();
      seen.push(`read ${at}`);
    });
    // Something that the loop takes up by itself, as it does a request.
    setImmediate(() => setImmediate(() => seen.push('claim')));
    await Promise.all(many);

    expect(seen.filter((what) => what !== 'claim')).toEqual(many.map((_, at) => `read ${at}`));
    expect(seen.slice(0, 5)).toContain('claim');
    await expect(inTurn()).resolves.toBeUndefined();
  });
});
