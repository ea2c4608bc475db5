import type { Bundle, Flow, StepId } from '../../flow/bundle.ts';
import type { Rule } from '../rule.ts';

/** A rule about the shape of a flow, whatever the variables are: what holds on every way through it. */
export interface FlowRule extends Rule {
  check(flow: Flow, bundle: Bundle): readonly FlowWrong[] | null;
}

export interface FlowWrong {
  readonly step: StepId;
  readonly what: string;
  readonly mend: string;
}
