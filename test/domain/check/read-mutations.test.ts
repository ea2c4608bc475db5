import { describe, expect, it } from 'vitest';
import { checkFlowRules } from '../../../src/domain/check/rules/flow-rules.ts';
import { checkNamed } from '../../../src/domain/check/rules/named-rules.ts';
import { checkTexts } from '../../../src/domain/check/rules/text-rules.ts';
import type { Bundle } from '../../../src/domain/flow/bundle.ts';
import { changesOf, coreWith } from '../../support/mutants.ts';
import { READ_SHAPED, READ_WORDED } from './mutants/read.ts';

const whole = await coreWith('sexual-extortion', 'contact-abuse', 'adult', 'friend-sibling');
const { bundle, keyedTexts } = whole;
const changes = changesOf(whole);

/** What is read in the files, without a walk; `checkBundle` adds the same to what it finds in talks. */
function rulesBroken(read: Bundle, texts = keyedTexts): readonly string[] {
  const tally = { count: () => undefined };
  const found = [
    ...checkTexts(read, texts, tally),
    ...checkFlowRules(read, tally),
    ...checkNamed(read, texts, tally),
  ];
  return found.map(({ rule }) => rule);
}

describe('files that somebody broke', () => {
  it('are whole before', () => {
    expect(rulesBroken(bundle)).toEqual([]);
  });

  it.each(READ_WORDED)('%s finds %s %s: %s (%s)', (rule, language, key, words) => {
    expect(rulesBroken(bundle, changes.text(language, key, words))).toContain(rule);
  });

  it.each(READ_SHAPED)('%s finds %s', (rule, _what, broken) => {
    expect(rulesBroken(broken(changes))).toContain(rule);
  });
});
