import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LanesOptions, lanesOf } from '../../../src/app/delivery/lanes.ts';
import type { Channel } from '../../../src/ports/channel.ts';

const telegram: Channel = {
  id: 'telegram',
  caps: { text: 100, body: 100, buttons: null, list: null, standing: 'text', merge: true },
  push: true,
  tells: false,
  pace: { perSecond: 2, perChild: { perSecond: 1, burst: 2 } },
  deliver: async () => ({ ok: true, messageIds: [] }),
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How many of 50 messages to as many children may go at once. */
async function goAtOnce(how: Pick<LanesOptions, 'free'>): Promise<number> {
  const channels = new Map([[telegram.id, telegram]]);
  const lane = lanesOf({ channels, sendLeaseMs: 60, clock: Date.now, ...how })('telegram');
  const entered = Array.from({ length: 50 }, (_, child) => lane.enter(String(child), 2));
  await vi.advanceTimersByTimeAsync(10);
  const passes = await Promise.all(entered);
  return passes.filter(({ go }) => go).length;
}

describe('lanesOf', () => {
  it('keeps the pace of each platform', async () => {
    expect(await goAtOnce({})).toBe(2);
  });

  it('lets everybody go at once where nothing but ourselves is measured', async () => {
    expect(await goAtOnce({ free: true })).toBe(50);
  });
});
