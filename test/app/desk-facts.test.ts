import { describe, expect, it } from 'vitest';
import { type DeskSources, deskFacts } from '../../src/app/desk-facts.ts';

const SOURCES: DeskSources = {
  now: async () => 0,
  people: async () => ({ available: 1, free: 3 }),
  waiting: async () => [],
  claimsLastHour: async () => 0,
  hours: () => ({ open: true, printed: '08:00-17:00' }),
  worked: async () => true,
};

const read = (changed: Partial<DeskSources>) => deskFacts({ ...SOURCES, ...changed })();
const scores = (many: number) => Array.from({ length: many }, (_, at) => at);

describe('deskFacts', () => {
  it('tells of an open desk with its hours, and of the line', async () => {
    expect(await read({ waiting: async () => [7, 3] })).toMatchObject({
      desk: 'open',
      deserted: false,
      hours: '08:00-17:00',
      wait: { from: 0, to: 5 },
      line: { scores: [7, 3], claimsPerHour: 0, free: 3 },
    });
  });

  it('gives the wait of whoever joins last', async () => {
    const waiting = async () => scores(3);

    expect((await read({ waiting })).wait).toBeNull();
    expect((await read({ waiting, claimsLastHour: async () => 12 })).wait).toEqual({
      from: 20,
      to: 35,
    });
  });

  it.each([
    ['closed', { hours: () => ({ open: false, printed: null }) }],
    ['closed', { people: async () => ({ available: 0, free: 0 }) }],
    ['down', { worked: async () => false }],
    ['full', { waiting: async () => scores(10) }],
    ['open', { waiting: async () => scores(9) }],
  ] as const)('is %s where it is so', async (desk, changed) => {
    expect((await read(changed)).desk).toBe(desk);
  });

  it('says that it is deserted where its hours are open and nobody is there', async () => {
    const nobody = async () => ({ available: 0, free: 0 });

    expect((await read({ people: nobody })).deserted).toBe(true);
    const closed = () => ({ open: false, printed: null });
    expect((await read({ people: nobody, hours: closed })).deserted).toBe(false);
  });

  it('looks once for a burst of children', async () => {
    let looked = 0;
    const facts = deskFacts({
      ...SOURCES,
      now: async () => {
        looked += 1;
        return 0;
      },
    });

    await Promise.all([facts(), facts(), facts()]);

    expect(looked).toBe(1);
  });
});
