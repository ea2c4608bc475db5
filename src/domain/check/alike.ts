import type { Frame } from '../conversation/state.ts';
import type { FlowId } from '../flow/bundle.ts';
import type { Act } from './acts.ts';
import type { Position } from './position.ts';
import type { Assumed } from './run-turn.ts';
import type { ChosenFacts } from './tracked-facts.ts';
import type { From } from './turn.ts';
import type { Known } from './valuation.ts';

/** What was found under one set of assumptions, by the parts of the frames that it hangs on and by what stood there. */
type Found<T> = Map<number, Map<string, T>>;
type ByFacts<T> = Map<ChosenFacts, Map<Known, Found<T>>>;

interface Seat<T> {
  /** Shared by all positions that are the same but for their frames. */
  readonly acts: Map<Act, ByFacts<T>>;
  readonly from: From;
  /** What stands in the parts of the frames that a set of bits names. */
  readonly parts: Map<number, string>;
}

/**
 * Finds something out once for all positions that cannot be told apart by it: they are the same in all but their open
 * frames, and what is found out never looked at those parts in which their frames differ.
 *
 * An exit is the same from every question; a choice is not the same where another flow waits for the return.
 */
export class Alike<T> {
  private readonly flows: readonly FlowId[];
  private readonly asked: Question[] = [];
  private readonly shapes = new Map<string, Map<Act, ByFacts<T>>>();
  private readonly seats = new Map<Position, Seat<T>>();
  /** A bit for each part of each frame that was looked at since this was last cleared, and for each question. */
  private looked = 0;
  private readonly places = new WeakMap<Frame, number>();

  /** @param flows - All that a frame can be of. */
  constructor(flows: readonly FlowId[]) {
    this.flows = flows;
  }

  of(position: Position, act: Act, { known, facts }: Assumed, find: (from: From) => T): T {
    const seat = this.seatOf(position);
    const found = inner(inner(inner(seat.acts, act), facts), known);
    for (const [looked, byParts] of found) {
      const one = byParts.get(this.partsOf(position, seat, looked));
      if (one !== undefined) return one;
    }
    this.looked = 0;
    const made = find(seat.from);
    const { looked } = this;
    inner(found, looked).set(this.partsOf(position, seat, looked), made);
    return made;
  }

  /** Which of the frames that `find` is given this is; what becomes of one that nobody looked at can be told by it. */
  placeOf(frame: Frame): number | undefined {
    return this.places.get(frame);
  }

  private seatOf(position: Position): Seat<T> {
    const known = this.seats.get(position);
    if (known !== undefined) return known;
    const { state, inside } = position;
    const frames = this.watchedAll(state.talk.frames);
    const from = { inside, state: { ...state, talk: { ...state.talk, frames } } };
    const made = { acts: inner(this.shapes, shapeOf(position)), from, parts: new Map() };
    this.seats.set(position, made);
    return made;
  }

  /** Whether some frame is of a flow can be the same where the frames are not; so only the answer is noted. */
  private watchedAll(frames: readonly Frame[]): readonly Frame[] {
    const watched = frames.map((frame, at) => this.watched(frame, PARTS * at));
    watched.forEach((frame, at) => void this.places.set(frame, at));
    const some = (test: (frame: Frame) => boolean): boolean => {
      const at = this.questionOf(test);
      const { looked } = this;
      const answer = watched.slice().some(test);
      if (at !== undefined) this.looked = looked | (1 << (FRAME_BITS + at));
      return answer;
    };
    return Object.assign(watched, { some });
  }

  /** A test that looks at the flow alone is the question of which flows it says yes to. */
  private questionOf(test: (frame: Frame) => boolean): number | undefined {
    let more = test.length > 1;
    const looksOn = <V>(value: V): V => {
      more = true;
      return value;
    };
    const yes = this.flows.filter((flow) =>
      test({
        flow,
        get step() {
          return looksOn('');
        },
        get vars() {
          return looksOn({});
        },
      }),
    );
    if (more) return undefined;
    const name = yes.join();
    const known = this.asked.findIndex((one) => one.name === name);
    if (known >= 0) return known;
    if (this.asked.length === MOST_QUESTIONS) return undefined;
    return this.asked.push({ name, yes: new Set(yes) }) - 1;
  }

  private partsOf({ state }: Position, { parts }: Seat<unknown>, looked: number): string {
    const known = parts.get(looked);
    if (known !== undefined) return known;
    const { frames } = state.talk;
    const all = frames.flatMap(({ flow, step, vars }) => [flow, step, vars]);
    const seen = all.filter((_, at) => (looked & (1 << at)) !== 0);
    const asked = this.asked.filter((_, at) => (looked & (1 << (FRAME_BITS + at))) !== 0);
    const answers = asked.map(({ yes }) => frames.some(({ flow }) => yes.has(flow)));
    const made = JSON.stringify([...seen, ...answers]);
    parts.set(looked, made);
    return made;
  }

  private watched(frame: Frame, bit: number): Frame {
    const note = (part: number): void => {
      this.looked |= 1 << (bit + part);
    };
    return {
      get flow() {
        note(0);
        return frame.flow;
      },
      get step() {
        note(1);
        return frame.step;
      },
      get vars() {
        note(2);
        return frame.vars;
      },
    };
  }
}

/** Of each frame: its flow, its step, its variables. */
const PARTS = 3;
/** At most four frames are open. */
const FRAME_BITS = 4 * PARTS;
/** What is left of the bits of a number. */
const MOST_QUESTIONS = 31 - FRAME_BITS;

/** Whether some frame is of one of these flows. */
interface Question {
  readonly name: string;
  readonly yes: ReadonlySet<FlowId>;
}

/** All of a position but what its frames hold. */
function shapeOf({ state, inside, resuming }: Position): string {
  const { frames } = state.talk;
  const talk = { ...state.talk, frames: frames.length };
  return JSON.stringify([inside, resuming, { ...state, talk }]);
}

function inner<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = maps.get(key) ?? new Map<L, V>();
  maps.set(key, known);
  return known;
}
