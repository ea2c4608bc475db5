import { describe, expect, it } from 'vitest';
import { unwritten, writesTo } from '../../../src/domain/queue/skill.ts';

describe('writesTo', () => {
  it.each([
    [[], 'en', true],
    [['km'], 'km', true],
    [['km', 'en'], 'en', true],
    [['km'], 'en', false],
    [['km'], null, true],
  ] as const)('somebody who writes %j writes to a child of %s: %s', (writes, language, does) => {
    expect(writesTo(writes, language)).toBe(does);
  });
});

describe('unwritten', () => {
  const all = { free: 1, writes: [] };
  const khmer = { free: 0, writes: ['km'] };

  it('names each language once that nobody on duty writes, whether they have room or not', () => {
    expect(unwritten([khmer], ['en', 'km', 'en', null])).toEqual(['en']);
    expect(unwritten([khmer, all], ['en', 'km'])).toEqual([]);
    expect(unwritten([], ['km'])).toEqual(['km']);
  });

  it('says nothing where nobody knows who is there', () => {
    expect(unwritten(undefined, ['en'])).toEqual([]);
  });
});
