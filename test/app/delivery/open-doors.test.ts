import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  BEAT_MS,
  doorBeat,
  keepDoorOpen,
  openedAt,
  openFor,
} from '../../../src/app/delivery/open-doors.ts';
import { type AppWorld, appWorld } from '../../support/app-world.ts';

let world: AppWorld;
let from: number;

beforeEach(async () => {
  // The clock stands still until the test moves it: the time that the test itself takes is none of a door's.
  vi.useFakeTimers({ toFake: ['Date'] });
  world = await appWorld();
  from = world.now();
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
});

const open = () => openFor(world.core.documents, from, world.now());
const doorOf = (worker: string) => doorBeat({ ...world.core, worker });
const seconds = async () => (await open()) / 1000;

async function beats(forMs: number, ...doors: readonly (() => Promise<void>)[]): Promise<void> {
  for (let past = 0; past < forMs; past += BEAT_MS) {
    for (const beat of doors) await beat();
    await world.advance(BEAT_MS);
  }
}

describe('a door', () => {
  it.each([
    ['is noted where a platform can reach it', true, 1],
    ['is not where only pages do', false, 0],
  ])('%s', async (_, push, notes) => {
    const other = await appWorld({ push });
    const stop = keepDoorOpen(other.core);
    await other.idle();
    stop();
    const doors = await other.core.documents.list('door/');
    await other.close();

    expect(doors).toHaveLength(notes);
  });
});

describe('the time in which a door was open', () => {
  it('is none without a door, and grows with its beats', async () => {
    expect(await open()).toBe(0);

    await beats(60_000, doorOf('one'));
    expect(await seconds()).toBe(60);

    await world.advance(30_000);
    expect(await seconds()).toBe(60);
  });

  it('does not count a while in which the process stood still', async () => {
    const beat = doorOf('one');
    await beats(10_000, beat);
    await world.advance(30_000);
    await beats(5000, beat);

    expect(await seconds()).toBe(15);
  });

  it('counts two doors once, and what one was after the other together', async () => {
    const [one, two, three] = [doorOf('one'), doorOf('two'), doorOf('three')];
    await beats(10_000, one, two);
    await beats(10_000, two);
    await world.advance(20_000);
    await beats(5000, three);

    expect(await seconds()).toBe(25);
  });

  it('begins with the moment that is asked about', async () => {
    const beat = doorOf('one');
    await beats(20_000, beat);
    from = world.now();
    await beats(5000, beat);

    expect(await seconds()).toBe(5);
  });

  it('goes on when its note was lost', async () => {
    const beat = doorOf('one');
    await beats(5000, beat);
    for (const { key } of await world.core.documents.list('door/')) {
      await world.core.documents.delete(key);
    }
    await beats(5000, beat);

    expect(await seconds()).toBeGreaterThan(7);
  });
});

describe('the moment in which doors were open again', () => {
  const MINUTE = 60_000;
  const again = () => openedAt(world.core.documents, 15 * MINUTE);

  it('is unknown without a door, and the first one where no other was before', async () => {
    expect(await again()).toBeNull();
    const began = world.now();
    await beats(3000, doorOf('one'));

    expect(await again()).toBe(began);
  });

  it('is none between doors that follow each other, or overlap', async () => {
    await beats(3000, doorOf('one'), doorOf('two'));
    const first = await again();
    for (let minute = 0; minute < 14; minute += 1) {
      await world.later(MINUTE);
      await doorOf(`after-${minute}`)();
    }

    expect(await again()).toBe(first);
  });

  it('is the one after a long time without any', async () => {
    await beats(3000, doorOf('one'));
    await world.later(16 * MINUTE);
    const began = world.now();
    await doorOf('two')();

    expect(await again()).toBe(began);
  });
});
