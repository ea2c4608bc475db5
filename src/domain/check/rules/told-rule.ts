import type { AskStep, Bundle, Flow, StepId } from '../../flow/bundle.ts';
import { HARM_FLOWS, isHarmFlow } from '../turn-rule.ts';
import type { FlowRule } from './flow-rule.ts';

/** Choices that tell nothing: of a way on, or of not saying. */
const TELLS_NOTHING = /^(person|numbers|rights|near|continue|skipped|unsure|other|none)$/;

/** What the child is promised before it comes to a person: that it need not tell again what it chose (R12). */
export const TOLD_RULE: FlowRule = {
  id: 'every-choice-is-told',
  about: HARM_FLOWS,
  serves: ['R12'],
  proves:
    'In flows about harm every choice that tells something is saved, or sets, a variable that the brief of the handover names.',
  person: '',
  check: (flow, bundle) => {
    if (!isHarmFlow(bundle, flow)) return null;
    const brief = briefsOf(bundle);
    return [...flow.steps].flatMap(([id, step]) => {
      if (step.kind !== 'ask' || brief.includes(step.save ?? '')) return [];
      return untold(flow, step, brief).map((is) => ({
        step: id,
        what: `the counsellor is not shown the choice ${is}`,
        mend: 'Save it, and name the variable in the brief of the handover.',
      }));
    });
  },
};

function untold(flow: Flow, { choices }: AskStep, brief: readonly string[]): readonly string[] {
  return choices
    .filter(({ is, next }) => !TELLS_NOTHING.test(is) && !sets(flow, next, brief))
    .map(({ is }) => is);
}

function sets(flow: Flow, id: StepId, brief: readonly string[]): boolean {
  const step = flow.steps.get(id);
  return step?.kind === 'set' && Object.keys(step.set).some((name) => brief.includes(name));
}

function briefsOf({ flows }: Bundle): readonly string[] {
  const steps = [...flows.values()].flatMap((flow) => [...flow.steps.values()]);
  return steps.flatMap((step) => (step.kind === 'handover' ? step.brief : []));
}
