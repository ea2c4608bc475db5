import { describe, expect, it } from 'vitest';
import { loadLexicon } from '../../src/adapters/bundle-files/load-lexicon.ts';
import { compileLexicon } from '../../src/domain/text/lexicon.ts';
import { figures, heard, partOf, readPart } from './measure.ts';

const open = readPart('open');
const heldOut = readPart('held-out');
const all = [...open, ...heldOut];
const loaded = await loadLexicon('.');
if (!loaded.ok) throw new Error(`the word lists do not load: ${JSON.stringify(loaded.error)}`);
const lexicon = compileLexicon(loaded.value.raw);

describe('the labelled lines', () => {
  it('are at least 400, of which at least 40 % are nothing to ask about, idioms included', () => {
    expect(all.length).toBeGreaterThanOrEqual(400);
    expect(all.filter(({ label }) => label === 'none').length / all.length).toBeGreaterThan(0.4);
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
  });

  it('are held out by the hash of their text, about a third of them', () => {
    expect(open.filter(({ text }) => partOf(text) !== 'open')).toEqual([]);
    expect(heldOut.filter(({ text }) => partOf(text) !== 'held-out')).toEqual([]);
    expect(heldOut.length / all.length).toBeGreaterThan(0.3);
  });
});

describe('the word lists', () => {
  // Only the open part: a test that reads the held-out part would tune on it.
  it('hear at least nine of ten lines of the open part, and one in twenty at most falsely', () => {
    const anything = figures(lexicon, open).find(({ name }) => name === 'anything');

    expect((anything?.right ?? 0) / (anything?.meant ?? 1)).toBeGreaterThan(0.9);
    expect((anything?.right ?? 0) / (anything?.heard ?? 1)).toBeGreaterThan(0.95);
  });

  it('hear nothing in a message of nothing', () => {
    for (const text of ['', ' ', '🙂', '។', '\u200b']) expect(heard(lexicon, text)).toBe('none');
  });
});
