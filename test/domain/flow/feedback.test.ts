import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import type { Effect } from '../../../src/domain/conversation/effect.ts';
import type { Input } from '../../../src/domain/conversation/input.ts';
import type { ConversationState, QueuePlace } from '../../../src/domain/conversation/state.ts';
import { newConversation, step } from '../../../src/domain/flow/step.ts';
import { makeRecord } from '../../../src/domain/record/make-record.ts';
import { FACTS } from '../../support/small-bundle.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the bundle of the repository does not load');
const { bundle } = loaded.value;
const sok = { id: 's1', alias: 'Sok' };
const wrapUp = {
  contact: 'counselling',
  category: null,
  risk: null,
  ageBand: null,
  gender: null,
  referredTo: [],
} as const;
const wrappedUp: Input = { kind: 'wrapped-up', by: sok, wrapUp };

function play(from: ConversationState, inputs: readonly Input[]) {
  let state = from;
  let effects: readonly Effect[] = [];
  for (const input of inputs) ({ state, effects } = step(bundle, state, input, FACTS));
  const choices = effects.flatMap((one) => (one.kind === 'send' ? one.message.choices : []));
  return { state, choices, kinds: effects.map(({ kind }) => kind) };
}

/** A talk with Sok; on whose phone, whether it may be written to, and how grave it was. */
function talkWithSok(device: string, mayWrite: boolean, grave: Partial<QueuePlace> = {}) {
  const blank = newConversation(bundle, 'telegram', 'nonce1', 0);
  const queue = {
    band: 'other' as const,
    brief: [],
    updates: 0,
    mayWrite,
    raised: false,
    score: 1,
    ...grave,
  };
  const held: ConversationState = {
    ...blank,
    language: 'en',
    owner: { kind: 'counsellor', id: sok.id },
    counsellor: sok,
    queue,
    marks: { ...blank.marks, queued: 1, claimed: 2 },
    talk: { ...blank.talk, globals: { device } },
  };
  return held;
}

/** Sok says goodbye. */
function goodbye(...talk: Parameters<typeof talkWithSok>) {
  return play(talkWithSok(...talk), [{ kind: 'closed', by: sok }]);
}

const asked = goodbye('own', true);
const tap = (choices: typeof asked.choices, at: number): Input => ({
  kind: 'choice',
  id: choices[at]?.id ?? '',
});

describe('feedback', () => {
  it('is asked on the child’s own phone that may be written to, and nowhere else', () => {
    expect(asked.choices).toHaveLength(4);
    for (const other of [goodbye('shared', true), goodbye('own', false), goodbye('', true)]) {
      expect(other.choices).toEqual([]);
      expect(other.state.timers.feedback).toBeUndefined();
    }
  });

  it('is asked of nobody who was in danger, thought of dying or cried for help', () => {
    const grave = [{ band: 'danger' }, { band: 'self-harm' }, { raised: true }] as const;
    for (const one of grave) expect(goodbye('own', true, one).choices).toEqual([]);
    expect(goodbye('own', true, { band: 'abuse' }).choices).toHaveLength(4);
  });

  it('is asked of nobody whose life a counsellor saw in danger', () => {
    const escalated = play(talkWithSok('own', true), [
      { kind: 'escalation', by: sok, act: { kind: 'escalate' } },
      { kind: 'closed', by: sok },
    ]);
    expect(escalated.choices).toEqual([]);
  });

  it('keeps the talk closed: nobody owns it, and no exits stand below', () => {
    expect(asked.state).toMatchObject({ ended: 'closed', owner: { kind: 'nobody' } });
    expect(asked.choices.every(({ id }) => id.startsWith('after.nonce1.'))).toBe(true);
  });

  it('ends in the record, with what could be better, once the wrap-up is in', () => {
    const second = play(asked.state, [tap(asked.choices, 2)]);
    const third = play(second.state, [tap(second.choices, 0)]);
    expect(third.kinds).not.toContain('record');
    const done = play(third.state, [wrappedUp]);
    expect(done.kinds).toContain('record');
    expect(makeRecord(done.state).feedback).toBe('no.waited');
  });

  it('keeps the record waiting for the tap, or for the time of the tap', () => {
    const wrapped = play(asked.state, [wrappedUp]);
    expect(wrapped.kinds).not.toContain('record');
    const tapped = play(wrapped.state, [tap(asked.choices, 0)]);
    expect(tapped.kinds).toContain('record');
    expect(makeRecord(tapped.state).feedback).toBe('helped');
    const silent = play(wrapped.state, [{ kind: 'timer', name: 'feedback' }]);
    expect(silent.kinds).toEqual(['record']);
    expect(makeRecord(silent.state).feedback).toBe('none');
  });

  it('counts one answer, and none that is skipped or comes too late', () => {
    const helped = play(asked.state, [tap(asked.choices, 0), tap(asked.choices, 2)]);
    expect(helped.state.feedback).toBe('helped');
    const skipped = play(asked.state, [tap(asked.choices, 3)]);
    expect(skipped.state.feedback).toBeNull();
    const late = play(asked.state, [{ kind: 'timer', name: 'feedback' }, tap(asked.choices, 0)]);
    expect(late.state.feedback).toBeNull();
    expect(late.kinds).toEqual([]);
  });
});
