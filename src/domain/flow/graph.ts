import type { Flow, FlowId, Step, StepId } from './bundle.ts';

/** Where a step may lead within its flow, in the order of the file. */
export function nextSteps(step: Step): readonly StepId[] {
  switch (step.kind) {
    case 'ask':
      return step.choices.map(({ next }) => next);
    case 'branch':
      return [...Object.values(step.is), step.otherwise];
    case 'handover':
      return [step.closed, step.full, step.down];
    case 'goto':
    case 'return':
    case 'end':
      return [];
    default:
      return [step.next];
  }
}

/** Steps after which the flow needs nothing more: it ended, went elsewhere, or a person takes over. */
export function isWayOut(step: Step): boolean {
  return ['end', 'return', 'goto', 'handover'].includes(step.kind);
}

/** All that can be reached from some steps along `nexts`, themselves included. */
export function reach<T>(from: readonly T[], nexts: (one: T) => readonly T[]): ReadonlySet<T> {
  const seen = new Set(from);
  for (const one of seen) for (const next of nexts(one)) seen.add(next);
  return seen;
}

export interface Link {
  readonly from: FlowId;
  readonly step: StepId;
  readonly to: FlowId;
  /** `anew` piles nothing up: the flow that it leads to stands alone. */
  readonly kind: 'call' | 'goto' | 'anew';
}

export function linksOf(flows: ReadonlyMap<FlowId, Flow>): readonly Link[] {
  return [...flows.values()].flatMap((flow) =>
    [...flow.steps].flatMap(([id, step]): Link[] => {
      if (step.kind === 'call') return [{ from: flow.id, step: id, to: step.flow, kind: 'call' }];
      if (step.kind !== 'goto') return [];
      return [{ from: flow.id, step: id, to: step.flow, kind: step.anew ? 'anew' : 'goto' }];
    }),
  );
}
