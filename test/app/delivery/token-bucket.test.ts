import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenBucket } from '../../../src/app/delivery/token-bucket.ts';

describe('tokenBucket', () => {
  it('gives its burst at once, then one at a time', () => {
    const bucket = tokenBucket({ perSecond: 2, burst: 3 });
    const waits = [0, 0, 0, 0, 500].map((now) => {
      const wait = bucket.waitMs(now);
      if (wait === 0) bucket.take(now);
      return wait;
    });

    expect(waits).toEqual([0, 0, 0, 500, 0]);
  });

  it('never gives more than its rate allows, whenever somebody asks', () => {
    const steps = fc.array(fc.integer({ min: -500, max: 3000 }), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (pauses) => {
        const bucket = tokenBucket({ perSecond: 5, burst: 4 });
        let [now, latest, taken] = [0, 0, 0];
        for (const pause of pauses) {
          now += pause;
          latest = Math.max(latest, now);
          if (bucket.waitMs(now) > 0) continue;
          bucket.take(now);
          taken += 1;
        }
        const backwards = pauses.filter((pause) => pause < 0).reduce((sum, one) => sum - one, 0);
        expect(taken).toBeLessThanOrEqual(4 + ((latest + backwards) * 5) / 1000);
      }),
    );
  });
});
