import { expect, it } from 'vitest';
import { lru } from '../../../src/adapters/vault/lru.ts';

it('forgets what was asked for longest ago, and keeps to its limit', () => {
  const cache = lru<string, number>(3);
  for (const [n, key] of ['a', 'b', 'c'].entries()) cache.set(key, n);

  cache.get('a');
  cache.set('d', 4);
  for (let n = 0; n < 100; n += 1) cache.set('d', n);

  expect(cache.size()).toBe(3);
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 99]);
  cache.deleteWhere((key, value) => key === 'a' || value === 2);
  expect(cache.size()).toBe(1);
});
