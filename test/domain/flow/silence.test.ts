import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/domain/conversation/effect.ts';
import type { Input } from '../../../src/domain/conversation/input.ts';
import type { ConversationState } from '../../../src/domain/conversation/state.ts';
import type { Facts } from '../../../src/domain/flow/facts.ts';
import { newConversation, step } from '../../../src/domain/flow/step.ts';
import { FACTS, smallBundle } from '../../support/small-bundle.ts';

const bundle = smallBundle([]);
const sok = { id: 's1', alias: 'Sok' };
const text = (words: string): Input => ({ kind: 'text', text: words, ref: 'r' });
const said: Input = { kind: 'said', by: sok, text: 'I am here' };
const asks: Input = { kind: 'checked-in', by: sok };
const sleeps: Input = { kind: 'timer', name: 'silence' };

function talk(inputs: readonly Input[], from: ConversationState, facts: Partial<Facts> = {}) {
  let state = from;
  let effects: readonly Effect[] = [];
  for (const input of inputs) {
    ({ state, effects } = step(bundle, state, input, { ...FACTS, ...facts }));
  }
  const texts = effects.flatMap((effect) =>
    effect.kind === 'send'
      ? effect.message.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
      : [],
  );
  return { state, effects, texts };
}

function withSok(): ConversationState {
  const begun = newConversation(bundle, 'web', 'nonce1', FACTS.now);
  const inputs = [{ kind: 'opened' } as const, text('2'), text('9'), text('1')];
  const { state } = talk(inputs, begun);
  const owned = { ...state, owner: { kind: 'counsellor' as const, id: sok.id } };
  return talk([{ kind: 'claimed', by: sok }], owned).state;
}

describe('C16: a silent child', () => {
  it('is counted from the words of the counsellor, and not while the child waits for them', () => {
    expect(withSok().timers.silence).toBeUndefined();
    const quiet = talk([said], withSok()).state;
    expect(quiet.timers.silence).toBe(FACTS.now + FACTS.idleMs);

    const wrote = talk([text('yes')], quiet).state;

    expect(wrote.timers.silence).toBeUndefined();
    expect(wrote.silence).toBeUndefined();
  });

  it('is asked gently in words of the bundle, once a silence, and by its counsellor alone', () => {
    const quiet = talk([said], withSok()).state;
    expect(talk([{ kind: 'checked-in', by: { id: 's2', alias: 'Dara' } }], quiet).texts).toEqual(
      [],
    );
    const asked = talk([asks], quiet);
    expect(asked.texts).toEqual(['bot:check-in']);
    expect(talk([asks], asked.state).texts).toEqual([]);
    expect(talk([said, asks], asked.state).texts).toEqual([]);

    expect(talk([text('yes'), said, asks], asked.state).texts).toEqual(['bot:check-in']);
  });

  it('lets the talk sleep with a neutral line, and the next word wakes it', () => {
    const asleep = talk([said, sleeps], withSok());
    expect(asleep.texts).toEqual(['bot:asleep']);
    expect(asleep.state.silence?.asleep).toBe(true);
    expect(asleep.state.owner).toEqual({ kind: 'counsellor', id: sok.id });
    expect(talk([sleeps], asleep.state).texts).toEqual([]);

    const awake = talk([text('hello')], asleep.state).state;

    expect(awake.silence).toBeUndefined();
    expect(awake.owner).toEqual({ kind: 'counsellor', id: sok.id });
  });

  it('is not written to about it on a phone that others look at, nor long after', () => {
    const quiet = talk([said], withSok()).state;
    const shared = {
      ...quiet,
      talk: { ...quiet.talk, globals: { ...quiet.talk.globals, device: 'shared' } },
    };

    expect(talk([sleeps], shared).texts).toEqual([]);
    expect(talk([sleeps], shared).state.silence?.asleep).toBe(true);
    expect(talk([sleeps], quiet, { late: true }).texts).toEqual([]);
  });

  it('ends with a change of hands', () => {
    const asleep = talk([said, sleeps], withSok()).state;
    const queued = { ...asleep, owner: { kind: 'queue' as const } };

    const back = talk([{ kind: 'released', by: sok, why: 'counsellor' }], queued).state;

    expect(back.silence).toBeUndefined();
    expect(back.timers.silence).toBeUndefined();
  });
});
