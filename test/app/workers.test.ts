import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskFacts } from '../../src/app/desk-facts.ts';
import { hasWorker, noteWorker } from '../../src/app/workers.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

const deskWhen = (worked: boolean) =>
  deskFacts({
    now: async () => 0,
    people: async () => [{ free: 3, writes: [] }],
    waiting: async () => [],
    claimsLastHour: async () => 0,
    hours: () => ({ open: true, printed: null }),
    worked: async () => worked,
  })();

describe('a worker', () => {
  it('counts as there for a minute after its last sign', async () => {
    const { documents } = world.core;
    await documents.delete('worker/test');
    const now = await world.core.store.now();
    expect(await hasWorker(documents, now)).toBe(false);

    await noteWorker(documents, 'one', now);
    await noteWorker(documents, 'one', now + 20_000);

    expect(await hasWorker(documents, now + 79_000)).toBe(true);
    expect(await hasWorker(documents, now + 81_000)).toBe(false);
  });

  it('is needed for a place in the line: without one children hear that nobody can take them', async () => {
    expect((await deskWhen(true)).desk).toBe('open');
    expect((await deskWhen(false)).desk).toBe('down');
  });
});
