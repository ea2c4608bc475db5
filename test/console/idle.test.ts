import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { idleWatch } from '../../src/console/state/idle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watched() {
  const [onIdle, tell] = [vi.fn(), vi.fn()];
  const idle = idleWatch({ now: Date.now, idleMs: 60_000, tellMs: 5000, onIdle, tell });
  return { idle, onIdle, tell };
}

describe('the watch for a desk that nobody touches', () => {
  it('says so after the time, once', () => {
    const { onIdle } = watched();
    vi.advanceTimersByTime(59_999);
    expect(onIdle).not.toHaveBeenCalled();

    vi.advanceTimersByTime(300_000);

    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  it.each(['here', 'elsewhere'] as const)('counts from the last movement %s', (where) => {
    const { idle, onIdle } = watched();
    vi.advanceTimersByTime(59_000);
    idle.moved(where);
    vi.advanceTimersByTime(59_000);
    expect(onIdle).not.toHaveBeenCalled();

    vi.advanceTimersByTime(1000);

    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  it('takes the first movement after a sleep of the machine for a stranger', () => {
    const { idle, onIdle, tell } = watched();
    vi.setSystemTime(Date.now() + 3_600_000);

    idle.moved('here');

    expect(onIdle).toHaveBeenCalledTimes(1);
    expect(tell).not.toHaveBeenCalled();
  });

  it('tells the other windows of movements here, not of each, and not of theirs', () => {
    const { idle, tell } = watched();
    idle.moved('elsewhere');
    expect(tell).not.toHaveBeenCalled();

    for (let n = 0; n < 100; n += 1) idle.moved('here');
    expect(tell).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(5000);
    idle.moved('here');

    expect(tell).toHaveBeenCalledTimes(2);
  });

  it('is over when stopped', () => {
    const { idle, onIdle } = watched();
    idle.stop();
    vi.advanceTimersByTime(300_000);
    idle.moved('here');

    expect(onIdle).not.toHaveBeenCalled();
  });
});
