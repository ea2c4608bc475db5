import { describe, expect, it } from 'vitest';
import { Alike } from '../../../src/domain/check/alike.ts';
import type { Position } from '../../../src/domain/check/position.ts';
import type { From } from '../../../src/domain/check/turn.ts';
import type { Frame } from '../../../src/domain/conversation/state.ts';
import { newConversation } from '../../../src/domain/flow/step.ts';
import { smallBundle } from '../../support/small-bundle.ts';

const EXIT = { kind: 'word', word: 'exit' } as const;
const OPENED = { kind: 'opened' } as const;
const under = { known: 0, facts: new Map<string, string>() };
const fresh = newConversation(smallBundle([]), 'web', 'alike1', 0);

function at(frames: readonly Frame[], other: Partial<Position> = {}): Position {
  const state = { ...fresh, talk: { ...fresh.talk, frames } };
  return { id: 0, key: '', state, inside: false, resuming: false, ...other };
}

const frame = (flow: string, step: string, vars = {}): Frame => ({ flow, step, vars });
const steps = ({ state }: From) => state.talk.frames.map(({ step }) => step).join();
const FLOWS = ['a', 'b', 'c', 'd'];
const top = ({ state }: From) => state.talk.frames.at(-1)?.step ?? '';

/** What is found at each place, and how often it had to be looked for. */
function found(find: (from: From) => string, ...positions: readonly Position[]) {
  const alike = new Alike<string>(FLOWS);
  let times = 0;
  const all = positions.map((position) =>
    alike.of(position, EXIT, under, (from) => {
      times += 1;
      return find(from);
    }),
  );
  return { all, times };
}

describe('what was found out once', () => {
  it('holds for every place that differs only in what was not looked at', () => {
    const one = at([frame('a', 'first'), frame('b', 'same', { x: '1' })]);
    const other = at([frame('c', 'second'), frame('d', 'same', { x: '2' })]);

    expect(found(top, one, other)).toEqual({ all: ['same', 'same'], times: 1 });
  });

  it('does not hold where something differs that was looked at', () => {
    const one = at([frame('a', 'first'), frame('b', 'same')]);
    const other = at([frame('a', 'second'), frame('b', 'same')]);

    expect(found(steps, one, other)).toEqual({ all: ['first,same', 'second,same'], times: 2 });
  });

  it('tells flows, steps and variables of a frame apart', () => {
    const vars = ({ state }: From) => JSON.stringify(state.talk.frames[0]?.vars);
    const flow = ({ state }: From) => state.talk.frames[0]?.flow ?? '';
    const one = at([frame('a', 'first', { x: '1' })]);

    expect(found(vars, one, at([frame('a', 'first', { x: '2' })])).times).toBe(2);
    expect(found(flow, one, at([frame('b', 'first', { x: '1' })])).times).toBe(2);
    expect(found(flow, one, at([frame('a', 'other', { x: '2' })])).times).toBe(1);
  });

  it('holds wherever the answer is the same to whether a flow is open', () => {
    const isIn =
      (...flows: readonly string[]) =>
      ({ state }: From) =>
        String(state.talk.frames.some(({ flow }) => flows.includes(flow)));
    const places = [
      ['a', 'b'],
      ['d', 'b'],
      ['b', 'c'],
      ['c', 'd'],
    ].map((flows) => at(flows.map((flow) => frame(flow, 'first'))));

    expect(found(isIn('c'), ...places)).toEqual({
      all: ['false', 'false', 'true', 'true'],
      times: 2,
    });
    expect(found(isIn('a', 'c'), ...places)).toEqual({
      all: ['true', 'false', 'true', 'true'],
      times: 2,
    });
  });

  it('holds nowhere else when the open frames are asked for more than their flow', () => {
    const places = ['first', 'second', 'third'].map((step) => at([frame('a', step)]));
    const isAt = ({ state }: From) =>
      String(state.talk.frames.some(({ flow, step }) => flow === 'a' && step === 'third'));

    expect(found(isAt, ...places)).toEqual({ all: ['false', 'false', 'true'], times: 3 });
  });

  it('tells which frames were left as they were, and looks at nothing for it', () => {
    const alike = new Alike<readonly (number | undefined)[]>(FLOWS);
    let times = 0;
    const find = ({ state }: From) => {
      times += 1;
      const [first, second] = state.talk.frames;
      const kept = [second, first, frame('a', 'first')];
      return kept.map((one) => (one === undefined ? undefined : alike.placeOf(one)));
    };
    const one = at([frame('a', 'first'), frame('b', 'second')]);
    const other = at([frame('c', 'third'), frame('d', 'fourth')]);

    expect(alike.of(one, EXIT, under, find)).toEqual([1, 0, undefined]);
    expect(alike.of(other, EXIT, under, find)).toEqual([1, 0, undefined]);
    expect(times).toBe(1);
  });

  it('does not hold where the place differs beside its frames', () => {
    const frames = [frame('a', 'first')];
    const asked = { ...fresh, talk: { ...fresh.talk, frames, asked: { ordinal: 1, page: 0 } } };
    const others = [at(frames, { inside: true }), at(frames, { resuming: true }), at([])];

    expect(found(() => '', at(frames), at(frames, { state: asked }), ...others).times).toBe(5);
  });

  it('does not hold for another act, or where something else is assumed', () => {
    const alike = new Alike<number>(FLOWS);
    const place = at([frame('a', 'first')]);
    let times = 0;
    const find = () => ++times;
    const facts = new Map([['desk', 'open']]);

    expect(alike.of(place, EXIT, under, find)).toBe(1);
    expect(alike.of(place, OPENED, under, find)).toBe(2);
    expect(alike.of(place, EXIT, { ...under, known: 1 }, find)).toBe(3);
    expect(alike.of(place, EXIT, { ...under, facts }, find)).toBe(4);
    expect(alike.of(place, EXIT, under, find)).toBe(1);
  });
});
