import type { AskStep } from '../../flow/bundle.ts';
import type { Passed } from '../turn.ts';
import {
  DANGER_FLOW,
  HARM_FLOWS,
  HOLDS,
  LIMITS_FLOW,
  type Look,
  SELF_HARM_FLOW,
  TRIAGE_FLOW,
  type TurnRule,
  wrong,
} from '../turn-rule.ts';
import { LIMITS } from '../variables.ts';

const ADULTS = ['caregiver', 'professional'];
/** Answers of these variables tell of harm. */
const HARM_VARIABLES = ['category', 'also', 'harmer', 'harm-self'];

/** Sentences that send a child to people at home, or to adults near it. */
const TO_NEAR_ADULTS: Readonly<Record<string, RegExp>> = {
  en: /\b(adults?|parents?|mother|father|mum|mom|dad|family|teachers?|relatives?|guardian)\b[^.!?]*\b(help|trust|safe with|tell|talk|listen)|\b(tell|talk to|go to|ask|trust)\b[^.!?]*\b(adults?|parents?|mother|father|mum|mom|dad|family|teachers?|relatives?|guardian)\b/,
  km: /(មនុស្សធំ|ឪពុក|ម្ដាយ|ម្តាយ|គ្រួសារ|គ្រូ(?!ពេទ្យ)|សាច់ញាតិ|អាណាព្យាបាល)[^។]*(ជួយ|ទុកចិត្ត|ប្រាប់|និយាយ|ស្ដាប់)|(ប្រាប់|និយាយជាមួយ|ទៅរក|ទុកចិត្ត)[^។]*(មនុស្សធំ|ឪពុក|ម្ដាយ|ម្តាយ|គ្រួសារ|គ្រូ(?!ពេទ្យ)|សាច់ញាតិ|អាណាព្យាបាល)/,
};
const BLOCKS: Readonly<Record<string, RegExp>> = { en: /\bblock\b/, km: /ទប់ស្កាត់/ };
const TALK_BEFORE_BLOCK: Readonly<Record<string, RegExp>> = {
  en: /\btalk to a counsellor\b[^.]*\bbefore you block\b/,
  km: /និយាយជាមួយអ្នកប្រឹក្សា[^។]*មុនទប់ស្កាត់/,
};
/** How a child is addressed, and nobody else. */
const CHILD_ADDRESS: Readonly<Record<string, RegExp>> = { km: /(?<!បង)ប្អូន/ };

export const HARM_RULES: readonly TurnRule[] = [
  {
    id: 'limits-before-harm',
    serves: ['R2'],
    proves:
      'No question about harm is asked before the child saw the limits of privacy or passed them over.',
    person: 'Whether the limits are worded as a child understands them, and as the law has it.',
    needs: (look) => (harmQuestions(look).length > 0 ? [LIMITS] : []),
    check: (look) => {
      const [first] = harmQuestions(look);
      if (first === undefined) return null;
      if (look.before(LIMITS) === 'yes') return HOLDS;
      return wrong(
        'a question about harm comes before the limits of privacy',
        'Call privacy-limits before it, or say a text of the limits.',
        { flow: first.flow, step: first.id },
      );
    },
  },
  {
    id: 'adults-hear-no-child-script',
    about: HARM_FLOWS,
    serves: ['R50'],
    proves:
      'Whoever said that they care for or work with children is led through no flow for a child, and hears no text that addresses one.',
    person: 'Whether the texts for adults are right for them.',
    needs: (look) => (childVoice(look) === undefined ? [] : ['role']),
    check: (look) => {
      const voice = childVoice(look);
      if (voice === undefined) return null;
      if (!ADULTS.includes(look.now('role'))) return HOLDS;
      return wrong(
        'an adult is led through words for a child',
        'Branch by role before it, and lead adults to the flow for adults or to a person.',
        voice,
      );
    },
  },
  {
    id: 'no-family-when-family-harms',
    about: HARM_FLOWS,
    serves: ['R17'],
    proves:
      'After the child said that the one who harms is of the family, no text of any flow names an adult, a relative or a teacher to go to.',
    person: 'Whether a text hints at the family in other words.',
    needs: (look) => (adviceOf(look).length > 0 ? ['harmer', 'role'] : []),
    check: (look) => {
      const [advice] = adviceOf(look);
      if (advice === undefined) return null;
      if (look.now('harmer') !== 'family' || ADULTS.includes(look.now('role'))) return HOLDS;
      return wrong(
        'the child is sent to adults near it although someone of the family harms',
        'Branch by harmer, and leave this text out where it is family.',
        advice,
      );
    },
  },
  {
    id: 'block-after-a-person',
    about: HARM_FLOWS,
    serves: ['R19', 'R17'],
    proves:
      'In flows that ask who harms, blocking is named where it is someone met online only, or after a text that asks to talk to a counsellor before it; never where it is someone of the family.',
    person: 'Whether blocking is named in other words.',
    needs: (look) => (blockingOf(look) === undefined ? [] : ['harmer']),
    check: (look) => {
      const blocking = blockingOf(look);
      if (blocking === undefined) return null;
      const { at, warned } = blocking;
      if (look.now('harmer') === 'family')
        return wrong('a block may be found out at home', 'Say at-home in place of it.', at);
      if (warned || answered(look, 'harmer') === 'online') return HOLDS;
      const mend = 'Say before it to talk to a counsellor before blocking.';
      return wrong('whoever knows them in person is told to block', mend, at);
    },
  },
  {
    id: 'self-harm-answer-is-heard',
    serves: ['R15'],
    proves:
      'Whoever answers yes or not sure to the direct question about dying gets the support of F14 in the same turn.',
    person: 'Clinical sign-off of the question and of the support.',
    check: (look) => {
      const answer = answered(look, 'harm-self');
      if (answer === undefined || answer === 'no') return null;
      if (look.passes(SELF_HARM_FLOW) && look.shown.includes('helpline')) return HOLDS;
      return wrong(
        `the answer ${answer} leads to no support`,
        `Call ${SELF_HARM_FLOW} for yes and for unsure.`,
      );
    },
  },
  {
    id: 'danger-before-triage',
    about: [TRIAGE_FLOW],
    serves: ['R14'],
    proves:
      'Nobody is asked what it is about before they answered whether there is danger now; the help word reaches emergency help from everywhere (`help-in-one`).',
    person: '',
    needs: (look) => (triageOf(look) === undefined ? [] : ['danger']),
    check: (look) => {
      const triage = triageOf(look);
      if (triage === undefined) return null;
      if (look.now('danger') !== '') return HOLDS;
      return wrong(
        'it is asked what happened before it was asked whether there is danger now',
        'Ask for danger, and save it, on every way to this question.',
        { flow: triage.flow, step: triage.id },
      );
    },
  },
  {
    id: 'danger-answer-is-heard',
    serves: ['R14'],
    proves: 'Whoever answers that there is danger now gets F05 in the same turn.',
    person: '',
    check: (look) => {
      if (answered(look, 'danger') !== 'yes') return null;
      if (look.passes(DANGER_FLOW)) return HOLDS;
      return wrong('danger leads to no emergency help', `Lead yes to ${DANGER_FLOW}.`);
    },
  },
];

function triageOf(look: Look): Passed | undefined {
  return look.passed.find(
    ({ flow, step }) => flow === TRIAGE_FLOW && step.kind === 'ask' && step.save === 'category',
  );
}

/** The value that a choice saved into a variable in this turn. */
function answered(look: Look, variable: string): string | undefined {
  return look.asked?.save === variable ? look.choice?.is : undefined;
}

function harmQuestions(look: Look): readonly Passed[] {
  const asks = look.passed.filter(({ step }) => step.kind === 'ask');
  const exempt = new Set(Object.values(look.bundle.anytime));
  return asks.filter(({ flow, step }) => {
    const { save } = step as AskStep;
    // Whether there is danger now comes before all else (R14).
    if (exempt.has(flow) || save === 'danger') return false;
    return HARM_VARIABLES.includes(save ?? '') || look.isHarmFlow(flow);
  });
}

/** What everybody hears before anyone has said who they are. */
function childVoice(look: Look): { readonly flow: string; readonly step: string } | undefined {
  const forAll = [look.bundle.start, look.bundle.home, look.bundle.anytime.safety, LIMITS_FLOW];
  const found = look.passed.find(
    ({ flow, step }) =>
      look.isHarmFlow(flow) ||
      (!forAll.includes(flow) && saidBy(step).some((key) => says(look, key, CHILD_ADDRESS))),
  );
  return found === undefined ? undefined : { flow: found.flow, step: found.id };
}

/** Where blocking is named first in this turn, and whether a talk with a counsellor was asked for before it. */
function blockingOf(look: Look) {
  let warned = false;
  for (const { flow, id, step } of look.passed) {
    if (!asksWhoHarms(look, flow)) continue;
    for (const key of saidBy(step)) {
      if (says(look, key, TALK_BEFORE_BLOCK)) warned = true;
      else if (says(look, key, BLOCKS)) return { at: { flow, step: id }, warned };
    }
  }
  return undefined;
}

function asksWhoHarms(look: Look, flow: string): boolean {
  const steps = look.bundle.flows.get(flow)?.steps.values() ?? [];
  return look.isHarmFlow(flow) && [...steps].some((s) => s.kind === 'ask' && s.save === 'harmer');
}

function adviceOf(look: Look): readonly { readonly flow: string; readonly step: string }[] {
  return look.passed
    .filter(({ step }) => saidBy(step).some((key) => says(look, key, TO_NEAR_ADULTS)))
    .map(({ flow, id }) => ({ flow, step: id }));
}

function saidBy(step: Passed['step']): readonly string[] {
  if (step.kind === 'say' || step.kind === 'end') return step.say;
  if (step.kind === 'services') return [step.lead, step.none];
  return step.kind === 'ask' ? [step.ask] : [];
}

function says(look: Look, key: string, lists: Readonly<Record<string, RegExp>>): boolean {
  return look.words(key).some(({ language, text }) => lists[language]?.test(text) === true);
}
