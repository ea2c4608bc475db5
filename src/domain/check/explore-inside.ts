import type { Position } from './position.ts';
import { exitKey, type Next, type Turn, type TurnFinding } from './turn.ts';
import type { Turns } from './turns.ts';
import type { Known, Valuation } from './valuation.ts';
import { RETURNED } from './variables.ts';

/**
 * All that can happen in one interruption, whatever the child did before: what is not known of the variables is left
 * open, and split only where a turn looks at it. So an interruption is walked once for all places it can come from.
 */
export interface Inside {
  readonly entry: Entry;
  readonly states: readonly InsideState[];
  /** Ways out, one for each effect, the shortest first. */
  readonly exits: readonly Exit[];
  /** Other interruptions that took this one's place, from a state in which nothing was answered yet. */
  readonly heirs: readonly { readonly from: number; readonly turn: Turn }[];
}

/** Where an interruption begins, and whether the page came back just then; of all else nothing is known. */
export interface Entry {
  readonly position: Position;
  readonly start: Known;
}

/** The entry to which a turn leads. */
export function entryOf(valuation: Valuation, position: Position, now: Known): Entry {
  const at = valuation.index(RETURNED);
  return { position, start: valuation.with(valuation.anything, at, valuation.mask(now, at)) };
}

export function entryKey({ position, start }: Entry): string {
  return `${position.id} ${start}`;
}

export interface InsideState {
  readonly position: Position;
  /** What must have been so at the entry. */
  readonly cond: Known;
  /** What is known now: `cond`, and what was set since. */
  readonly now: Known;
  readonly cost: number;
  /** The state before, -1 at the entry. */
  readonly before: number;
  readonly turn: Turn | null;
}

export interface Exit {
  readonly cond: Known;
  readonly now: Known;
  readonly next: Exclude<Next, { readonly kind: 'over' }>;
  readonly cost: number;
  readonly from: number;
  /** More than one where another interruption came between and led back. */
  readonly turns: readonly Turn[];
}

export interface InsideFinding {
  readonly state: number;
  readonly turn: Turn;
  readonly cond: Known;
  readonly finding: TurnFinding;
}

export interface InsideWalk extends Inside {
  readonly findings: readonly InsideFinding[];
  /** Media that came in between; they lead back with everything as it was. */
  readonly detours: readonly Taken[];
}

export interface Taken {
  readonly state: number;
  readonly cond: Known;
  readonly now: Known;
  readonly turn: Turn;
}

export function exploreInside(turns: Turns, entry: Entry): InsideWalk {
  const walk = new InsideExplorer(turns, entry);
  return walk.run();
}

class InsideExplorer {
  private readonly turns: Turns;
  private readonly entry: Entry;
  private readonly states: InsideState[] = [];
  private readonly seen = new Set<string>();
  private readonly exits = new Map<string, Exit>();
  private readonly heirs: { from: number; turn: Turn }[] = [];
  private readonly findings: InsideFinding[] = [];
  private readonly detours: Taken[] = [];

  constructor(turns: Turns, entry: Entry) {
    this.turns = turns;
    this.entry = entry;
  }

  run(): InsideWalk {
    const { position, start } = this.entry;
    this.add({ position, cond: start, now: start, cost: 0, before: -1, turn: null });
    for (let at = 0; at < this.states.length; at += 1) this.leave(at);
    const { entry, states, heirs, findings, detours } = this;
    return { entry, states, exits: [...this.exits.values()], heirs, findings, detours };
  }

  private leave(at: number): void {
    const state = this.states[at];
    if (state === undefined) return;
    const { valuation } = this.turns.world;
    this.turns.each(state.position, state.now, ({ turns, heirs }, known) => {
      if (state.before === -1) for (const turn of heirs) this.heirs.push({ from: at, turn });
      if (turns.length === 0) return;
      const cond = valuation.narrow(state.cond, state.now, known);
      for (const turn of turns) {
        for (const finding of turn.findings) {
          this.findings.push({ state: at, turn, cond, finding });
        }
        this.follow(state, { state: at, cond, now: valuation.apply(known, turn.wrote), turn });
      }
    });
  }

  private follow(state: InsideState, one: Taken): void {
    const { turn, cond, now, state: at } = one;
    const { next } = turn;
    if (next.kind === 'over') return;
    if (turn.nested) {
      if (turn.act.kind === 'medium') this.detours.push(one);
      return;
    }
    const cost = state.cost + 1;
    if (next.kind === 'at' && next.position.inside) {
      return this.add({ position: next.position, cond, now, cost, before: at, turn });
    }
    const exit: Exit = { cond, now, next, cost, from: at, turns: [turn] };
    if (!this.exits.has(keyOf(exit))) this.exits.set(keyOf(exit), exit);
  }

  private add(state: InsideState): void {
    const key = `${state.position.id} ${state.cond} ${state.now}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.states.push(state);
  }
}

/**
 * Adds the ways out through another interruption that took this one's place. A medium is enough to stand for all: it
 * leads back with everything as it was, and from there every other interruption can be entered.
 */
export function withDetours(
  turns: Turns,
  inside: InsideWalk,
  insideOf: (entry: Entry) => InsideWalk,
): InsideWalk {
  const { valuation } = turns.world;
  const exits = new Map(inside.exits.map((exit) => [keyOf(exit), exit]));
  for (const detour of inside.detours) {
    if (detour.turn.next.kind !== 'at') continue;
    const other = insideOf(entryOf(valuation, detour.turn.next.position, detour.now));
    const backs = other.exits.filter(({ next }) => next.kind === 'back');
    for (const back of backs.filter(({ cost }) => cost === backs[0]?.cost)) {
      if (!valuation.agree(back.cond, detour.now)) continue;
      const exit = through(valuation, inside, detour, { other, back });
      if (!exits.has(keyOf(exit))) exits.set(keyOf(exit), exit);
    }
  }
  return { ...inside, exits: [...exits.values()] };
}

function through(
  valuation: Valuation,
  inside: InsideWalk,
  { state, cond, now, turn }: Taken,
  { other, back }: { readonly other: InsideWalk; readonly back: Exit },
): Exit {
  const known = valuation.both(now, back.cond);
  return {
    cond: valuation.narrow(cond, now, known),
    now: valuation.apply(known, back.now),
    next: back.next,
    cost: (inside.states[state]?.cost ?? 0) + 1 + back.cost,
    from: state,
    turns: [turn, ...turnsTo(other, back.from), ...back.turns],
  };
}

function keyOf({ next, cond, now }: Exit): string {
  return `${exitKey(next)} ${cond} ${now}`;
}

/** The turns from the entry of an interruption to one of its states. */
export function turnsTo(inside: Inside, state: number): readonly Turn[] {
  const found = inside.states[state];
  if (found === undefined || found.turn === null) return [];
  return [...turnsTo(inside, found.before), found.turn];
}
