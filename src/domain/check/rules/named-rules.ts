import type { Bundle, Flow, Language, Step, StepId, TextKey } from '../../flow/bundle.ts';
import { isWayOut, nextSteps, reach } from '../../flow/graph.ts';
import { flowFile } from '../../flow/problem.ts';
import type { TextsByLanguage } from '../bundle-texts.ts';
import type { Finding, Rule, Tally } from '../rule.ts';
import { HARM_FLOWS, isHarmFlow, LIMITS_FLOW } from '../turn-rule.ts';

/** Words that no way through some flows may go without. */
interface Named {
  readonly rule: Rule & { readonly about: readonly string[] };
  /** In every flow about harm, beside those that the rule is about. */
  readonly inHarmFlows?: true;
  /** They stand before the first question of the flow too. */
  readonly first?: true;
  /** Ways by which a question is passed over go free. */
  readonly skippable?: true;
  /** The steps before which they must stand; where the flow can be left unless said otherwise. */
  readonly before?: Step['kind'];
  /** All of them stand in one text of the way. */
  readonly words: Readonly<Record<Language, readonly RegExp[]>>;
  readonly missing: string;
  readonly mend: string;
}

const NAMED: readonly Named[] = [
  {
    rule: {
      id: 'believed-first',
      about: HARM_FLOWS,
      serves: ['R11'],
      proves:
        'Every flow about harm says that the child is believed, not alone or not at fault, on every way and before it asks anything, in each language.',
      person: 'Whether a child feels believed by it.',
    },
    inHarmFlows: true,
    first: true,
    words: {
      en: [/\bbelieve you\b|\bnot your fault\b|\bnot\b.*\balone\b/i],
      km: [/ជឿប្អូន|មិនមែនជាកំហុស|មិន.*ម្នាក់ឯង|មិន.*តែម្នាក់/],
    },
    missing: 'says that the child is believed, not alone or not at fault',
    mend: 'Say it before the first question (R11).',
  },
  {
    rule: {
      id: 'boys-and-girls-named',
      about: ['who', 'sexual-extortion', 'friend-sibling'],
      serves: ['R47'],
      proves:
        'No way leads through F04, F06 and F21 past a text that names boys and girls together, in each language.',
      person: 'Whether boys and girls find themselves in it.',
    },
    words: { en: [/\bboys?\b/i, /\bgirls?\b/i], km: [/ប្រុស/, /ស្រី/] },
    missing: 'names boys and girls',
    mend: 'Name both in a text that every way passes.',
  },
  {
    rule: {
      id: 'friend-faces-nobody',
      about: ['friend-sibling'],
      serves: ['R14'],
      proves:
        'No way leads through F21 past a text that says not to face who did it, in each language.',
      person: 'Whether a text invites to it in other words.',
    },
    words: { en: [/\b(do not|never) (face|confront|meet)\b/i], km: [/កុំទៅ(ជួប|រក|ប្រឈម)/] },
    missing: 'says not to face who did it',
    mend: 'Say it in a text that every way passes, whatever the friend tells of.',
  },
  {
    rule: {
      id: 'limits-are-told',
      about: [LIMITS_FLOW],
      serves: ['R2'],
      proves:
        'No way leads through F03 past a text that says when we tell others, in each language, but that of a child who passes it over.',
      person: 'Whether it is all that the law asks to be told.',
    },
    skippable: true,
    words: { en: [/\bmust tell someone\b/i], km: [/ត្រូវប្រាប់អ្នក/] },
    missing: 'says when others are told',
    mend: 'Say it to whoever wants to read.',
  },
  {
    rule: {
      id: 'sight-before-consent',
      about: ['handoff'],
      serves: ['R26', 'R12'],
      proves:
        'No way leads into the line past a text that says what the counsellor will see, in each language.',
      person: 'Whether a child understands from it what is passed on.',
    },
    before: 'handover',
    words: { en: [/\bcounsellor will see\b/i], km: [/អ្នកប្រឹក្សានឹងឃើញ/] },
    missing: 'says what the counsellor will see',
    mend: 'Say it before the child is asked whether it wants a person.',
  },
];
export const NAMED_RULES: readonly Rule[] = NAMED.map(({ rule }) => rule);

/** Whether every way through the flows passes the words that it must, in every language. */
export function checkNamed(
  bundle: Bundle,
  texts: TextsByLanguage,
  tally: Tally,
): readonly Finding[] {
  return NAMED.flatMap((named) =>
    flowsOf(named, bundle).flatMap((flow) => checkFlow(named, flow, texts, tally)),
  );
}

function flowsOf({ rule, inHarmFlows }: Named, bundle: Bundle): readonly Flow[] {
  return [...bundle.flows.values()].filter(
    (flow) => rule.about.includes(flow.id) || (inHarmFlows && isHarmFlow(bundle, flow)),
  );
}

function checkFlow(
  named: Named,
  flow: Flow,
  texts: TextsByLanguage,
  tally: Tally,
): readonly Finding[] {
  return [...texts].flatMap(([language, keyed]) => {
    const words = named.words[language];
    if (words === undefined) return [];
    tally.count(named.rule.id);
    const step = wayPast(named, flow, (key) =>
      words.every((one) => one.test(keyed.get(key) ?? '')),
    );
    return step === undefined ? [] : [finding(named, flow, step, language)];
  });
}

/** The first step at which the flow can be left, or asks, without having passed such a text. */
function wayPast(
  { first, skippable, before }: Named,
  flow: Flow,
  names: (key: TextKey) => boolean,
): StepId | undefined {
  const unnamed = reach([flow.start], (id) => {
    const step = flow.steps.get(id);
    if (step === undefined || saidBy(step).some(names)) return [];
    return skippable === true ? unskipped(step) : nextSteps(step);
  });
  return [...unnamed].find((id) => {
    const step = flow.steps.get(id);
    if (step === undefined || saidBy(step).some(names)) return false;
    if (before !== undefined) return step.kind === before;
    return isWayOut(step) || (first === true && step.kind === 'ask');
  });
}

function unskipped(step: Step): readonly StepId[] {
  if (step.kind !== 'ask') return nextSteps(step);
  return step.choices.filter(({ is }) => is !== 'skipped').map(({ next }) => next);
}

function saidBy(step: Step): readonly TextKey[] {
  if (step.kind === 'say' || step.kind === 'end') return step.say;
  return step.kind === 'ask' ? [step.ask] : [];
}

function finding(
  { rule, missing, mend }: Named,
  flow: Flow,
  step: StepId,
  language: Language,
): Finding {
  return {
    rule: rule.id,
    file: flowFile(flow.id),
    path: ['steps', step],
    what: `step ${step}: a way leads here on which no text of ${language} ${missing}`,
    mend,
    talk: [],
  };
}
