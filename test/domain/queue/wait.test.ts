import { describe, expect, it } from 'vitest';
import { waitingScore } from '../../../src/domain/queue/order.ts';
import { honestWait, lineFor, waitAt, waitRange } from '../../../src/domain/queue/wait.ts';

const MINUTE = 60_000;
const NOW = 10_000 * MINUTE;
const at = (score: number, minutesAgo = 0) => ({ score, queued: NOW - minutesAgo * MINUTE });

describe('waitRange', () => {
  it.each([
    [1, 0, 1, { from: 0, to: 5 }],
    [3, 0, 3, { from: 0, to: 5 }],
    [1, 12, 0, { from: 5, to: 10 }],
    [2, 6, 0, { from: 20, to: 35 }],
    [4, 6, 3, null],
    [1, 0, 0, null],
    [2, 0, 1, null],
    [10, 6, 0, null],
  ])('at place %i with %i claims an hour and %i free: %j', (place, claims, free, range) => {
    expect(waitRange(place, claims, free)).toEqual(range);
  });

  it('is whole steps of five minutes, and never ends where it begins', () => {
    for (let place = 1; place < 12; place += 1) {
      for (let claims = 1; claims < 40; claims += 1) {
        const range = waitRange(place, claims, 0);
        if (range === null) continue;
        expect([range.from % 5, range.to % 5]).toEqual([0, 0]);
        expect(range.to).toBeGreaterThan(range.from);
        expect(range.to).toBeGreaterThanOrEqual((place * 60) / claims);
        expect(range.from).toBeLessThanOrEqual((place * 60) / claims);
      }
    }
  });
});

describe('waitAt', () => {
  const line = { claimsPerHour: 6, free: 0, scores: [10, 20, 30] };

  it('counts those before a child alone, and a child who waits already once', () => {
    expect(waitAt(line, at(10))).toEqual(waitRange(1, 6, 0));
    expect(waitAt(line, at(20))).toEqual(waitRange(2, 6, 0));
    expect(waitAt(line, at(40))).toEqual(waitRange(4, 6, 0));
    expect(waitAt({ ...line, scores: [] }, at(1))).toEqual(waitRange(1, 6, 0));
  });

  it('gives whoever is in danger their own figure, not that of the last', () => {
    const scores = Array.from({ length: 9 }, (_, nth) => waitingScore('other', NOW - nth * MINUTE));

    expect(waitAt({ ...line, scores }, at(waitingScore('danger', NOW)))).toEqual({
      from: 10,
      to: 20,
    });
    expect(waitAt({ ...line, scores }, at(waitingScore('other', NOW + 1)))).toBeNull();
  });

  it('gives a free counsellor to those who come first', () => {
    expect(waitAt({ ...line, free: 1 }, at(10))).toEqual({ from: 0, to: 5 });
    expect(waitAt({ ...line, free: 1 }, at(20))).toEqual(waitRange(2, 6, 1));
  });
});

describe('lineFor', () => {
  const all = { free: 2, writes: [] };
  const khmer = { free: 3, writes: ['km'] };
  const line = { scores: [10, 20], claimsPerHour: 8, free: 5, onDuty: [all, khmer] };

  it('is the whole line for a child to whom everyone on duty writes', () => {
    expect(lineFor(line, 'km')).toEqual(line);
    expect(lineFor(line, null)).toEqual(line);
    expect(lineFor({ scores: [], claimsPerHour: 8, free: 5 }, 'en')).not.toBeNull();
  });

  it('has the places, and of the claims the share, of those who write the language', () => {
    expect(lineFor(line, 'en')).toEqual({ ...line, free: 2, claimsPerHour: 4 });
  });

  it('keeps everyone who came before', () => {
    const english = lineFor(line, 'en') ?? line;

    expect(waitAt(english, at(20))).toEqual({ from: 0, to: 5 });
    expect(waitAt(english, at(30))).toEqual(waitRange(3, 4, 2));
  });

  it('is none where nobody on duty writes the language', () => {
    expect(lineFor({ ...line, onDuty: [khmer] }, 'en')).toBeNull();
  });
});

describe('honestWait', () => {
  it('says nothing that the child has outwaited', () => {
    const range = { from: 0, to: 5 };

    expect(honestWait(range, at(1), NOW)).toEqual(range);
    expect(honestWait(range, at(1, 5), NOW)).toEqual(range);
    expect(honestWait(range, at(1, 6), NOW)).toBeNull();
    expect(honestWait({ from: 20, to: 35 }, at(1, 30), NOW)).toEqual({ from: 20, to: 35 });
    expect(honestWait(null, at(1), NOW)).toBeNull();
  });
});
