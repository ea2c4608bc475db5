import { describe, expect, it } from 'vitest';
import { breaker } from '../../../src/app/delivery/breaker.ts';

describe('breaker', () => {
  it('bears single failures and stops after five in a row', () => {
    const one = breaker();
    for (let n = 0; n < 4; n += 1) one.failed(0);
    one.worked();
    for (let n = 0; n < 4; n += 1) one.failed(0);
    expect(one.pausedMs(0)).toBe(0);

    one.failed(0);

    expect(one.pausedMs(0)).toBe(2000);
    expect(one.downSince()).toBe(0);
  });

  it('counts what was under way when it stopped as one failure', () => {
    const one = breaker();
    for (let n = 0; n < 50; n += 1) one.failed(0);

    expect(one.pausedMs(0)).toBe(2000);
  });

  it('lets one call try, and waits twice as long each time that fails, up to a minute', () => {
    const one = breaker();
    for (let n = 0; n < 5; n += 1) one.failed(0);
    let now = 0;
    const pauses: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      now += one.pausedMs(now);
      one.begin();
      expect(one.probing()).toBe(true);
      one.failed(now);
      pauses.push(one.pausedMs(now));
    }

    expect(pauses).toEqual([4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(one.downSince()).toBe(0);
  });

  it('is as before after one call that worked', () => {
    const one = breaker();
    one.pause(0, 5000);
    one.begin();
    one.worked();

    expect([one.pausedMs(1), one.probing(), one.downSince()]).toEqual([0, false, null]);
  });
});
