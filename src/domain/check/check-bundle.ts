import type { Bundle } from '../flow/bundle.ts';
import type { TextsByLanguage } from './bundle-texts.ts';
import { explore } from './explore.ts';
import { keyBundle } from './key-bundle.ts';
import { positionsOf } from './position.ts';
import type { Finding, Tally } from './rule.ts';
import { checkFlowRules } from './rules/flow-rules.ts';
import { checkNamed } from './rules/named-rules.ts';
import { type ChannelCaps, renderRule } from './rules/render-rules.ts';
import { checkTexts } from './rules/text-rules.ts';
import { RULES, TURN_RULES } from './rules.ts';
import type { TurnRules } from './run-turn.ts';
import { shared } from './shared.ts';
import type { TurnFinding, TurnView } from './turn.ts';
import { LIMITS_FLOW, lookAt, type TurnRule, wordsIn } from './turn-rule.ts';
import { Turns } from './turns.ts';
import { valuationOf } from './valuation.ts';
import { followedVariables, openVariables } from './variables.ts';
import { turnFindings, unreached } from './walk-findings.ts';

export interface CheckInput {
  readonly bundle: Bundle;
  readonly texts: TextsByLanguage;
  /** What each channel can show. */
  readonly channels: ChannelCaps;
}

export interface Checked {
  readonly findings: readonly Finding[];
  /** Distinct states: positions with all that decides what comes next. */
  readonly states: number;
  /** How often each rule was applied. */
  readonly applied: ReadonlyMap<string, number>;
}

/**
 * Proves the machine-checkable part of the practice rules over every state that a conversation can have, by running
 * the engine itself. Pure: the same bundle gives the same answer.
 */
export function checkBundle({ bundle, texts, channels }: CheckInput): Checked {
  const applied = new Map<string, number>(RULES.map(({ id }) => [id, 0]));
  const tally: Tally = {
    count: (rule, times = 1) => void applied.set(rule, (applied.get(rule) ?? 0) + times),
  };
  const keyed = keyBundle(bundle);
  const turns = new Turns({
    bundle: keyed,
    open: openVariables(keyed),
    valuation: valuationOf(followedVariables(keyed)),
    positions: positionsOf(keyed),
    rules: turnRules(texts, channels, tally),
    shared: shared(),
  });
  const walked = explore(turns);
  const inside = [...walked.insides.values()].reduce((sum, one) => sum + one.states.length, 0);
  const findings = [
    ...checkTexts(bundle, texts, tally),
    ...checkFlowRules(bundle, tally),
    ...checkNamed(bundle, texts, tally),
    ...turnFindings(bundle, walked, turns),
    ...unreached(bundle, walked, turns, tally),
  ];
  return {
    findings: [...findings, ...neverApplied(bundle, applied)],
    states: walked.states.length + inside,
    applied,
  };
}

function turnRules(texts: TextsByLanguage, channels: ChannelCaps, tally: Tally): TurnRules {
  const rules = [...TURN_RULES, renderRule(texts, channels)];
  const words = wordsIn(texts);
  return {
    needs: (view) => {
      const look = lookAt(view, words);
      return rules.flatMap((rule) => rule.needs?.(look) ?? []);
    },
    check: (view) => {
      const look = lookAt(view, words);
      return rules.flatMap((rule) => findingsOf(rule, look, tally));
    },
    tellsLimits: (view) =>
      view.passed.some(({ flow, step }) => flow === LIMITS_FLOW && step.kind === 'ask'),
  };
}

function findingsOf(
  rule: TurnRule,
  look: ReturnType<typeof lookAt>,
  tally: Tally,
): readonly TurnFinding[] {
  const wrongs = rule.check(look);
  if (wrongs === null) return [];
  tally.count(rule.id);
  return wrongs.map(({ what, mend, at }) => ({
    rule: rule.id,
    ...(at ?? placeOf(look)),
    what,
    mend,
  }));
}

function placeOf({ passed, from }: TurnView): { readonly flow: string; readonly step: string } {
  const last = passed.at(-1);
  if (last !== undefined) return { flow: last.flow, step: last.id };
  const frame = from.state.talk.frames.at(-1);
  return { flow: frame?.flow ?? '', step: frame?.step ?? '' };
}

/** A rule that nothing was held against proves nothing. */
function neverApplied(bundle: Bundle, applied: ReadonlyMap<string, number>): readonly Finding[] {
  const asleep = RULES.filter(({ about }) => about?.every((flow) => !bundle.flows.has(flow)));
  const excused = new Set(asleep.map(({ id }) => id));
  return [...applied]
    .filter(([rule, times]) => times === 0 && !excused.has(rule))
    .map(([rule]) => ({
      rule,
      file: 'flows/bundle.yaml',
      path: [],
      what: 'this rule applied to no state at all',
      mend: 'Some flow that it needs is missing, or says in other words what the rule looks for.',
      talk: [],
    }));
}
