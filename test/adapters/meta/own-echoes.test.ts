import { describe, expect, it } from 'vitest';
import { ownEchoes } from '../../../src/adapters/meta/messenger-receipts.ts';

describe('an echo', () => {
  const isOurs = () => ownEchoes((metadata) => metadata === 'an item of ours');

  it('is ours by its mark, by that of a version before, and by the app that such marks came from', () => {
    for (const metadata of ['an item of ours', 'tvear:part']) {
      const ours = isOurs();
      expect([ours({ mid: '1', app_id: 7 }), ours({ mid: '2', metadata, app_id: 7 })]).toEqual([
        false,
        true,
      ]);
      expect(ours({ mid: '3', app_id: 7 })).toBe(true);
      expect(ours({ mid: '4', app_id: 8 })).toBe(false);
    }
  });

  it('is not ours by the mark of somebody else', () => {
    expect(isOurs()({ mid: '1', metadata: 'theirs', app_id: 7 })).toBe(false);
  });
});
