import { describe, expect, it } from 'vitest';
import { storeClock } from '../../../src/adapters/redis/store-clock.ts';

const SERVER = 1_800_000_000_000;

/** A server whose clock and ours run alike, and answers that take as long as said. */
function world() {
  const at = { ours: 5_000, ahead: SERVER - 5_000, wayMs: 0, asked: 0, down: false };
  const redis = {
    async send() {
      at.asked += 1;
      if (at.down) throw new Error('offline');
      const now = at.ours + at.ahead;
      at.ours += at.wayMs;
      return [String(Math.floor(now / 1000)), String((now % 1000) * 1000)];
    },
    run: () => Promise.reject(new Error('no script')),
    listen: async () => undefined,
    close: async () => undefined,
  };
  const now = storeClock({ redis, clock: () => null }, () => at.ours);
  return { at, now };
}

describe('storeClock', () => {
  it("asks once and goes on by its own clock, at the server's pace", async () => {
    const { at, now } = world();

    expect(await now()).toBe(SERVER);
    at.ours += 700;
    expect(await now()).toBe(SERVER + 700);
    expect(at.asked).toBe(1);
  });

  it("sees within a second that the server's clock was set", async () => {
    const { at, now } = world();
    await now();

    at.ahead += 7_200_000;
    at.ours += 1_001;

    expect(await now()).toBe(SERVER + 7_200_000 + 1_001);
  });

  it('does not go on from an answer that was long on its way', async () => {
    const { at, now } = world();
    at.wayMs = 10_000;
    await now();
    at.wayMs = 0;

    expect(await now()).toBe(SERVER + 10_000);
    expect(at.asked).toBe(2);
  });

  it('asks again after a failure, and says that it failed', async () => {
    const { at, now } = world();
    at.down = true;
    await expect(now()).rejects.toThrow('offline');
    at.down = false;

    expect(await now()).toBe(SERVER);
  });
});
