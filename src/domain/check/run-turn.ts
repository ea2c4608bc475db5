import type { Escalation } from '../conversation/escalation.ts';
import type { OutMessage } from '../conversation/message.ts';
import type { Callback, ConversationState, Frame } from '../conversation/state.ts';
import { openAsk } from '../flow/answer.ts';
import type { Bundle, TextKey } from '../flow/bundle.ts';
import { type Stepped, step } from '../flow/step.ts';
import { type Act, inputOf, interrupts, readyFor, rowsAt, STAND_INS } from './acts.ts';
import type { Position, Positions } from './position.ts';
import type { Shared } from './shared.ts';
import { type ChosenFacts, trackedFacts, valuesOfFact } from './tracked-facts.ts';
import {
  type From,
  type Next,
  OVER,
  type Passed,
  type Turn,
  type TurnFinding,
  type TurnView,
} from './turn.ts';
import { isOne, type Known, type Valuation } from './valuation.ts';
import { LIMITS, RETURNED } from './variables.ts';

/** What is asked of every turn. */
export interface TurnRules {
  /** The variables that the verdict depends on, beside those that the turn looked at; told by what the turn did alone. */
  needs(view: TurnView): readonly string[];
  check(view: TurnView): readonly TurnFinding[];
  /** Whether the child was shown the limits of privacy, or passed them over, in this turn. */
  tellsLimits(view: TurnView): boolean;
}

export interface World {
  /** With keys for texts (`keyBundle`). */
  readonly bundle: Bundle;
  readonly valuation: Valuation;
  readonly positions: Positions;
  readonly rules: TurnRules;
  /** Variables that are left open, with the values that are tried. */
  readonly open: ReadonlyMap<string, readonly string[]>;
  readonly shared: Shared;
}

/** What a run of the engine is given, beside the position and the act. */
export interface Assumed {
  readonly known: Known;
  readonly facts: ChosenFacts;
}

/** Something that a run looked at although nothing was assumed of it: another value may lead elsewhere. */
export type Split =
  | { readonly kind: 'variable'; readonly at: number }
  | { readonly kind: 'fact'; readonly name: string };

/**
 * One run of the engine: the turn, as it is when all has its first value that it and the rules looked at, beside what was
 * assumed.
 */
export type Ran = { readonly splits: readonly Split[] } & (
  | { readonly to: null; readonly turn: Turn }
  | { readonly to: Onward; readonly turn: Omit<Turn, 'next'> }
);

/** Where a run leads that left frames as they were: from each place that it can begin at to another one. */
export interface Onward {
  readonly after: ConversationState;
  /** Those that were left as they were are told by their place. */
  readonly frames: readonly (Frame | number)[];
}

/** Tells a frame that stood open before by its place; undefined for a new one. */
export type PlaceOf = (frame: Frame) => number | undefined;

export function runTurn(world: World, from: From, act: Act, under: Assumed, placeOf: PlaceOf): Ran {
  const { bundle, valuation, rules } = world;
  const variables = new Set<number>();
  const wrote = new Set<string>();
  const facts = new Set<string>();
  const passed: Passed[] = [];
  const note = (name: string): void => {
    const at = valuation.index(name);
    if (at >= 0) variables.add(at);
    else if (world.open.has(name)) facts.add(name);
    if (name === 'urgent') note('harm-self');
  };
  const stepped = stepFrom(world, from, act, under, {
    read: note,
    wrote: (name) => wrote.add(name),
    fact: (name) => facts.add(name),
    passed: (flow, id) => {
      const found = bundle.flows.get(flow)?.steps.get(id);
      if (found !== undefined) passed.push({ flow, id, step: found });
    },
  });
  let assumed = under;
  const view = viewOf(world, from, act, () => assumed, stepped, world.shared.passed(passed));
  for (const name of rules.needs(view)) note(name);
  const splits = [
    ...[...variables].map((at) => ({ kind: 'variable', at }) as const),
    ...[...facts].map((name) => ({ kind: 'fact', name }) as const),
  ].filter((split) => isOpen(world, under, split));
  for (const split of splits) assumed = withFirst(world, assumed, split);
  const to = leadsOf(world.positions, view, placeOf);
  const turn = turnOf(world, assumed, view, wrote);
  return 'kind' in to ? { splits, turn: { ...turn, next: to }, to: null } : { splits, turn, to };
}

function isOpen({ valuation }: World, { known, facts }: Assumed, split: Split): boolean {
  if (split.kind === 'fact') return !facts.has(split.name);
  return !isOne(valuation.mask(known, split.at));
}

/** What is assumed, and that a variable or a fact has its first value. */
export function withFirst(world: World, under: Assumed, split: Split): Assumed {
  if (split.kind === 'fact')
    return withFact(world, under, split.name, valuesOf(world, split.name)[0]);
  return { ...under, known: world.valuation.with(under.known, split.at, 1) };
}

export function withFact(
  { shared }: World,
  under: Assumed,
  name: string,
  value: string | undefined,
): Assumed {
  return { ...under, facts: shared.with(under.facts, name, value ?? '') };
}

/** All that a fact, or a variable that is left open, can be. */
export function valuesOf({ open }: World, name: string): readonly string[] {
  return open.get(name) ?? valuesOfFact(name);
}

interface Notes {
  read(name: string): void;
  wrote(name: string): void;
  fact(name: string): void;
  passed(flow: string, step: string): void;
}

function stepFrom(
  world: World,
  from: From,
  act: Act,
  { known, facts }: Assumed,
  notes: Notes,
): Stepped {
  const { bundle } = world;
  const state = filled(world, from.state, { known, facts });
  const scene = { chosen: facts, late: 'late' in act, now: 1 };
  const tracked = trackedFacts(scene, notes.fact);
  const input = inputOf(bundle, state, act, STAND_INS);
  const claim = (before: ConversationState): ConversationState => {
    const by = { id: 'c', alias: 'Sok' };
    const owned = { ...before, owner: { kind: 'counsellor', id: 'c' } } as const;
    return step(bundle, owned, { kind: 'claimed', by }, tracked, notes).state;
  };
  return step(bundle, readyFor(state, act, claim), input, tracked, notes);
}

/** Puts the variables into the state of a position. */
function filled(
  world: World,
  state: ConversationState,
  { known, facts }: Assumed,
): ConversationState {
  const { bundle, valuation } = world;
  const value = (name: string): string => {
    const at = valuation.index(name);
    if (at >= 0) return valuation.value(known, at);
    return facts.get(name) ?? world.open.get(name)?.[0] ?? '';
  };
  // A yes stands for any answer about danger, where no branch tells them apart; not for one that makes it urgent.
  const answer = (name: string): string =>
    name === 'danger' && value('urgent') === 'no' && value(name) === 'yes' ? 'no' : value(name);
  const named = Object.keys(bundle.globals).map((name) => [name, answer(name)] as const);
  const globals = Object.fromEntries(named.filter(([, one]) => one !== ''));
  return {
    ...state,
    marks: {
      ...state.marks,
      ...(value(RETURNED) === '' ? {} : { returned: 0 }),
      ...(value('urgent') === 'yes' ? { distress: 0 } : {}),
      ...(value('burst') === 'yes' ? { told: 0, medium: 0 } : {}),
    },
    callback: callbackAt(value('callback')),
    escalation: value('held') === 'yes' ? HELD : undefined,
    talk: { ...state.talk, globals, unknown: Number(value('unknown')) },
  };
}

const PEOPLE = { by: { id: 'c', alias: 'Sok' }, with: { id: 's', alias: 'Maly' } };
const HELD: Escalation = {
  by: PEOPLE.by,
  at: 0,
  supervisor: PEOPLE.with,
  written: [],
  hold: { ...PEOPLE, why: 'rescue-under-way', since: 0, until: 2 },
};

function callbackAt(stage: string): Callback | null {
  if (stage !== 'left' && stage !== 'due') return null;
  return { window: 'morning', from: 0, until: 2, stage, told: 0 };
}

function viewOf(
  { bundle, valuation }: World,
  from: From,
  act: Act,
  assumed: () => Assumed,
  { state, effects }: Stepped,
  passed: readonly Passed[],
): TurnView {
  const row = act.kind === 'choice' ? rowsAt(bundle, from.state)[act.row] : undefined;
  const messages = effects.flatMap((effect) =>
    effect.kind === 'send' && effect.message.from === 'bot' ? [effect.message] : [],
  );
  return {
    bundle,
    act,
    from,
    after: state,
    effects,
    messages,
    passed,
    said: messages.flatMap(keysOf),
    before: (name) => valuation.value(assumed().known, valuation.index(name)),
    chosen: (name) => assumed().facts.get(name) ?? '',
    asked: act.kind === 'choice' ? openAsk(bundle, from.state) : undefined,
    choice: row?.kind === 'choice' ? row.choice : undefined,
  };
}

function keysOf({ parts }: OutMessage): readonly TextKey[] {
  return parts
    .flatMap((part) => (part.kind === 'text' ? [part.text] : [part.lead, part.none]))
    .filter((key) => key !== '');
}

/** The turn that a run is, once everything that it looked at is assumed. */
function turnOf(
  world: World,
  under: Assumed,
  view: TurnView,
  wrote: ReadonlySet<string>,
): Omit<Turn, 'next'> {
  const { act, from, passed, after } = view;
  const inside = !isOver(after) && after.talk.interrupted !== null;
  return {
    act,
    chosen: under.facts,
    wrote: writesOf(world, view, wrote),
    calls: inside && !from.inside,
    nested: inside && from.inside && interrupts(act) && startsFlow(world.bundle, passed),
    passed,
    took: tookOf(view),
    findings: world.rules.check(view),
  };
}

/** After a counsellor's goodbye one question may stand open (F25). */
function isOver({ ended, timers, talk }: ConversationState): boolean {
  return ended !== null && (timers.feedback === undefined || talk.asked === null);
}

function leadsOf(positions: Positions, { from, after }: TurnView, placeOf: PlaceOf): Next | Onward {
  if (isOver(after)) return OVER;
  const { frames, interrupted } = after.talk;
  if (from.inside && interrupted === null && frames === positions.elsewhere) {
    return positions.back(after);
  }
  const left = frames.map((frame) => placeOf(frame) ?? frame);
  const isNew = left.every((one) => typeof one !== 'number');
  return isNew ? positions.to(after, frames) : { after, frames: left };
}

/** Where a run leads from one of the places that it can begin at. */
export function nextOf({ positions }: World, to: Onward, { state }: Position): Next {
  const frames = to.frames.flatMap((frame) =>
    typeof frame === 'number' ? (state.talk.frames[frame] ?? []) : [frame],
  );
  return positions.to(to.after, frames);
}

function startsFlow(bundle: Bundle, [first]: readonly Passed[]): boolean {
  return first !== undefined && bundle.flows.get(first.flow)?.start === first.id;
}

function writesOf(world: World, view: TurnView, wrote: ReadonlySet<string>): Known {
  const { valuation, rules } = world;
  const { talk, marks } = view.after;
  const values: Readonly<Record<string, string>> = {
    ...talk.globals,
    [RETURNED]: marks.returned === undefined ? '' : 'yes',
  };
  let known = valuation.anything;
  const write = (name: string, value: string): void => {
    const at = valuation.index(name);
    if (at >= 0) known = valuation.with(known, at, valuation.maskOf(at, value));
  };
  for (const name of wrote) write(name, values[name] ?? '');
  if (rules.tellsLimits(view)) write(LIMITS, 'yes');
  return known;
}

function tookOf({ from, choice }: TurnView): string | null {
  const frame = from.state.talk.frames.at(-1);
  if (frame === undefined || choice === undefined) return null;
  return `${frame.flow}/${frame.step}/${choice.is}`;
}
