import type { Flow, Step, StepId } from '../flow/bundle.ts';
import { nextSteps } from '../flow/graph.ts';
import { branchesOf, groupsOf, signature, UNSET } from './variables.ts';

/** What is left of a flow's variable at a step: a value that stands for its like, or nothing. */
export type Settle = (step: StepId, name: string, value: string) => string;

/**
 * A flow's own variable matters while a branch may still look at it; then values that no branch tells apart are one.
 * After that it matters to the brief alone, which no turn looks at.
 */
export function settleLocals(flow: Flow): Settle {
  const branches = branchesOf({ flows: new Map([[flow.id, flow]]) });
  const live = liveVariables(flow);
  const groups = new Map(
    Object.entries(flow.variables).map(([name, values]) => [
      name,
      groupsOf([UNSET, ...values], (value) => signature(branches, name, value)),
    ]),
  );
  return (step, name, value) => {
    if (live.get(step)?.has(name) !== true) return UNSET;
    return groups.get(name)?.find((group) => group.includes(value))?.[0] ?? value;
  };
}

/** The variables that a branch may look at from each step on, before they are set anew. */
function liveVariables(flow: Flow): ReadonlyMap<StepId, ReadonlySet<string>> {
  const live = new Map([...flow.steps.keys()].map((id) => [id, new Set<string>()]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [id, step] of flow.steps) {
      const mine = live.get(id);
      if (mine === undefined) continue;
      const before = mine.size;
      for (const name of neededBy(step, live)) mine.add(name);
      if (mine.size > before) changed = true;
    }
  }
  return live;
}

function neededBy(step: Step, live: ReadonlyMap<StepId, ReadonlySet<string>>): readonly string[] {
  const later = nextSteps(step).flatMap((next) => [...(live.get(next) ?? [])]);
  const set = setBy(step);
  const left = later.filter((name) => !set.includes(name));
  return step.kind === 'branch' ? [...left, step.on] : left;
}

function setBy(step: Step): readonly string[] {
  if (step.kind === 'set') return Object.keys(step.set);
  return step.kind === 'ask' && step.save !== null ? [step.save] : [];
}
