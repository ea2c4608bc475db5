import { describe, expect, it } from 'vitest';
import type { QueueCard } from '../../src/console/api/types.ts';
import {
  asksFirst,
  isForOthers,
  waitingUnwritten,
  writersFirst,
} from '../../src/console/state/other-language.ts';
import { fullQueue } from '../support/desk-scenes.ts';

const of = (language: string | null, band: QueueCard['band'] = 'abuse') => ({ language, band });

describe('a claim', () => {
  it.each([
    [['km'], of('en'), true],
    [['km'], of('km'), false],
    [['km'], of(null), false],
    [[], of('en'), false],
    [['km'], of('en', 'danger'), false],
    [['km'], of('en', 'self-harm'), false],
  ] as const)('by somebody who writes %j of %j asks first: %s', (writes, card, asks) => {
    expect(asksFirst(writes, card)).toBe(asks);
  });
});

describe('the next child', () => {
  const queue = { writes: ['km'], unwritten: [] as string[] };

  it('is left to colleagues who write the language, and never in danger', () => {
    expect(isForOthers(queue, of('en'))).toBe(true);
    expect(isForOthers(queue, of('km'))).toBe(false);
    expect(isForOthers(queue, of('en', 'danger'))).toBe(false);
    expect(isForOthers(queue, of('en', 'self-harm'))).toBe(false);
  });

  it('is not left where nobody on duty writes the language', () => {
    expect(isForOthers({ ...queue, unwritten: ['en'] }, of('en'))).toBe(false);
  });
});

describe('waitingUnwritten', () => {
  const queue = fullQueue(8);

  it('counts who waits in a language that nobody on duty writes', () => {
    expect(waitingUnwritten({ ...queue, unwritten: ['en'] })).toEqual([{ language: 'en', n: 2 }]);
    expect(waitingUnwritten(queue)).toEqual([]);
    expect(waitingUnwritten({ ...queue, unwritten: ['fr'] })).toEqual([]);
  });

  it('is silent while the desk is closed, which says enough', () => {
    expect(waitingUnwritten({ ...queue, desk: 'closed', unwritten: ['en', 'km'] })).toEqual([]);
  });
});

describe('writersFirst', () => {
  it('puts colleagues who write the language before the others, both in their order', () => {
    const people = [['km'], ['en'], ['km'], []].map((writes, at) => ({ alias: `${at}`, writes }));

    expect(writersFirst(people, 'en').map(({ alias, does }) => [alias, does])).toEqual([
      ['1', true],
      ['3', true],
      ['0', false],
      ['2', false],
    ]);
  });
});
