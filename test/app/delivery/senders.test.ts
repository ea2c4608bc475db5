import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lanesOf } from '../../../src/app/delivery/lanes.ts';
import {
  channelsDown,
  notePause,
  SENDER_SIGN_MS,
  senderBeat,
  UNKNOWN_SHARE,
} from '../../../src/app/delivery/senders.ts';
import type { Channel } from '../../../src/ports/channel.ts';
import { type AppWorld, appWorld } from '../../support/app-world.ts';

const RATE = 30;
const MINUTE_MS = 60_000;

let world: AppWorld;
let went: number[] = [];
beforeEach(async () => {
  // Those alone: the store of this process goes on in real time.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  world = await appWorld();
  went = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
});

/** A process of its own on the store of all, which sends to one platform. */
function process(worker: string) {
  const telegram: Channel = {
    id: 'telegram',
    caps: { text: 100, body: 100, buttons: null, list: null, standing: 'text', merge: true },
    push: true,
    tells: false,
    pace: { perSecond: RATE, perChild: null },
    deliver: async () => ({ ok: true, messageIds: [] }),
  };
  const channels = new Map([[telegram.id, telegram]]);
  const { store, documents } = world.core;
  const pauses: Promise<void>[] = [];
  const core = {
    ...{ store, documents, worker, channels },
    lanes: lanesOf({
      ...{ channels, sendLeaseMs: 30_000, clock: Date.now, processes: UNKNOWN_SHARE },
      onPause: (channel, ms) => void pauses.push(notePause(core, channel, ms)),
    }),
  };
  const lane = core.lanes('telegram');
  return {
    ...senderBeat(core),
    core,
    lane,
    noted: () => Promise.all(pauses),
    /** So many children at once. */
    sends(count: number): void {
      for (let child = 0; child < count; child += 1) {
        void lane.enter(`${worker}${child}`, 2).then(({ go }) => {
          if (!go) return;
          went.push(Date.now());
          lane.worked();
        });
      }
    },
  };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const signs = (...beats: readonly { beat(): Promise<void> }[]) =>
  Promise.all(beats.map(({ beat }) => beat()));

/** The most that the platform took in any second. */
function mostInASecond(): number {
  return Math.max(
    ...went.map((from) => went.filter((at) => at >= from && at < from + 1000).length),
  );
}

describe('processes that send to one platform', () => {
  it('send no more together in any second than it takes, and no less in the long run', async () => {
    const [one, two] = [process('one'), process('two')];
    await signs(one, two);
    await pass(SENDER_SIGN_MS);
    await signs(one, two);
    await pass(SENDER_SIGN_MS);
    one.sends(200);
    two.sends(200);
    await pass(4000);

    expect(mostInASecond()).toBe(RATE);
    expect(went.length).toBeGreaterThanOrEqual(4 * RATE);
  });

  it('leave all of it to one that is alone, from its first moment', async () => {
    const one = process('one');
    await one.beat();
    one.sends(RATE);
    await pass(10);

    expect(went).toHaveLength(RATE);
  });

  it('keep within it while another one begins, and share with it a few seconds later', async () => {
    const [one, two] = [process('one'), process('two')];
    await one.beat();
    one.sends(200);
    await pass(2500);
    await two.beat();
    two.sends(200);
    await pass(SENDER_SIGN_MS - 2500);
    await one.beat();
    one.sends(200);
    // One more a second, for the sign that the others have not read yet.
    expect(mostInASecond()).toBeLessThanOrEqual(RATE + 1);
    await pass(2500);
    await two.beat();
    two.sends(200);
    went = [];
    await pass(3000);

    expect(mostInASecond()).toBeLessThanOrEqual(RATE);
    expect(went.length).toBeGreaterThan(2 * RATE);
  });

  it.each([
    ['says goodbye', true, 2 * SENDER_SIGN_MS],
    ['dies', false, 5 * SENDER_SIGN_MS],
  ])('take over the part of one that %s', async (_, goodbye, ms) => {
    const [one, two] = [process('one'), process('two')];
    await signs(one, two);
    await pass(SENDER_SIGN_MS);
    await signs(one, two);
    if (goodbye) await two.end();
    for (let past = 0; past < ms; past += SENDER_SIGN_MS) {
      await pass(SENDER_SIGN_MS);
      await one.beat();
    }
    one.sends(RATE);
    await pass(10);

    expect(went).toHaveLength(RATE);
  });

  it('end without their store: the sign runs out by itself', async () => {
    const one = process('one');
    await one.beat();
    vi.spyOn(world.core.documents, 'delete').mockRejectedValueOnce(new Error('offline'));

    await expect(one.end()).resolves.toBeUndefined();
  });

  it('let one through a second at least, however many they are', async () => {
    const all = Array.from({ length: 2 * RATE }, (_, n) => process(`p${n}`));
    for (const one of all) await one.beat();
    all.at(-1)?.sends(5);
    await pass(3500);

    expect(went).toHaveLength(4);
  });
});

describe('a pause that the platform asked everyone for', () => {
  it('is kept by the other processes within seconds, and ends by itself', async () => {
    const [one, two] = [process('one'), process('two')];
    await signs(one, two);
    await pass(10);
    one.lane.pause(MINUTE_MS);
    await one.noted();
    await pass(SENDER_SIGN_MS);
    await signs(one, two);
    two.sends(1);
    await pass(10);
    expect(went).toHaveLength(0);

    await pass(MINUTE_MS - SENDER_SIGN_MS);
    two.sends(1);
    await pass(10);
    expect(went).toHaveLength(1);
  });

  it('binds no process that began after it: its token may be a new one', async () => {
    const [one, two] = [process('one'), process('two')];
    one.lane.pause(MINUTE_MS);
    await one.noted();
    await pass(10);
    await two.beat();
    two.sends(1);
    await pass(10);

    expect(went).toHaveLength(1);
  });

  it('is heard by who looked while it was noted', async () => {
    const [one, two] = [process('one'), process('two')];
    await signs(one, two);
    await pass(10);
    const put = vi.spyOn(world.core.documents, 'put').mockImplementationOnce(async (...args) => {
      // Its time is read, and it is not there yet.
      await pass(10);
      await signs(two);
      put.mockRestore();
      return world.core.documents.put(...args);
    });
    one.lane.pause(MINUTE_MS);
    await one.noted();
    await pass(SENDER_SIGN_MS);
    await signs(two);
    two.sends(1);
    await pass(10);

    expect(went).toHaveLength(0);
  });

  it('goes out once: whoever works again is not stopped by what is over', async () => {
    const [one, two] = [process('one'), process('two')];
    await signs(one, two);
    one.lane.pause(MINUTE_MS);
    await one.noted();
    await pass(SENDER_SIGN_MS);
    await signs(one, two);
    two.lane.worked();
    await pass(SENDER_SIGN_MS);
    await signs(one, two);
    two.sends(1);
    await pass(10);

    expect(went).toHaveLength(1);
  });
});

describe('a platform that takes nothing', () => {
  it('is seen by a process that sends nothing itself', async () => {
    const [web, worker] = [process('web'), process('worker')];
    await signs(web, worker);
    web.lane.pause(MINUTE_MS);
    await pass(2 * MINUTE_MS);
    await signs(web, worker);

    expect(await channelsDown(worker.core, MINUTE_MS)).toBe(1);
    expect(await channelsDown(worker.core, 3 * MINUTE_MS)).toBe(0);
  });

  it('is not down because a process rested that sends nothing, whoever was asked to pause has worked since, and is gone', async () => {
    const [one, two] = [process('one'), process('two')];
    await signs(one, two);
    await pass(10);
    one.lane.pause(MINUTE_MS / 2);
    await one.noted();
    await signs(two);
    await pass(MINUTE_MS);
    one.lane.worked();
    await one.end();
    await pass(MINUTE_MS);
    await signs(two);

    expect(await channelsDown(two.core, MINUTE_MS)).toBe(0);
  });

  it('is not down for as long as another process gets through', async () => {
    const [web, worker] = [process('web'), process('worker')];
    web.lane.pause(MINUTE_MS);
    await pass(MINUTE_MS);
    worker.lane.worked();
    await pass(MINUTE_MS);
    await signs(web, worker);

    expect(await channelsDown(web.core, MINUTE_MS)).toBe(0);
    expect(await channelsDown(worker.core, MINUTE_MS)).toBe(0);
  });
});
