import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import { allTalks } from '../../../src/domain/flow/all-talks.ts';
import { playScript } from '../../../src/domain/flow/script.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the bundle does not load');
const { bundle } = loaded.value;

describe('allTalks', () => {
  it.each(['km', 'en'])('takes every choice of every question (%s)', (language) => {
    const { taken, all, missed } = allTalks(bundle, language, null);

    expect(missed).toEqual([]);
    expect(taken).toBe(all);
    expect(all).toBeGreaterThan(300);
  });

  it('takes every choice of one flow, in talks that play again as they stand', () => {
    const { talks, missed } = allTalks(bundle, 'en', 'sexual-extortion');

    expect(missed).toEqual([]);
    for (const { header, lines } of talks) {
      const written = [...header, '', ...lines, ''].join('\n');
      expect(playScript(bundle, 'en', written)).toBe(written);
    }
  });

  it('names what no talk came to', () => {
    const ask = {
      kind: 'ask' as const,
      ask: 'bot:choices.yes',
      save: null,
      choices: [{ is: 'never', label: 'bot:choices.yes', next: 'lost' }],
    };
    const who = bundle.flows.get('who');
    if (who === undefined) throw new Error('no such flow');
    const flow = { ...who, steps: new Map([...who.steps, ['lost', ask]]) };
    const broken = { ...bundle, flows: new Map([...bundle.flows, ['who', flow]]) };

    expect(allTalks(broken, 'en', 'who').missed).toEqual(['who/lost/never']);
  });
});
