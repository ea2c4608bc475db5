import { describe, expect, it, vi } from 'vitest';
import { checkBundle } from '../../../src/domain/check/check-bundle.ts';
import { CHANNEL_CAPS } from '../../../src/main/channel-caps.ts';
import { changesOf, coreWith, type Whole } from '../../support/mutants.ts';
import { BESIDE_CORE, SHAPED, WORDED } from './mutants/walked.ts';

// The whole walk takes its time on a busy machine; how long is for the command to say.
vi.setConfig({ testTimeout: 900_000 });

const core = await coreWith();
const beside = await coreWith('sexual-extortion', 'information', 'services-province');

/** How many turns the shortest talk has by which a rule shows what it finds; 0 without one, null where it finds nothing. */
function shownBy(rule: string, { bundle, keyedTexts }: Whole): number | null {
  const { findings } = checkBundle({ bundle, texts: keyedTexts, channels: CHANNEL_CAPS });
  const found = findings.filter((finding) => finding.rule === rule);
  const turns = found.map(({ talk }) => talk.filter((line) => TURN.test(line)).length);
  const shown = turns.filter((count) => count > 0);
  if (found.length === 0) return null;
  return shown.length === 0 ? 0 : Math.min(...shown);
}

const TURN = /^ {2}(child|counsellor|desk|timer): /;

describe('a bundle that somebody broke', () => {
  it.each([
    ['the core', core],
    ['the core with extortion and cards', beside],
  ])('is whole before: %s', (_name, { bundle, keyedTexts }) => {
    expect(checkBundle({ bundle, texts: keyedTexts, channels: CHANNEL_CAPS }).findings).toEqual([]);
  });

  it.each(WORDED)('%s finds %s %s: %s (%s)', (rule, language, key, words, _what, turns) => {
    const keyedTexts = changesOf(core).text(language, key, words);

    expect(shownBy(rule, { ...core, keyedTexts })).toBe(turns);
  });

  it.each([
    ...SHAPED.map((row) => [...row, core] as const),
    ...BESIDE_CORE.map((row) => [...row, beside] as const),
  ])('%s finds %s', (rule, _what, turns, broken, whole) => {
    expect(shownBy(rule, { ...whole, bundle: broken(changesOf(whole)) })).toBe(turns);
  });
});
