import { openAsk } from '../../flow/answer.ts';
import type { Bundle, Step } from '../../flow/bundle.ts';
import type { Passed } from '../turn.ts';
import {
  DANGER_FLOW,
  HOLDS,
  type Look,
  SELF_HARM_FLOW,
  type TurnRule,
  type Wrong,
  wrong,
} from '../turn-rule.ts';

export const FRICTION_RULE: TurnRule = {
  id: 'pause-never-meets-danger',
  serves: ['R6', 'R16', 'R51'],
  proves:
    'That writing to a person is paused is told to nobody in danger, with thoughts of dying or after a word of distress, nor to anyone whom no pause meets; whoever is told sees in the same turn who can be called, and a way on to danger, to thoughts of dying and past it.',
  person: 'Whether the words blame nobody, and are understood.',
  needs: (look) => (pausedAt(look) === undefined ? [] : ['urgent']),
  check: (look) => {
    const paused = pausedAt(look);
    // Whoever is let through although a pause is on is the other half of what is proved.
    if (paused === undefined) return isPause(look.chosen('friction')) ? HOLDS : null;
    const { flow, id: step } = paused;
    const found = [...wrongChild(look), ...wrongWords(look)];
    return found.map((one) => ({ ...one, at: { flow, step } }));
  },
};

function wrongChild(look: Look): readonly Wrong[] {
  const mend = 'Lead to the pause from a branch by friction alone.';
  if (!isPause(look.chosen('friction'))) return wrong('a pause is told that there is not', mend);
  if (look.chosen('urgent') === 'no' && look.after.marks.distress === undefined) return HOLDS;
  return wrong('a pause stands before a child in danger or in distress', mend);
}

function wrongWords(look: Look): readonly Wrong[] {
  const ways = openAsk(look.bundle, look.after)?.choices.map(({ next }) => next) ?? [];
  const flow = look.after.talk.frames.at(-1)?.flow ?? '';
  const stepAt = (id: string) => look.bundle.flows.get(flow)?.steps.get(id);
  const leads = ways.map((id) => {
    const step = stepAt(id);
    return step?.kind === 'set' ? stepAt(step.next) : step;
  });
  const to = (wanted: string) =>
    leads.some((step) => step?.kind === 'goto' && step.flow === wanted && step.anew === true);
  const past = leads.some((step) => step?.kind === 'return');
  const open = to(DANGER_FLOW) && to(SELF_HARM_FLOW) && past;
  if (open && look.shown.includes('helpline')) return HOLDS;
  const mend = `Show the helpline, and ask with ways to ${DANGER_FLOW}, to ${SELF_HARM_FLOW} and back.`;
  return wrong('a pause leads to no help, or not on', mend);
}

function isPause(value: string): boolean {
  return value === 'short' || value === 'long';
}

/** The first step of a pause that the turn did. */
function pausedAt({ bundle, passed }: Look): Passed | undefined {
  return passed.find(({ flow, id }) => pauseSteps(bundle, flow).has(id));
}

const known = new WeakMap<object, ReadonlySet<string>>();

/** The steps that a branch by friction leads to while there is a pause. */
function pauseSteps({ flows }: Bundle, id: string): ReadonlySet<string> {
  const flow = flows.get(id);
  if (flow === undefined) return new Set();
  const found = known.get(flow) ?? new Set([...flow.steps.values()].flatMap(pausesOf));
  known.set(flow, found);
  return found;
}

function pausesOf(step: Step): readonly string[] {
  if (step.kind !== 'branch' || step.on !== 'friction') return [];
  return ['short', 'long'].map((value) => step.is[value] ?? step.otherwise);
}
