import type { ConversationState, Frame } from '../conversation/state.ts';
import type { Bundle, StepId, Vars } from '../flow/bundle.ts';
import { joinStep } from '../flow/join-queue.ts';
import { type Settle, settleLocals } from './local-variables.ts';
import type { Next } from './turn.ts';

/**
 * Where a conversation stands, without the variables of all flows: all that decides what the next input does, and
 * nothing that never does (nonces, clocks, counts of questions, the place in the queue, the brief).
 */
export interface Position {
  readonly id: number;
  readonly key: string;
  /** A state that stands here; its variables of all flows are put in before it is stepped. */
  readonly state: ConversationState;
  /** In an interruption: where it leads back to is left open. */
  readonly inside: boolean;
  /** About to ask again what stood open before an interruption; no input is waited for. */
  readonly resuming: boolean;
}

export interface Positions {
  readonly all: readonly Position[];
  /** The position of a state, `resuming` for one that is back from an interruption and has not asked yet. */
  of(state: ConversationState, resuming?: boolean): Position;
  /** That a turn leads to where a state stands, with these frames in place of its own. */
  to(state: ConversationState, frames: readonly Frame[]): Next;
  /** That a turn leads back out of an interruption; what the conversation became differs in its owner alone. */
  back(after: ConversationState): Next;
  /** The place that all interruptions lead back to while they are walked; told by its identity. */
  readonly elsewhere: readonly Frame[];
}

export function positionsOf(bundle: Bundle): Positions {
  const all: Position[] = [];
  const known = new Map<string, Position>();
  const tos = new Map<Position, Next>();
  const backs = new Map<string, Next>();
  const settled = new WeakMap<Frame, Settled>();
  const settles = new Map([...bundle.flows.values()].map((flow) => [flow.id, settleLocals(flow)]));
  const settle = (frame: Frame): Settled => {
    const found = settled.get(frame);
    if (found !== undefined) return found;
    const { flow, step, vars } = frame;
    const keep = settles.get(flow) ?? ((_step, _name, value) => value);
    const made = { flow, step, vars: settledVars(step, vars, keep) };
    const both = { frame: made, key: JSON.stringify([flow, step, made.vars]) };
    settled.set(frame, both);
    return both;
  };
  const elsewhere = elsewhereOf(bundle);
  const join = joinStep(bundle);
  const waiting = join === null ? elsewhere : [join.frame];
  const at = (state: ConversationState, open: readonly Frame[], resuming: boolean): Position => {
    const frames = framesOf(state, open, { elsewhere, waiting }).map(settle);
    const key = `${resuming ? '~' : ''}${keyOf(state, frames)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const plain = canonical(state, frames, elsewhere);
    const inside = plain.talk.interrupted !== null;
    const made = { id: all.length, key, state: plain, inside, resuming };
    all.push(made);
    known.set(key, made);
    return made;
  };
  return {
    all,
    elsewhere,
    of: (state, resuming = false) => at(state, state.talk.frames, resuming),
    to(state, frames) {
      const position = at(state, frames, false);
      const next = tos.get(position) ?? { kind: 'at', position };
      tos.set(position, next);
      return next;
    },
    back(after) {
      const next = backs.get(after.owner.kind) ?? { kind: 'back', state: after };
      backs.set(after.owner.kind, next);
      return next;
    },
  };
}

/** Any question will do: the first of the flow that a lost conversation goes on with. */
function elsewhereOf(bundle: Bundle): readonly Frame[] {
  const home = bundle.flows.get(bundle.home);
  const asks = [...(home?.steps ?? [])].filter(([, { kind }]) => kind === 'ask');
  return [{ flow: bundle.home, step: asks[0]?.[0] ?? home?.start ?? '', vars: {} }];
}

function settledVars(step: StepId, vars: Vars, settle: Settle): Vars {
  const entries = Object.entries(vars).map(
    ([name, value]) => [name, settle(step, name, value)] as const,
  );
  return Object.fromEntries(
    entries.filter(([, value]) => value !== '').toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * Everything that later turns do not depend on gets one value. A band only ever rises, so the least urgent stands for
 * all; that it rises as it must is a rule of its own.
 */
function canonical(
  state: ConversationState,
  frames: readonly Settled[],
  elsewhere: readonly Frame[],
): ConversationState {
  const { talk, owner } = state;
  const counsellor = owner.kind === 'counsellor' ? { id: 'c', alias: 'c' } : null;
  return {
    ...state,
    language: null,
    owner: counsellor === null ? owner : { kind: 'counsellor', id: 'c' },
    talk: {
      ...talk,
      frames: frames.map(({ frame }) => frame),
      interrupted: talk.interrupted === null ? null : elsewhere,
      globals: {},
      matters: undefined,
      heard: undefined,
      led: undefined,
      asked: pageOf(state) < 0 ? null : { ordinal: 1, page: pageOf(state) },
      unknown: 0,
      media: 0,
    },
    questions: 1,
    timers: state.ended === null ? {} : { feedback: 1 },
    marks: {
      started: 0,
      last: 0,
      ...(owner.kind === 'bot' ? {} : { queued: 0 }),
      ...(counsellor === null ? {} : { claimed: 0 }),
    },
    queue:
      owner.kind === 'queue' || owner.kind === 'counsellor'
        ? { band: 'information', brief: [], updates: 0, mayWrite: true, raised: false, score: 0 }
        : null,
    callback: null,
    escalation: undefined,
    counsellor,
    lateSaid: false,
  };
}

/** The page of the question that stands open; -1 where none does. */
function pageOf(state: ConversationState): number {
  return waits(state) ? -1 : (state.talk.asked?.page ?? -1);
}

/** Nothing leads from the queue back to the flow that the child came from, and beside a counsellor no flow goes on. */
function framesOf(
  state: ConversationState,
  open: readonly Frame[],
  { elsewhere, waiting }: Around,
): readonly Frame[] {
  const { owner, talk } = state;
  if (waits(state)) return waiting;
  const beside = owner.kind === 'counsellor' && talk.interrupted === null && talk.asked === null;
  return beside ? elsewhere : open;
}

/**
 * A question that stood open when a late cry for help brought the child into the queue can still be answered; that its
 * flow goes on is not walked once more under the queue.
 */
function waits({ owner, talk }: ConversationState): boolean {
  return owner.kind === 'queue' && talk.interrupted === null;
}

interface Around {
  readonly elsewhere: readonly Frame[];
  readonly waiting: readonly Frame[];
}

/** A frame as it stands in positions, and its key. */
interface Settled {
  readonly frame: Frame;
  readonly key: string;
}

function keyOf(state: ConversationState, frames: readonly Settled[]): string {
  const { owner, talk, ended } = state;
  const open = frames.map(({ key }) => key).join();
  const inside = talk.interrupted === null ? 0 : 1;
  return `${owner.kind} ${inside} ${pageOf(state)} ${ended === null ? 0 : 1} ${open}`;
}
