import type { Bundle, Flow, FlowId, Step, StepId } from '../flow/bundle.ts';
import { nextSteps, reach } from '../flow/graph.ts';
import { flowFile } from '../flow/problem.ts';
import type { Walked } from './explore.ts';
import { entryKey, type InsideWalk, turnsTo } from './explore-inside.ts';
import { replay } from './replay.ts';
import type { Finding, Tally } from './rule.ts';
import type { Turn, TurnFinding } from './turn.ts';
import type { Turns } from './turns.ts';
import type { Known } from './valuation.ts';

/** So many talks are tried for one that is told whole. */
const TRIES = 40;

interface Shown {
  readonly finding: TurnFinding;
  readonly cost: number;
  talk(): readonly Turn[];
}

/** One finding for each rule and step, with the shortest talk that shows it. */
export function turnFindings(bundle: Bundle, walked: Walked, turns: Turns): readonly Finding[] {
  const all = [...outside(walked), ...within(walked, turns)];
  const same = ({ finding: { rule, flow, step, what } }: Shown) =>
    `${rule} ${flow} ${step} ${what}`;
  return [...Map.groupBy(all, same).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [told(bundle, first.finding, group)];
  });
}

function told(bundle: Bundle, finding: TurnFinding, group: readonly Shown[]): Finding {
  const nearest = group.toSorted((a, b) => a.cost - b.cost).slice(0, TRIES);
  let lines: readonly string[] = [
    '(no short talk was found; where a branch looks at what was said long before, look there)',
  ];
  for (const one of nearest) {
    const talk = replay(bundle, one.talk());
    if (!talk.faithful) continue;
    lines = talk.lines;
    break;
  }
  return {
    rule: finding.rule,
    file: flowFile(finding.flow),
    path: ['steps', finding.step],
    what: `step ${finding.step}: ${finding.what}`,
    mend: finding.mend,
    talk: lines,
  };
}

function outside(walked: Walked): readonly Shown[] {
  return walked.findings.map(({ state, turn, finding }) => ({
    finding,
    cost: walked.states[state]?.cost ?? 0,
    talk: () => [...pathTo(walked, state), turn],
  }));
}

function within(walked: Walked, turns: Turns): readonly Shown[] {
  return [...walked.insides.values()].flatMap((inside) =>
    inside.findings.flatMap(({ state, turn, cond, finding }): Shown[] => {
      const caller = callerOf(walked, turns, inside, cond);
      if (caller === undefined) return [];
      const before = (walked.states[caller.outer]?.cost ?? 0) + caller.calls.length;
      return [
        {
          finding,
          cost: before + (inside.states[state]?.cost ?? 0),
          talk: () => [
            ...pathTo(walked, caller.outer),
            ...caller.calls,
            ...turnsTo(inside, state),
            turn,
          ],
        },
      ];
    }),
  );
}

function callerOf(walked: Walked, turns: Turns, inside: InsideWalk, cond: Known) {
  const callers = walked.callers.get(entryKey(inside.entry)) ?? new Map();
  const { valuation } = turns.world;
  for (const [now, caller] of callers) if (valuation.agree(cond, now)) return caller;
  return undefined;
}

/** The turns from the very beginning to a state. */
export function pathTo(walked: Walked, at: number): readonly Turn[] {
  const state = walked.states[at];
  if (state === undefined || state.way === null) return [];
  const before = pathTo(walked, state.before);
  const { way } = state;
  if (way.kind === 'turn') {
    return walked.states[state.before]?.position.resuming === true ? before : [...before, way.turn];
  }
  const inside = walked.insides.get(entryKey(way.entry));
  const within = inside === undefined ? [] : turnsTo(inside, way.exit.from);
  return [...before, ...way.calls, ...within, ...way.exit.turns];
}

/** Steps and choices that no talk comes to. */
export function unreached(
  bundle: Bundle,
  walked: Walked,
  turns: Turns,
  tally: Tally,
): readonly Finding[] {
  const wanted = [...bundle.flows.values()].flatMap((flow) =>
    lookedFor(bundle, flow).map(([id, step]) => ({ flow: flow.id, id, step })),
  );
  const missing = missingOf(wanted, walked, turns);
  return wanted.flatMap(({ flow, id, step }): readonly Finding[] => {
    tally.count('every-step-is-reached');
    const at = { file: flowFile(flow), path: ['steps', id], talk: [] };
    if (missing.has(`${flow}/${id}`)) {
      const mend = 'Lead to it by a value that is ever set, or remove it.';
      const what = `step ${id}: no talk comes here`;
      return [{ ...at, rule: 'every-step-is-reached', what, mend }];
    }
    if (step.kind !== 'ask') return [];
    tally.count('every-choice-is-reached', step.choices.length);
    const lost = step.choices.filter(({ is }) => missing.has(`${flow}/${id}/${is}`));
    return lost.map(({ is }) => ({
      ...at,
      rule: 'every-choice-is-reached',
      what: `step ${id}: the choice ${is} cannot be taken`,
      mend: 'Remove it, or lead a talk to this question.',
    }));
  });
}

interface Wanted {
  readonly flow: FlowId;
  readonly id: StepId;
  readonly step: Step;
}

/** Of what is looked for, the steps and choices that no turn comes to which some talk really takes. */
function missingOf(wanted: readonly Wanted[], walked: Walked, turns: Turns): ReadonlySet<string> {
  const missing = new Missing(wanted);
  for (const turn of walked.turns) missing.cross(turn);
  for (const inside of walked.insides.values()) {
    if (missing.names.size === 0) break;
    crossInside(missing, walked, turns, inside);
  }
  return missing.names;
}

class Missing {
  readonly names: Set<string>;
  /** Turns that come to nothing which is still missing. */
  private readonly spent = new Set<readonly Turn[]>();

  constructor(wanted: readonly Wanted[]) {
    const all = wanted.flatMap(({ flow, id, step }) => {
      const choices = step.kind === 'ask' ? step.choices.map(({ is }) => `/${is}`) : [];
      return ['', ...choices].map((choice) => `${flow}/${id}${choice}`);
    });
    this.names = new Set(all);
  }

  /** Those of the turns that come to something which is missing. */
  crossedBy(turns: readonly Turn[]): readonly Turn[] {
    if (this.spent.has(turns)) return [];
    const some = turns.filter((turn) => comesTo(turn).some((one) => this.names.has(one)));
    if (some.length === 0) this.spent.add(turns);
    return some;
  }

  cross(turn: Turn): void {
    for (const one of comesTo(turn)) this.names.delete(one);
  }
}

/** Crosses what an interruption comes to, where it was entered with what must have been so. */
function crossInside(missing: Missing, walked: Walked, turns: Turns, inside: InsideWalk): void {
  const { valuation } = turns.world;
  const entered = new Map<Known, boolean>();
  const isEntered = (cond: Known): boolean => {
    const known = entered.get(cond) ?? callerOf(walked, turns, inside, cond) !== undefined;
    entered.set(cond, known);
    return known;
  };
  for (const { position, cond, now } of inside.states) {
    turns.each(position, now, ({ all }, known) => {
      const some = missing.crossedBy(all);
      if (some.length === 0 || !isEntered(valuation.narrow(cond, now, known))) return;
      for (const turn of some) missing.cross(turn);
    });
  }
}

function comesTo({ passed, took }: Turn): readonly string[] {
  const steps = passed.map(({ flow, id }) => `${flow}/${id}`);
  return took === null ? steps : [...steps, took];
}

/** The steps of a flow, but for those that are written for flows which are not active. */
function lookedFor(bundle: Bundle, flow: Flow): readonly (readonly [StepId, Step])[] {
  const wanted = wantedSteps(bundle, flow);
  const written = reach([flow.start], (id) => nextSteps(flow.steps.get(id) ?? { kind: 'return' }));
  return [...flow.steps].filter(([id]) => wanted.has(id) || !written.has(id));
}

/** What is there for flows that are not active is not looked for. */
function wantedSteps(bundle: Bundle, flow: Flow): ReadonlySet<StepId> {
  return reach([flow.start], (id) => {
    const step = flow.steps.get(id);
    if (step === undefined) return [];
    if (step.kind !== 'branch' || !step.on.startsWith('active:')) return nextSteps(step);
    const is = bundle.flows.has(step.on.slice('active:'.length)) ? 'yes' : 'no';
    return [step.is[is] ?? step.otherwise];
  });
}
