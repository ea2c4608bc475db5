import { describe, expect, it } from 'vitest';
import { shownCount } from '../../src/domain/campaign/count.ts';
import { codeOfGreeting, isCampaignCode, linksOf } from '../../src/domain/campaign/links.ts';

const parts = { publicUrl: 'https://chat.example', code: 'k7m2xp', hello: 'សួស្តី' };

describe('linksOf', () => {
  it('knows the web page alone while no platform told a name', () => {
    expect(linksOf({ ...parts, handles: {} })).toEqual([
      { channel: 'web', url: 'https://chat.example/chat?c=k7m2xp', short: 'chat.example/chat' },
    ]);
  });

  it('writes the code where each platform hands it on', () => {
    const handles = { telegram: 'a_bot', messenger: 'a.page', whatsapp: '0000000' };

    expect(linksOf({ ...parts, handles }).map(({ url }) => decodeURIComponent(url))).toEqual([
      'https://t.me/a_bot?start=k7m2xp',
      'https://wa.me/0000000?text=សួស្តី (k7m2xp)',
      'https://m.me/a.page?ref=k7m2xp',
      'https://chat.example/chat?c=k7m2xp',
    ]);
  });
});

describe('codeOfGreeting', () => {
  it.each([
    ['សួស្តី (k7m2xp)', 'k7m2xp'],
    [' Hello (k7m2xp) ', 'k7m2xp'],
    ['Hello (k7m2xp) help me', null],
    ['Help (k7m2xp)', null],
    ['Hello (K7M2XP)', null],
    ['Hello', null],
  ])('reads %s as %s', (text, code) => {
    expect(codeOfGreeting(text, ['សួស្តី', 'Hello'])).toBe(code);
  });
});

describe('isCampaignCode', () => {
  it.each(['', 'k7m2x', 'k7m2xpp', 'k7m2x1', 'k7m2xo', '../x', 'k7m2xp\n'])(
    'refuses %j',
    (text) => {
      expect(isCampaignCode(text)).toBe(false);
    },
  );
});

describe('shownCount', () => {
  it('tells nobody of fewer than ten, and only whole fives above', () => {
    expect([0, 1, 9, 10, 14, 15, 1003].map(shownCount)).toEqual([
      null,
      null,
      null,
      10,
      10,
      15,
      1000,
    ]);
  });
});
