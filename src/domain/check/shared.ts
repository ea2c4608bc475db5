import type { ChosenFacts } from './tracked-facts.ts';
import type { Passed } from './turn.ts';

/** One copy of what a hundred thousand turns have in common: that is most of what a walk holds. */
export interface Shared {
  passed(steps: readonly Passed[]): readonly Passed[];
  /** What was chosen, and one thing more. */
  with(chosen: ChosenFacts, name: string, value: string): ChosenFacts;
}

interface Trail {
  readonly steps: readonly Passed[];
  readonly onward: Map<string, Trail>;
}

export function shared(): Shared {
  const start: Trail = { steps: [], onward: new Map() };
  const more = new Map<ChosenFacts, Map<string, ChosenFacts>>();
  return {
    passed(steps) {
      let trail = start;
      for (const one of steps) {
        const name = `${one.flow}/${one.id}`;
        const next = trail.onward.get(name) ?? onwardFrom(trail, one);
        trail.onward.set(name, next);
        trail = next;
      }
      return trail.steps;
    },
    with(chosen, name, value) {
      const mine = more.get(chosen) ?? new Map<string, ChosenFacts>();
      more.set(chosen, mine);
      const key = `${name} ${value}`;
      const made = mine.get(key) ?? new Map([...chosen, [name, value]]);
      mine.set(key, made);
      return made;
    },
  };
}

function onwardFrom({ steps }: Trail, one: Passed): Trail {
  return { steps: [...steps, one], onward: new Map() };
}
