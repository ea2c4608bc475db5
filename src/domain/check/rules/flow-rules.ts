import type { Bundle, Flow, HandoverStep, Step, StepId } from '../../flow/bundle.ts';
import { isWayOut, nextSteps, reach } from '../../flow/graph.ts';
import { flowFile } from '../../flow/problem.ts';
import type { Finding, Tally } from '../rule.ts';
import { SELF_HARM_FLOW } from '../turn-rule.ts';
import type { FlowRule, FlowWrong } from './flow-rule.ts';
import { TOLD_RULE } from './told-rule.ts';

/** The flows in which the direct question about dying is asked (R15). */
const ASKS_SELF_HARM = ['sexual-extortion', 'image-shared', 'contact-abuse'];
/** What a child may say of the one who harms (R18). */
const HARMER_OPTIONS: readonly string[] = ['known', 'online', 'unsure', 'skipped'];
/** The texts of F06 in the order that is fixed (R19). */
const EXTORTION_ORDER = ['believed', 'no-pay', 'no-reply', 'keep', 'block'];
/** Answers that commit to nothing. */
const WAY_PAST =
  /^(skipped|unsure|no|none|back|later|leave|keep|continue|another|nothing|other|looking)$/;

export const FLOW_RULES: readonly FlowRule[] = [
  {
    id: 'every-question-has-a-way-past',
    serves: ['R6'],
    proves: 'Every question but that of the language has an answer that commits to nothing.',
    person: '',
    check: (flow) => {
      const asks = [...flow.steps].flatMap(([id, step]) =>
        step.kind === 'ask' && step.save !== 'language' ? [{ id, step }] : [],
      );
      const stuck = asks.filter(({ step }) => !step.choices.some(({ is }) => WAY_PAST.test(is)));
      return stuck.map(({ id }) => ({
        step: id,
        what: 'no answer commits to nothing',
        mend: 'Add skip, or a choice such as unsure or no.',
      }));
    },
  },
  {
    id: 'extortion-order',
    about: ['sexual-extortion'],
    serves: ['R19'],
    proves:
      'On every way through F06: not your fault, do not pay or send, stop replying, keep, then report and block, in this order; and no way leads out past a person, offered.',
    person: '',
    check: (flow) => {
      if (flow.id !== 'sexual-extortion') return null;
      return [...outOfOrder(flow), ...pastThePerson(flow)];
    },
  },
  {
    id: 'self-harm-is-asked',
    about: ASKS_SELF_HARM,
    serves: ['R15'],
    proves:
      'No way leads through F06, F07 and F11 past the direct question about dying, unless it was answered before.',
    person: '',
    check: (flow) => {
      if (!ASKS_SELF_HARM.includes(flow.id)) return null;
      const past = reach([flow.start], (id) => unasked(flow.steps.get(id)));
      const out = [...past].filter((id) => leavesUnasked(flow.steps.get(id)));
      return out.slice(0, 1).map((step) => ({
        step,
        what: 'a way leads here past the question about dying',
        mend: 'Put the question, or the branch that knows its answer, on every way.',
      }));
    },
  },
  {
    id: 'harmer-options',
    about: ['sexual-extortion', 'grooming', 'contact-abuse', 'money-gifts', 'livestream'],
    serves: ['R18'],
    proves:
      'Every question about who harms offers: known, met online, not sure, and a way past it; nothing that says who.',
    person: 'Whether the words of the answers are those of a child.',
    check: (flow) => {
      const asks = [...flow.steps].flatMap(([id, step]) =>
        step.kind === 'ask' && step.save === 'harmer' ? [{ id, step }] : [],
      );
      if (asks.length === 0) return null;
      return asks.flatMap(({ id, step }) => {
        const picks = step.choices.map(({ is }) => is);
        const wrongs = HARMER_OPTIONS.filter((is) => !picks.includes(is)).concat(
          picks.filter((is) => !HARMER_OPTIONS.includes(is)),
        );
        const what = `the answers lack, or go beyond: ${wrongs.join(', ')}`;
        const mend = `Offer ${HARMER_OPTIONS.join(', ')}, and nothing else.`;
        return wrongs.length === 0 ? [] : [{ step: id, what, mend }];
      });
    },
  },
  {
    id: 'brief-is-complete',
    serves: ['R12'],
    proves:
      'The brief of a handover names every variable of all flows, so that nobody is asked again.',
    person: '',
    check: (flow, bundle) => {
      const joins = handoversOf(flow);
      if (joins.length === 0) return null;
      return joins.flatMap(({ id, step }) => {
        const lacks = Object.keys(bundle.globals).filter((name) => !step.brief.includes(name));
        const what = `the brief lacks ${lacks.join(', ')}`;
        return lacks.length === 0 ? [] : [{ step: id, what, mend: 'Name them under brief.' }];
      });
    },
  },
  TOLD_RULE,
  {
    id: 'urgent-first',
    serves: ['R15', 'R27'],
    proves:
      'A handover puts danger first, then thoughts of dying, whatever else was chosen, and abuse before all that is left.',
    person: '',
    check: (flow) => {
      const joins = handoversOf(flow);
      if (joins.length === 0) return null;
      return joins.flatMap(({ id, step }) =>
        URGENT.filter(({ when, band }) => bandFor(step, when) !== band).map(({ when, band }) => ({
          step: id,
          what: `${JSON.stringify(when)} does not give the band ${band}`,
          mend: 'Put the case for it under bands, above the lesser ones.',
        })),
      );
    },
  },
];

const URGENT = [
  { when: { danger: 'yes', 'harm-self': 'yes', category: 'image-shared' }, band: 'danger' },
  { when: { 'harm-self': 'yes', category: 'sexual-extortion' }, band: 'self-harm' },
  { when: { 'harm-self': 'unsure', category: 'information' }, band: 'self-harm' },
  { when: { category: 'contact-abuse' }, band: 'abuse' },
  { when: { category: 'livestream' }, band: 'abuse' },
  { when: { category: 'sexual-extortion' }, band: 'extortion' },
] as const;

function bandFor(step: HandoverStep, vars: Readonly<Record<string, string>>): string {
  const fits = step.bands.find(({ when }) =>
    Object.entries(when).every(([name, is]) => vars[name] === is),
  );
  return fits?.band ?? step.otherwise;
}

export function checkFlowRules(bundle: Bundle, tally: Tally): readonly Finding[] {
  return FLOW_RULES.flatMap((rule) =>
    [...bundle.flows.values()].flatMap((flow) => {
      const wrongs = rule.check(flow, bundle);
      if (wrongs === null) return [];
      tally.count(rule.id);
      return wrongs.map(({ step, what, mend }) => ({
        rule: rule.id,
        file: flowFile(flow.id),
        path: ['steps', step],
        what: `step ${step}: ${what}`,
        mend,
        talk: [],
      }));
    }),
  );
}

function handoversOf(flow: Flow) {
  return [...flow.steps].flatMap(([id, step]) => (step.kind === 'handover' ? [{ id, step }] : []));
}

function says(step: Step, flow: Flow, text: string): number {
  return step.kind === 'say' ? step.say.indexOf(`${flow.id}:${text}`) : -1;
}

function comesAfter(flow: Flow, id: StepId, step: Step, earlier: string, later: string): boolean {
  const before = says(step, flow, earlier);
  if (before >= 0) return before < says(step, flow, later);
  const without = reach([flow.start], (one) => {
    const found = flow.steps.get(one);
    return found === undefined || says(found, flow, earlier) >= 0 ? [] : nextSteps(found);
  });
  return !without.has(id);
}

function outOfOrder(flow: Flow): readonly FlowWrong[] {
  return EXTORTION_ORDER.slice(1).flatMap((later, at) => {
    const earlier = EXTORTION_ORDER[at] ?? '';
    const mend = `Say ${earlier} before ${later} on every way.`;
    return [...flow.steps]
      .filter(([, step]) => says(step, flow, later) >= 0)
      .filter(([id, step]) => !comesAfter(flow, id, step, earlier, later))
      .map(([id]) => ({ step: id, what: `${later} can be said before ${earlier}`, mend }));
  });
}

function pastThePerson(flow: Flow): readonly FlowWrong[] {
  const alone = reach([flow.start], (id) => {
    const step = flow.steps.get(id);
    return step === undefined || offersPerson(step) ? [] : nextSteps(step);
  });
  const out = [...alone].filter((id) => leavesUnasked(flow.steps.get(id)));
  return out.slice(0, 1).map((step) => ({
    step,
    what: 'a way leads here on which no person is offered',
    mend: 'End every way with a question that offers a person.',
  }));
}

/** The support of F14 ends with a person too. */
function offersPerson(step: Step): boolean {
  if (step.kind === 'ask') return step.choices.some(({ is }) => is === 'person');
  return step.kind === 'call' && step.flow === SELF_HARM_FLOW;
}

/** The ways on without the direct question; behind a branch that knows its answer, those who never answered. */
function unasked(step: Step | undefined): readonly StepId[] {
  if (step === undefined || asksSelfHarm(step)) return [];
  return step.kind === 'branch' && step.on === 'harm-self' ? [step.otherwise] : nextSteps(step);
}

function asksSelfHarm(step: Step): boolean {
  if (step.kind === 'ask') return step.save === 'harm-self';
  return step.kind === 'call' && step.flow === SELF_HARM_FLOW;
}

/** To a person, or into emergency help, a child may go at any time. */
function leavesUnasked(step: Step | undefined): boolean {
  return step !== undefined && isWayOut(step) && step.kind !== 'goto' && step.kind !== 'handover';
}
