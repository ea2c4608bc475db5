import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitingCards } from '../../src/app/desk-cards.ts';
import { sharedRead, sharedReads } from '../../src/app/shared-read.ts';
import type { StoredConversation } from '../../src/ports/conversation-store.ts';
import { type DeskHttpWorld, deskHttpWorld } from '../support/desk-http-world.ts';

const REST_MS = 200;
/** Whoever asks does so within the rest, however slow the machine is. */
const restByHand = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

describe('sharedRead', () => {
  afterEach(() => void vi.useRealTimers());

  it('reads twice for any number who ask during a read, and shows each what is so after they asked', async () => {
    let value = 0;
    let reads = 0;
    const read = sharedRead(async () => {
      reads += 1;
      const seen = value;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return seen;
    });
    const first = read();
    value = 1;
    const others = await Promise.all(Array.from({ length: 200 }, () => read()));

    expect(await first).toBe(0);
    expect(others).toEqual(Array(200).fill(1));
    expect(reads).toBe(2);
  });

  it('gathers those who ask one after the other, and shows none what was so before they asked', async () => {
    restByHand();
    let value = 0;
    let reads = 0;
    const read = sharedRead(
      async () => {
        reads += 1;
        return value;
      },
      () => REST_MS,
    );
    await read();
    const seen: Promise<number>[] = [];
    for (let asked = 1; asked <= 5; asked += 1) {
      value = asked;
      seen.push(read());
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(REST_MS);

    expect(await Promise.all(seen)).toEqual([5, 5, 5, 5, 5]);
    expect(reads).toBe(2);
  });

  it('gathers the readers of one id', async () => {
    restByHand();
    const read: string[] = [];
    const looked = sharedReads(async (id) => {
      read.push(id);
      return id;
    }, REST_MS);
    await looked('a');
    const later = [looked('a')];
    await vi.advanceTimersByTimeAsync(1);
    later.push(looked('a'), looked('b'));
    await vi.advanceTimersByTimeAsync(REST_MS);
    await Promise.all(later);

    expect(read.sort()).toEqual(['a', 'a', 'b']);
  });

  it('goes on after a read that failed', async () => {
    let reads = 0;
    const read = sharedRead(async () => {
      reads += 1;
      if (reads === 1) throw new Error('away');
      return reads;
    });
    const [failed, next] = await Promise.allSettled([read(), read()]);

    expect([failed.status, next.status]).toEqual(['rejected', 'fulfilled']);
    expect(await read()).toBe(3);
  });

  it('keeps ids apart', async () => {
    const read = sharedReads(async (id) => id);

    expect(await Promise.all(['a', 'b', 'a', 'a'].map(read))).toEqual(['a', 'b', 'a', 'a']);
  });
});

describe('the cards of who waits', () => {
  let world: DeskHttpWorld;
  beforeEach(async () => {
    world = await deskHttpWorld();
  });
  afterEach(() => world.close());

  it('are opened once for every change, however many look', async () => {
    const [one, two] = [await world.waiting(), await world.waiting()];
    const opened: string[] = [];
    const cards = waitingCards(world.app.core, async (stored: StoredConversation) => {
      opened.push(stored.id);
      return [stored.id];
    });
    const looked = await Promise.all(Array.from({ length: 200 }, () => cards()));
    expect(looked.every((seen) => seen.length === 2)).toBe(true);
    expect([...opened].sort()).toEqual([one, two].sort());

    const viewer = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
    await world.served.claim(viewer, one, 'claim-0123456789');
    expect(await cards()).toEqual([two]);
    await world.served.release(viewer, one, 'release-0123456789');
    await world.app.idle();
    expect([...(await cards())].sort()).toEqual([one, two].sort());
    expect(opened.filter((id) => id === two)).toHaveLength(1);
    expect(opened.filter((id) => id === one)).toHaveLength(2);
  });

  it('are opened anew after every change of the own conversations, and show it', async () => {
    const viewer = { id: 's1', alias: 'Sok', role: 'counsellor' as const };
    const id = await world.held(viewer);
    const mine = async () => (await world.served.queue(viewer)).mine[0];
    const before = await mine();
    expect(before?.needsReply).toBe(true);
    await world.served.say(viewer, id, 'say-0123456789abc', 'Hello');
    await world.app.idle();
    expect((await mine())?.needsReply).toBe(false);
    await world.app.says('child-1', 'yes');

    expect((await mine())?.needsReply).toBe(true);
    expect((await mine())?.last).toBeGreaterThanOrEqual(before?.last ?? 0);
  });

  it('are tried anew when they could not be opened', async () => {
    const id = await world.waiting();
    let whole = false;
    const cards = waitingCards(world.app.core, async (stored) => (whole ? [stored.id] : []));
    expect(await cards()).toEqual([]);
    whole = true;

    expect(await cards()).toEqual([id]);
  });
});
