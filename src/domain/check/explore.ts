import type { ConversationState } from '../conversation/state.ts';
import { newConversation } from '../flow/step.ts';
import {
  type Entry,
  type Exit,
  entryKey,
  entryOf,
  exploreInside,
  type InsideWalk,
  withDetours,
} from './explore-inside.ts';
import type { Position } from './position.ts';
import { exitKey, type Turn, type TurnFinding } from './turn.ts';
import type { Together, Turns } from './turns.ts';
import type { Known } from './valuation.ts';
import { RETURNED } from './variables.ts';

/** A state outside of interruptions: a position with all variables known. */
export interface OuterState {
  readonly position: Position;
  readonly now: Known;
  readonly cost: number;
  readonly before: number;
  readonly way: Way | null;
}

/** How a state was reached: by one turn, or by an interruption that led out again. */
export type Way =
  | { readonly kind: 'turn'; readonly turn: Turn }
  | {
      readonly kind: 'inside';
      readonly calls: readonly Turn[];
      readonly exit: Exit;
      readonly entry: Entry;
    };

/** A way out as it is for one state: with all variables as they are then. */
interface Image {
  readonly exit: Exit;
  readonly after: Known;
}

/** The same, with the interruption that it leads out of: the one that was entered, or one that took its place. */
interface Outcome extends Image {
  readonly entry: Entry;
  readonly heirs: readonly Turn[];
}

export interface Caller {
  readonly outer: number;
  /** The turn that interrupted, and the one that took its place where there was another. */
  readonly calls: readonly Turn[];
}

export interface OuterFinding {
  readonly state: number;
  readonly turn: Turn;
  readonly finding: TurnFinding;
}

export interface Walked {
  readonly states: readonly OuterState[];
  readonly insides: ReadonlyMap<string, InsideWalk>;
  /** From where an interruption was entered, with all variables as they were; the first for each such. */
  readonly callers: ReadonlyMap<string, ReadonlyMap<Known, Caller>>;
  readonly findings: readonly OuterFinding[];
  readonly turns: ReadonlySet<Turn>;
}

/**
 * Walks all states that a conversation can have, the nearest first.
 *
 * Outside of interruptions each is visited with all variables. An interruption is walked once, with the variables left
 * open, and its ways out are put to every place that it was entered from: it behaves the same wherever it came
 * from. One that takes another's place leads back to the same place, as if the other had led back before.
 */
export function explore(turns: Turns): Walked {
  return new Explorer(turns).run();
}

class Explorer {
  private readonly turns: Turns;
  private readonly states: OuterState[] = [];
  private readonly seen = new Map<Position, Set<Known>>();
  private readonly buckets: number[][] = [];
  private readonly direct = new Map<string, InsideWalk>();
  private readonly insides = new Map<string, InsideWalk>();
  private readonly callers = new Map<string, Map<Known, Caller>>();
  private readonly images = new Map<InsideWalk, Map<Known, readonly Image[]>>();
  private readonly outcomes = new Map<Position, Map<Known, readonly Outcome[]>>();
  private readonly backs = new Map<Position, Map<string, Position>>();
  private readonly findings: OuterFinding[] = [];
  private readonly taken = new Set<Turn>();
  private readonly noted = new Set<Together['all']>();

  constructor(turns: Turns) {
    this.turns = turns;
  }

  run(): Walked {
    this.begin();
    for (let cost = 0; cost < this.buckets.length; cost += 1) {
      const bucket = this.buckets[cost] ?? [];
      for (let at = 0; at < bucket.length; at += 1) this.leave(bucket[at] ?? 0);
    }
    const { states, insides, callers, findings, taken } = this;
    return { states, insides, callers, findings, turns: taken };
  }

  private begin(): void {
    const { bundle, valuation, positions } = this.turns.world;
    const fresh = newConversation(bundle, 'web', 'walked', 0);
    const position = positions.of(fresh);
    this.arrive({ position, now: valuation.first, cost: 0, before: -1, way: null });
  }

  private arrive(state: OuterState): void {
    const seen = this.seen.get(state.position) ?? new Set();
    this.seen.set(state.position, seen);
    if (seen.has(state.now)) return;
    seen.add(state.now);
    const bucket = this.buckets[state.cost] ?? [];
    this.buckets[state.cost] = bucket;
    bucket.push(this.states.length);
    this.states.push(state);
    for (let cost = 0; cost < state.cost; cost += 1) this.buckets[cost] ??= [];
  }

  private leave(at: number): void {
    const state = this.states[at];
    if (state === undefined) return;
    this.turns.each(state.position, state.now, ({ turns, all, wrong }) => {
      this.note(all);
      for (const turn of wrong) {
        for (const finding of turn.findings) this.findings.push({ state: at, turn, finding });
      }
      for (const turn of turns) this.follow(at, state, turn);
    });
  }

  private note(all: Together['all']): void {
    if (this.noted.has(all)) return;
    this.noted.add(all);
    for (const turn of all) this.taken.add(turn);
  }

  private follow(at: number, { position, now: before, cost }: OuterState, turn: Turn): void {
    if (turn.next.kind !== 'at') return;
    const now = this.turns.world.valuation.apply(before, turn.wrote);
    if (turn.calls) return this.call(at, turn, turn.next.position, now);
    const way = { kind: 'turn', turn } as const;
    const more = position.resuming ? 0 : 1;
    this.arrive({ position: turn.next.position, now, cost: cost + more, before: at, way });
  }

  /** What does not lead back was come to with the first caller already, so that later ones are spared it. */
  private call(at: number, turn: Turn, to: Position, now: Known): void {
    const known = this.outcomes.get(to) ?? new Map<Known, readonly Outcome[]>();
    this.outcomes.set(to, known);
    const outcomes = known.get(now) ?? this.enter(at, turn, to, now);
    for (const outcome of outcomes) this.comeOut(at, turn, outcome);
    if (known.has(now)) return;
    known.set(
      now,
      outcomes.filter(({ exit }) => exit.next.kind === 'back'),
    );
  }

  /** Notes who entered an interruption with these variables first, and gives each different outcome once. */
  private enter(at: number, turn: Turn, to: Position, now: Known): readonly Outcome[] {
    const found = new Map<string, Outcome>();
    const { entry, inside } = this.enterOne({ outer: at, calls: [turn] }, to, now);
    this.collect(found, { entry, heirs: [] }, inside, now);
    // Only a page that came back keeps its mark through other interruptions; else they equal one after the other.
    for (const { turn: heir } of this.cameBack(now) ? inside.heirs : []) {
      if (heir.next.kind !== 'at') continue;
      const after = this.turns.world.valuation.apply(now, heir.wrote);
      const other = this.enterOne({ outer: at, calls: [turn, heir] }, heir.next.position, after);
      this.collect(found, { entry: other.entry, heirs: [heir] }, other.inside, after);
    }
    return [...found.values()];
  }

  private enterOne(caller: Caller, to: Position, now: Known) {
    const entry = entryOf(this.turns.world.valuation, to, now);
    const key = entryKey(entry);
    const callers = this.callers.get(key) ?? new Map<Known, Caller>();
    this.callers.set(key, callers);
    if (!callers.has(now)) callers.set(now, caller);
    return { entry, inside: this.insideOf(entry) };
  }

  private collect(
    found: Map<string, Outcome>,
    where: Pick<Outcome, 'entry' | 'heirs'>,
    inside: InsideWalk,
    now: Known,
  ): void {
    for (const { exit, after } of this.imageOf(inside, now)) {
      const key = `${exitKey(exit.next)} ${after}`;
      if (!found.has(key)) found.set(key, { ...where, exit, after });
    }
  }

  private cameBack(now: Known): boolean {
    const { valuation } = this.turns.world;
    return valuation.value(now, valuation.index(RETURNED)) !== '';
  }

  private comeOut(at: number, turn: Turn, { entry, heirs, exit, after }: Outcome): void {
    const state = this.states[at];
    if (state === undefined) return;
    const position =
      exit.next.kind === 'at' ? exit.next.position : this.backAt(state.position, exit.next.state);
    if (this.seen.get(position)?.has(after) === true) return;
    const calls = [turn, ...heirs];
    const cost = state.cost + calls.length + exit.cost;
    const way = { kind: 'inside', calls, exit, entry } as const;
    this.arrive({ position, now: after, cost, before: at, way });
  }

  /** The place that was left, in the conversation as it is now, about to ask again. */
  private backAt(left: Position, now: ConversationState): Position {
    const known = this.backs.get(left) ?? new Map<string, Position>();
    this.backs.set(left, known);
    const found = known.get(now.owner.kind);
    if (found !== undefined) return found;
    const { frames } = left.state.talk;
    // Nothing stood open when the very first words were an interruption.
    const from = frames.length > 0 ? frames : [this.firstFrame()];
    const state = { ...now, talk: { ...now.talk, frames: from, interrupted: null, asked: null } };
    const made = this.turns.world.positions.of(state, true);
    known.set(now.owner.kind, made);
    return made;
  }

  private firstFrame() {
    const { bundle } = this.turns.world;
    return { flow: bundle.start, step: bundle.flows.get(bundle.start)?.start ?? '', vars: {} };
  }

  private imageOf(inside: InsideWalk, now: Known): readonly Image[] {
    const known = this.images.get(inside) ?? new Map<Known, readonly Image[]>();
    this.images.set(inside, known);
    const found = known.get(now);
    if (found !== undefined) return found;
    const { valuation } = this.turns.world;
    const ways = new Map<string, Image>();
    for (const exit of inside.exits) {
      if (!valuation.agree(exit.cond, now)) continue;
      const after = valuation.apply(now, exit.now);
      const key = `${exitKey(exit.next)} ${after}`;
      if (!ways.has(key)) ways.set(key, { exit, after });
    }
    const made = [...ways.values()];
    known.set(now, made);
    return made;
  }

  private insideOf(entry: Entry): InsideWalk {
    const key = entryKey(entry);
    const known = this.insides.get(key);
    if (known !== undefined) return known;
    const made = withDetours(this.turns, this.directOf(entry), (one) => this.directOf(one));
    this.insides.set(key, made);
    return made;
  }

  private directOf(entry: Entry): InsideWalk {
    const key = entryKey(entry);
    const known = this.direct.get(key);
    if (known !== undefined) return known;
    const made = exploreInside(this.turns, entry);
    this.direct.set(key, made);
    return made;
  }
}
