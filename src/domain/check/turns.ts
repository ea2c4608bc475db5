import { type Act, actsAt } from './acts.ts';
import { Alike } from './alike.ts';
import type { Position } from './position.ts';
import {
  type Assumed,
  nextOf,
  type Ran,
  runTurn,
  valuesOf,
  type World,
  withFact,
  withFirst,
} from './run-turn.ts';
import type { ChosenFacts } from './tracked-facts.ts';
import { exitKey, type Turn } from './turn.ts';
import { isOne, type Known } from './valuation.ts';

/** What an act can bring, split by what a run of the engine looked at. */
type Node = VariableNode | FactNode | TurnNode;

interface VariableNode {
  readonly kind: 'variable';
  readonly at: number;
  readonly under: Assumed;
  readonly children: (Node | undefined)[];
  effect: number | null;
}

interface FactNode {
  readonly kind: 'fact';
  readonly children: readonly Node[];
  effect: number | null;
  /** Of children that do the same, the first; and the others. */
  distinct: { readonly firsts: readonly Node[]; readonly twins: readonly Node[] } | null;
}

interface TurnNode {
  readonly kind: 'turn';
  readonly turn: Turn;
  effect: number | null;
}

/** Turns that can all happen with the same variables. */
export interface Together {
  /** One for each thing that they do; those that only end the talk, or interrupt an interruption, are left out. */
  readonly turns: readonly Turn[];
  /** Those that interrupt an interruption. */
  readonly heirs: readonly Turn[];
  /** With those that do the same as another. */
  readonly all: readonly Turn[];
  /** Of all, those that break a rule. */
  readonly wrong: readonly Turn[];
}

/** Told of turns that can happen, with what is known before them. */
export type Visit = (together: Together, known: Known) => void;

interface Place {
  readonly position: Position;
  readonly act: Act;
}

/** What can happen where this is what remains of all that is known. */
interface Part {
  readonly left: Known;
  readonly together: Together;
}

/** What can happen at a position, by what is known of the variables that anything there hangs on. */
interface Plan {
  readonly roots: readonly (readonly [Place, Node])[];
  /** The bits of those variables. */
  looked: Known;
  readonly parts: Map<Known, readonly Part[]>;
}

/**
 * Gives the turns that the acts at a position can bring, by runs of the engine.
 *
 * A run tells which variables and facts it looked at. All states that agree in those have the same turn, so that one
 * run serves them; so have all positions that it cannot tell apart. Nothing is assumed of what was not looked at.
 */
export class Turns {
  readonly world: World;
  private readonly plans = new Map<Position, Plan>();
  private readonly nothing: ChosenFacts = new Map();
  private readonly effects = new Map<string, number>();
  private readonly alike: Alike<Ran>;
  private readonly leaves = new Map<Turn, TurnNode>();
  private readonly facts = new Map<Node, FactNode[]>();
  runs = 0;

  constructor(world: World) {
    this.world = world;
    this.alike = new Alike([...world.bundle.flows.keys()]);
  }

  /** Visits all turns that can happen, with what is known before each: `known`, narrowed where values lead to different ones. */
  each(position: Position, known: Known, visit: Visit): void {
    const plan = this.plans.get(position) ?? this.planOf(position);
    this.plans.set(position, plan);
    const parts = plan.parts.get(known & plan.looked) ?? this.partsOf(plan, known);
    for (const { left, together } of parts) visit(together, known & left);
  }

  private planOf(position: Position): Plan {
    const { valuation } = this.world;
    const roots = actsAt(this.world.bundle, position).map((act) => {
      const place = { position, act };
      return [place, this.grow(place, { known: valuation.anything, facts: this.nothing })] as const;
    });
    return { roots, looked: 0, parts: new Map() };
  }

  /** The same for all that is known as long as it is the same of the variables that were looked at. */
  private partsOf(plan: Plan, known: Known): readonly Part[] {
    const gathered = new Gathered();
    let looked = plan.looked;
    for (const [place, root] of plan.roots) {
      looked |= this.descend(root, place, known, (turn, effect, narrowed, twin) =>
        gathered.add(turn, effect, narrowed | ~known, twin),
      );
    }
    if (looked !== plan.looked) plan.parts.clear();
    plan.looked = looked;
    const made = gathered.parts();
    plan.parts.set(known & looked, made);
    return made;
  }

  /** @returns The bits of the variables that it hung on. */
  private descend(node: Node, place: Place, known: Known, told: Told, twins = false): Known {
    if (node.kind === 'variable') return this.descendBy(node, place, known, told, twins);
    if (node.kind === 'turn') {
      told(node.turn, this.effectOf(node, place), known, twins);
      return 0;
    }
    let looked = 0;
    const distinct = this.distinct(node, place);
    for (const child of distinct.firsts) looked |= this.descend(child, place, known, told, twins);
    for (const child of distinct.twins) looked |= this.descend(child, place, known, told, true);
    return looked;
  }

  private descendBy(
    node: VariableNode,
    place: Place,
    known: Known,
    told: Told,
    twins: boolean,
  ): Known {
    const { valuation } = this.world;
    const mask = valuation.mask(known, node.at);
    let looked = valuation.bits(node.at);
    const bySame = new Map<number, number>();
    for (const group of groupsIn(mask)) {
      const effect = isOne(mask) ? 0 : this.effectOf(this.childOf(node, place, group), place);
      bySame.set(effect, (bySame.get(effect) ?? 0) | group);
    }
    for (const same of bySame.values()) {
      const narrowed = valuation.with(known, node.at, same);
      for (const group of groupsIn(same)) {
        const twin = twins || group !== (same & -same);
        looked |= this.descend(this.childOf(node, place, group), place, narrowed, told, twin);
      }
    }
    return looked;
  }

  private childOf(node: VariableNode, place: Place, group: number): Node {
    const grown = node.children[group];
    if (grown !== undefined) return grown;
    const known = this.world.valuation.with(node.under.known, node.at, group);
    const child = this.grow(place, { ...node.under, known });
    node.children[group] = child;
    return child;
  }

  /** Finds out what happens under what is assumed; where the engine looked at more, the node splits there. */
  private grow(place: Place, under: Assumed): Node {
    const { position, act } = place;
    const ran = this.alike.of(position, act, under, (from) => {
      this.runs += 1;
      return runTurn(this.world, from, act, under, (frame) => this.alike.placeOf(frame));
    });
    return this.split(place, under, ran, 0);
  }

  /** One run is the turn for the first value of all that it looked at. */
  private split(place: Place, under: Assumed, ran: Ran, at: number): Node {
    const split = ran.splits[at];
    if (split === undefined) return this.leaf(place, ran);
    const first = this.split(place, withFirst(this.world, under, split), ran, at + 1);
    if (split.kind === 'variable') {
      return { kind: 'variable', at: split.at, under, children: [undefined, first], effect: null };
    }
    const [, ...values] = valuesOf(this.world, split.name);
    const others = values.map((value) =>
      this.grow(place, withFact(this.world, under, split.name, value)),
    );
    return this.factNode(first, others);
  }

  private leaf({ position }: Place, ran: Ran): Node {
    if (ran.to !== null) {
      const turn = { ...ran.turn, next: nextOf(this.world, ran.to, position) };
      return { kind: 'turn', turn, effect: null };
    }
    const known = this.leaves.get(ran.turn) ?? { kind: 'turn', turn: ran.turn, effect: null };
    this.leaves.set(ran.turn, known);
    return known;
  }

  /** One for all places where the same follows. */
  private factNode(first: Node, others: readonly Node[]): Node {
    const same = this.facts.get(first) ?? [];
    this.facts.set(first, same);
    const known = same.find(({ children }) => others.every((one, at) => children[at + 1] === one));
    if (known !== undefined) return known;
    const made: FactNode = {
      kind: 'fact',
      children: [first, ...others],
      effect: null,
      distinct: null,
    };
    same.push(made);
    return made;
  }

  private distinct(node: FactNode, place: Place): NonNullable<FactNode['distinct']> {
    if (node.distinct !== null) return node.distinct;
    const groups = [...Map.groupBy(node.children, (child) => this.effectOf(child, place)).values()];
    node.distinct = {
      firsts: groups.flatMap((group) => group.slice(0, 1)),
      twins: groups.flatMap((group) => group.slice(1)),
    };
    return node.distinct;
  }

  /** Nodes with the same number do the same to every state. */
  private effectOf(node: Node, place: Place): number {
    if (node.effect !== null) return node.effect;
    const words = this.wordsOf(node, place);
    node.effect = this.effects.get(words) ?? this.effects.size;
    this.effects.set(words, node.effect);
    return node.effect;
  }

  private wordsOf(node: Node, place: Place): string {
    if (node.kind === 'turn') return turnEffect(node.turn);
    if (node.kind === 'fact') {
      return node.children.map((child) => this.effectOf(child, place)).join(' ');
    }
    const groups = this.world.valuation.variables[node.at]?.groups.length ?? 0;
    const effects = Array.from({ length: groups }, (_, at) =>
      this.effectOf(this.childOf(node, place, 2 ** at), place),
    );
    return new Set(effects).size === 1 ? `= ${effects[0]}` : `${node.at}: ${effects.join(' ')}`;
  }
}

type Told = (turn: Turn, effect: number, narrowed: Known, twin: boolean) => void;

interface Gathering {
  readonly left: Known;
  readonly together: { readonly [K in keyof Together]: Turn[] };
}

/** What can happen at a position: what two acts do alike once, with the first of them; not where a finding tells of the act. */
class Gathered {
  private readonly made: Gathering[] = [];
  private readonly done = new Map<Known, Set<number>>();

  add(turn: Turn, effect: number, left: Known, twin: boolean): void {
    const { turns, heirs, all, wrong } = this.togetherAt(left);
    all.push(turn);
    const breaks = turn.findings.length > 0;
    if (breaks) wrong.push(turn);
    if (twin) return;
    if (turn.nested) heirs.push(turn);
    const medium = turn.act.kind === 'medium';
    const quiet = turn.next.kind === 'over' || (turn.nested && !medium);
    if (breaks || (!quiet && this.isFresh(left, medium ? -1 - effect : effect))) turns.push(turn);
  }

  parts(): readonly Part[] {
    return this.made;
  }

  private togetherAt(left: Known): Gathering['together'] {
    const last = this.made.at(-1);
    if (last?.left === left) return last.together;
    const together = { turns: [], heirs: [], all: [], wrong: [] };
    this.made.push({ left, together });
    return together;
  }

  private isFresh(left: Known, effect: number): boolean {
    const done = this.done.get(left) ?? new Set();
    this.done.set(left, done);
    return !done.has(effect) && done.add(effect).size > 0;
  }
}

function groupsIn(mask: number): readonly number[] {
  const groups: number[] = [];
  for (let bit = 1; bit <= mask; bit *= 2) if ((mask & bit) !== 0) groups.push(bit);
  return groups;
}

function turnEffect({ next, wrote, calls, nested, findings }: Turn): string {
  const to = next.kind === 'over' ? 'over' : exitKey(next);
  const found = findings.map(({ rule, flow, step }) => `; ${rule} ${flow} ${step}`);
  return `${to} ${wrote} ${calls} ${nested}${found.join('')}`;
}
