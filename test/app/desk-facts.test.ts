import { describe, expect, it } from 'vitest';
import { type DeskSources, deskFacts } from '../../src/app/desk-facts.ts';

const SOK = { free: 3, writes: [] };
const DARA = { free: 1, writes: ['km'] };

const SOURCES: DeskSources = {
  now: async () => 0,
  people: async () => [SOK],
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
      line: { scores: [7, 3], claimsPerHour: 0, free: 3, onDuty: [SOK] },
    });
  });

  it('tells who is on duty by what they write, and counts the places of all', async () => {
    expect((await read({ people: async () => [SOK, DARA] })).line).toMatchObject({
      free: 4,
      onDuty: [SOK, DARA],
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
    ['closed', { people: async () => [] }],
    ['down', { worked: async () => false }],
    ['full', { waiting: async () => scores(10) }],
    ['open', { waiting: async () => scores(9) }],
  ] as const)('is %s where it is so', async (desk, changed) => {
    expect((await read(changed)).desk).toBe(desk);
  });

  it('says that it is deserted where its hours are open and nobody is there', async () => {
    const nobody = async () => [];

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
