import { describe, expect, it } from 'vitest';
import { second } from '../../../src/app/delivery/second.ts';

describe('second', () => {
  it('lets so many go at once, and the next when the first is a second old', () => {
    const one = second(2);
    one.take(0);
    one.take(100);

    expect(one.waitMs(300)).toBe(700);
    expect(one.waitMs(1000)).toBe(0);
    one.take(1000);
    expect(one.waitMs(1000)).toBe(100);
  });

  it('holds no more in any second, whenever somebody asks', () => {
    const one = second(7);
    const went: number[] = [];
    for (let now = 0; now < 20_000; now += 13) {
      while (one.waitMs(now) === 0) {
        one.take(now);
        went.push(now);
      }
    }

    const inSecond = (from: number) => went.filter((at) => at >= from && at < from + 1000).length;
    expect(Math.max(...went.map(inSecond))).toBe(7);
    expect(went.length).toBeGreaterThan(130);
  });

  it('counts what went before when it is to let fewer go', () => {
    const one = second(4);
    for (const at of [0, 10, 20, 30]) one.take(at);
    one.allow(2);

    expect(one.waitMs(100)).toBe(920);
    one.allow(5);
    expect(one.waitMs(100)).toBe(0);
  });
});
