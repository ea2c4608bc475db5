import type { Bundle, Flow, Language, Step, StepId, TextKey } from '../../flow/bundle.ts';
import { isWayOut, nextSteps, reach } from '../../flow/graph.ts';
import { flowFile } from '../../flow/problem.ts';
import type { TextsByLanguage } from '../bundle-texts.ts';
import type { Finding, Rule, Tally } from '../rule.ts';

/** The flows in which boys and girls must find themselves (R47): F04, F06, F21. */
const FLOWS = ['who', 'sexual-extortion', 'friend-sibling'];

const NAMED: Rule = {
  id: 'boys-and-girls-named',
  about: FLOWS,
  serves: ['R47'],
  proves:
    'No way leads through F04, F06 and F21 past a text that names boys and girls together, in each language.',
  person: 'Whether boys and girls find themselves in it.',
};
export const NAMED_RULES: readonly Rule[] = [NAMED];

const BOTH: Readonly<Record<Language, readonly RegExp[]>> = {
  en: [/\bboys?\b/i, /\bgirls?\b/i],
  km: [/ប្រុស/, /ស្រី/],
};

/** Whether every way through the flows that must name boys and girls does so, in every language. */
export function checkNamed(
  bundle: Bundle,
  texts: TextsByLanguage,
  tally: Tally,
): readonly Finding[] {
  const flows = FLOWS.flatMap((id) => bundle.flows.get(id) ?? []);
  return flows.flatMap((flow) =>
    [...texts].flatMap(([language, keyed]) => {
      const words = BOTH[language];
      if (words === undefined) return [];
      tally.count(NAMED.id);
      const step = wayPast(flow, (key) => words.every((one) => one.test(keyed.get(key) ?? '')));
      return step === undefined ? [] : [finding(flow, step, language)];
    }),
  );
}

/** The first step at which the flow can be left without having named both. */
function wayPast(flow: Flow, names: (key: TextKey) => boolean): StepId | undefined {
  const unnamed = reach([flow.start], (id) => {
    const step = flow.steps.get(id);
    return step === undefined || saidBy(step).some(names) ? [] : nextSteps(step);
  });
  return [...unnamed].find((id) => {
    const step = flow.steps.get(id);
    return step !== undefined && isWayOut(step) && !saidBy(step).some(names);
  });
}

function saidBy(step: Step): readonly TextKey[] {
  if (step.kind === 'say' || step.kind === 'end') return step.say;
  return step.kind === 'ask' ? [step.ask] : [];
}

function finding(flow: Flow, step: StepId, language: Language): Finding {
  return {
    rule: NAMED.id,
    file: flowFile(flow.id),
    path: ['steps', step],
    what: `step ${step}: a way leads here on which no text of ${language} names boys and girls`,
    mend: 'Name both in a text that every way passes.',
    talk: [],
  };
}
