import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noteTaken } from '../../src/app/delivery/note-taken.ts';
import { BEAT_MS, doorBeat } from '../../src/app/delivery/open-doors.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
let beat: () => Promise<void>;
const UNKNOWN = { ok: false, error: { kind: 'retry', code: 'timeout' } } as const;

beforeEach(async () => {
  // The clock stands still until the test moves it: how long an item is in doubt is counted to the second.
  vi.useFakeTimers({ toFake: ['Date'] });
  world = await appWorld({ tells: true });
  beat = doorBeat(world.core);
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
});

/** Every call that the platform got, whatever it answered. */
function calls(): string[] {
  const items: string[] = [];
  world.answerWith(({ item }) => {
    items.push(item);
    return UNKNOWN;
  });
  return items;
}

async function doorOpenFor(ms: number): Promise<void> {
  for (let past = 0; past < ms; past += BEAT_MS) {
    await beat();
    await world.advance(BEAT_MS);
  }
}

describe('a message of which nobody knows whether the platform took it', () => {
  it('goes out again once a door was open for long enough to be told', async () => {
    const items = calls();
    await world.says('c1', 'hello');
    expect(items).toHaveLength(1);

    await doorOpenFor(16_000);
    expect(items).toHaveLength(1);

    await doorOpenFor(10_000);
    expect(items).toHaveLength(2);
    expect(new Set(items).size).toBe(1);
  });

  it('does not while no door is open, however long it takes to start one', async () => {
    const items = calls();
    await world.says('c1', 'hello');

    for (let past = 0; past < 120_000; past += 10_000) await world.advance(10_000);
    expect(items).toHaveLength(1);

    await doorOpenFor(16_000);
    expect(items).toHaveLength(1);
    await doorOpenFor(12_000);
    expect(items).toHaveLength(2);
  });

  it('is not sent again when the platform tells of it, and what follows goes out', async () => {
    const items = calls();
    await world.says('c1', 'hello');
    const before = world.sent.length;

    await noteTaken(world.core, [items[0] ?? '']);
    world.answerWith(() => ({ ok: true, messageIds: ['m'] }));
    await world.says('c1', 'again');
    await world.advance(60_000);

    const after = world.sent.slice(before).map(({ item }) => item);
    expect(after.length).toBeGreaterThan(0);
    expect(after).not.toContain(items[0]);
  });

  it('goes out after five minutes even if no door came up', async () => {
    const items = calls();
    await world.says('c1', 'hello');

    for (let past = 0; past < 330_000; past += 5000) await world.advance(5000);
    expect(items.length).toBeGreaterThan(1);
  });
});
