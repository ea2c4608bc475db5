import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Lane, lane, type Pass, type Urgency } from '../../../src/app/delivery/lane.ts';

const PACE = { perSecond: 10, perChild: { perSecond: 1, burst: 2 } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(pace: Parameters<typeof lane>[0]['pace'] = PACE): Lane {
  return lane({ pace, patienceMs: 5000, clock: () => Date.now() });
}

/** Everybody at once; who went, in order, with the second in which they did. */
async function run(one: Lane, comers: readonly (readonly [string, Urgency])[], seconds: number) {
  const began = Date.now();
  const went: string[] = [];
  const back: Pass[] = [];
  for (const [child, urgency] of comers) {
    void one.enter(child, urgency).then((pass) => {
      if (!pass.go) return void back.push(pass);
      went.push(`${child}@${Math.floor((Date.now() - began) / 1000)}`);
      one.worked();
    });
  }
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  return { went, back };
}

const many = (count: number, urgency: Urgency) =>
  Array.from({ length: count }, (_, n) => [`c${n}`, urgency] as const);

describe('lane', () => {
  it('sends no faster than the platform takes', async () => {
    const { went } = await run(open(), many(35, 2), 3);

    const bySecond = [0, 1, 2].map((s) => went.filter((one) => one.endsWith(`@${s}`)).length);
    expect(bySecond).toEqual([10, 10, 10]);
    expect(went.length).toBe(35);
  });

  it('lets danger go first, then a counsellor, then the bot', async () => {
    const comers = [...many(10, 2), ['bot', 2], ['person', 1], ['danger', 0]] as const;
    const { went } = await run(open(), comers, 3);

    const late = went.slice(10).map((one) => one.split('@')[0]);
    expect(late).toEqual(['danger', 'person', 'bot']);
  });

  it('keeps the pace of one child without holding up the others', async () => {
    const comers = [
      ...Array.from({ length: 4 }, () => ['same', 2] as const),
      ['other', 2],
    ] as const;
    const { went } = await run(open(), comers, 4);

    expect(went.slice(0, 3)).toEqual(['same@0', 'same@0', 'other@0']);
    expect(went.slice(3)).toEqual(['same@1', 'same@2']);
  });

  it('sends back, for as long as the backlog takes, who would wait here for too long', async () => {
    const { went, back } = await run(open(), many(200, 2), 6);

    expect(went.length).toBe(50);
    expect(back).toHaveLength(200 - went.length);
    expect(back.every((pass) => !pass.go && pass.laterMs > 0)).toBe(true);
  });

  it('asks a platform that is down once in a while, however many wait', async () => {
    const one = open({ perSecond: 1000, perChild: null });
    let calls = 0;
    const call = async () => {
      const pass = await one.enter('c', 2);
      if (!pass.go) return;
      calls += 1;
      one.failed();
    };
    for (let second = 0; second < 600; second += 1) {
      for (let n = 0; n < 20; n += 1) void call();
      await vi.advanceTimersByTimeAsync(1000);
    }

    // Those under way when it stopped, and one every minute or less often at first.
    expect(calls).toBeLessThan(20 + 15);
    expect(one.downMs()).toBeGreaterThan(500_000);
  });

  it('obeys a pause to the end, lets one try, and then everybody', async () => {
    const one = open(null);
    one.pause(60_000);
    expect(await one.enter('c', 0)).toMatchObject({ go: false });
    await vi.advanceTimersByTimeAsync(60_000);

    expect(await one.enter('c', 2)).toEqual({ go: true });
    expect(await one.enter('d', 2)).toMatchObject({ go: false });
    one.worked();
    expect(await one.enter('d', 2)).toEqual({ go: true });
    expect(one.downMs()).toBe(0);
  });

  it('stops for everyone only when several children are refused at once', async () => {
    const one = open(null);
    one.slow('a', 60_000);
    one.slow('a', 60_000);
    one.slow('b', 60_000);
    expect((await run(one, [['c', 0]], 1)).went).toHaveLength(1);

    one.slow('c', 60_000);
    expect((await run(one, [['d', 0]], 1)).went).toEqual([]);
  });

  it('goes on after such a stop though the first call is slowed again', async () => {
    const one = open(null);
    for (const child of ['a', 'b', 'c']) one.slow(child, 1000);
    await vi.advanceTimersByTimeAsync(1100);
    expect((await one.enter('a', 2)).go).toBe(true);
    one.slow('a', 1000);

    expect((await run(one, [['d', 0]], 1)).went).toHaveLength(1);
  });

  it('stops for everyone only when three children in a row are refused permission', async () => {
    const one = open(null);
    for (const child of ['a', 'b', 'a', 'b']) one.refused(child, 60_000);
    expect((await run(one, [['c', 0]], 1)).went).toHaveLength(1);
    for (const child of ['a', 'b', 'a']) one.refused(child, 60_000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(one.downMs()).toBeGreaterThanOrEqual(1000);

    one.refused('c', 60_000);
    expect((await run(one, [['d', 0]], 1)).went).toEqual([]);
  });

  it('lets others try after such a stop when whoever tries first is refused again', async () => {
    const one = open(null);
    for (const child of ['a', 'b', 'c']) one.refused(child, 1000);
    await vi.advanceTimersByTimeAsync(1100);
    expect((await one.enter('a', 2)).go).toBe(true);
    one.refused('a', 1000);

    expect((await run(one, [['d', 0]], 1)).went).toHaveLength(1);
  });

  it('takes a platform for unwell only when several children are told so', async () => {
    const one = open(null);
    for (let times = 0; times < 20; times += 1) one.unwell('a');
    expect((await run(one, [['d', 0]], 1)).went).toHaveLength(1);

    for (let times = 0; times < 8; times += 1) one.unwell(`c${times}`);
    expect((await run(one, [['d', 0]], 1)).went).toEqual([]);
  });

  it('lets the next one try when whoever was to try did not call after all', async () => {
    const one = open(null);
    for (let times = 0; times < 5; times += 1) one.failed();
    await vi.advanceTimersByTimeAsync(3000);
    expect((await one.enter('a', 2)).go).toBe(true);
    expect((await run(one, [['b', 0]], 1)).went).toEqual([]);
    one.left();

    expect((await run(one, [['c', 0]], 1)).went).toHaveLength(1);
  });
});
