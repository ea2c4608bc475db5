import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptEvents } from '../../../src/app/accept.ts';
import { noteTaken } from '../../../src/app/delivery/note-taken.ts';
import { BEAT_MS, doorBeat } from '../../../src/app/delivery/open-doors.ts';
import type { Delivery, OutCall } from '../../../src/ports/channel.ts';
import { type AppWorld, appWorld } from '../../support/app-world.ts';

let world: AppWorld;
let beat: () => Promise<void>;
beforeEach(async () => {
  // The clock stands still until the test moves it: how long a part is in doubt is counted to the second.
  vi.useFakeTimers({ toFake: ['Date'] });
  world = await appWorld({ tells: true });
  beat = doorBeat(world.core);
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
});

const PARTS = 3;
const took = ({ from = 0 }: OutCall): Delivery => ({
  ok: true,
  messageIds: [`part${from + 1}`],
  ...(from + 1 < PARTS ? { more: true } : {}),
});
const failed = (code: string): Delivery => ({ ok: false, error: { kind: 'retry', code } });

/** Every call that the platform got, which takes each item as three messages; `at` says what becomes of one of the calls. */
function calls(at: (call: OutCall, count: number) => Delivery | null = () => null): OutCall[] {
  const all: OutCall[] = [];
  world.answerWith((call) => {
    all.push(call);
    return at(call, all.length) ?? took(call);
  });
  return all;
}
const froms = (all: readonly OutCall[]) => all.map(({ from }) => from);

async function doorOpenFor(ms: number): Promise<void> {
  for (let past = 0; past < ms; past += BEAT_MS) {
    await beat();
    await world.advance(BEAT_MS);
  }
}

describe('a message that a platform takes as several', () => {
  it('is sent one after the other, and is over with the last', async () => {
    const all = calls();
    await world.says('c1', 'hello');
    await world.advance(120_000);

    expect(froms(all)).toEqual([0, 1, 2]);
    expect(new Set(all.map(({ item }) => item)).size).toBe(1);
  });

  it('goes on with the part that was refused for now', async () => {
    const all = calls((_, count) => (count === 2 ? failed('500') : null));
    await world.says('c1', 'hello');
    expect(froms(all)).toEqual([0, 1]);

    await world.advance(10_000);

    expect(froms(all)).toEqual([0, 1, 1, 2]);
  });

  it('goes on with the first part of unknown fate when its sender is gone', async () => {
    const all = calls((_, count) => {
      if (count === 2) throw new Error('as if it were killed');
      return null;
    });
    await world.says('c1', 'hello');
    await world.advance(31_000);
    expect(froms(all)).toEqual([0, 1]);

    await doorOpenFor(40_000);

    expect(froms(all)).toEqual([0, 1, 1, 2]);
  });

  it('repeats no part of which the platform tells that it took it', async () => {
    const all = calls((_, count) => (count === 2 ? failed('timeout') : null));
    await world.says('c1', 'hello');

    await noteTaken(world.core, [all[1]?.partName?.(2) ?? '']);
    await world.advance(1000);

    expect(froms(all)).toEqual([0, 1, 2]);
  });

  it('is not over with a part that was known: the one in doubt is waited for', async () => {
    const all = calls((_, count) => (count === 2 ? failed('timeout') : null));
    await world.says('c1', 'hello');

    await noteTaken(world.core, [all[0]?.partName?.(1) ?? '']);
    await doorOpenFor(16_000);
    expect(froms(all)).toEqual([0, 1]);

    await doorOpenFor(12_000);
    expect(froms(all)).toEqual([0, 1, 1, 2]);
  });

  it('begins anew in other words: a neutral line is no second half', async () => {
    const all = calls((_, count) => (count === 1 ? null : failed('500')));
    await world.says('c1', 'hello');
    for (let past = 0; past < 12 * 60_000; past += 60_000) await world.advance(60_000);

    const [first, second, last] = [all[0], all[1], all.at(-1)];
    expect(second?.from).toBe(1);
    expect(last?.from).toBe(0);
    expect(last?.rendered.texts).not.toEqual(first?.rendered.texts);
  });

  it('stops where the child leaves: the rest is never sent, and what was on the wire is taken back', async () => {
    const [wire, called] = [Promise.withResolvers<Delivery>(), Promise.withResolvers<void>()];
    await world.says('a', 'hello');
    world.answerWith((call) => {
      called.resolve();
      return call.from === 0 ? wire.promise : took(call);
    });
    const address = { channel: 'telegram' as const, id: 'a' };
    const says = (id: string, text: string) =>
      acceptEvents(world.core, [
        { address, id, at: null, input: { kind: 'text', text, ref: id }, messageId: `c-${id}` },
      ]);
    await says('slow', '2');
    await called.promise;
    const before = world.sent.length;
    world.answerWith(() => ({ ok: true, messageIds: ['goodbye'] }));
    await says('leaves', 'exit');
    await vi.waitFor(() => expect(world.sent.length).toBeGreaterThan(before), 10_000);
    wire.resolve({ ok: true, messageIds: ['late'], more: true });
    await world.idle();

    expect(world.cleared.flatMap(({ ids }) => ids)).toEqual(['late']);
    expect(world.sent.slice(before).some(({ from }) => (from ?? 0) > 0)).toBe(false);
  });
});
