import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import type { Effect } from '../../../src/domain/conversation/effect.ts';
import type { Input } from '../../../src/domain/conversation/input.ts';
import type { ConversationState } from '../../../src/domain/conversation/state.ts';
import { fillTemplate } from '../../../src/domain/flow/draft.ts';
import { newConversation, step } from '../../../src/domain/flow/step.ts';
import { makeRecord } from '../../../src/domain/record/make-record.ts';
import { ask, FACTS, flow, smallBundle } from '../../support/small-bundle.ts';

const HOUR = 3_600_000;
/** 9 in the morning in Phnom Penh; the next morning begins 23 hours later and ends 27 hours later. */
const NINE = Date.UTC(2026, 0, 5, 2);
const MORNING = NINE + 23 * HOUR;
const NOON = NINE + 27 * HOUR;
const sok = { id: 's1', alias: 'Sok' };
const text = (words: string): Input => ({ kind: 'text', text: words, ref: 'r' });
const timer: Input = { kind: 'timer', name: 'callback' };

const bundle = smallBundle([
  flow(
    'home',
    {
      when: ask('when', { morning: 'leave', none: 'cancel' }, 'time'),
      leave: { kind: 'callback', window: 'time', next: 'on' },
      cancel: { kind: 'callback', window: null, next: 'on' },
      on: ask('on', { again: 'when', over: 'bye' }),
      bye: { kind: 'end', say: ['f:bye'] },
    },
    { time: ['morning', 'none'] },
  ),
]);

/** Plays inputs, each at its moment; a claim and a release change the owner first, as the store does. */
function play(state: ConversationState, acts: readonly (readonly [number, Input])[], late = false) {
  let now = state;
  let effects: readonly Effect[] = [];
  for (const [at, input] of acts) {
    const owner =
      input.kind === 'claimed'
        ? { kind: 'counsellor' as const, id: input.by.id }
        : input.kind === 'released'
          ? { kind: 'queue' as const }
          : now.owner;
    ({ state: now, effects } = step(bundle, { ...now, owner }, input, { ...FACTS, now: at, late }));
  }
  const messages = effects.flatMap((one) => (one.kind === 'send' ? [one.message] : []));
  return { state: now, effects, messages, kinds: effects.map(({ kind }) => kind) };
}

const blank = newConversation(bundle, 'telegram', 'nonce1', NINE);
const left = play(blank, [
  [NINE, { kind: 'opened' }],
  [NINE, text('2')],
  [NINE, text('1')],
]).state;
const resting = play(left, [[NINE, text('2')]]).state;
const due = play(resting, [[MORNING, timer]]).state;
const claim: readonly [number, Input] = [MORNING + HOUR, { kind: 'claimed', by: sok }];
const release: Input = { kind: 'released', by: sok, why: 'counsellor' };

describe('a time left for a message', () => {
  it('is kept as a time, with its own clock, and the content lives as long', () => {
    expect(left.callback).toMatchObject({ window: 'morning', from: MORNING, until: NOON });
    expect(left.timers.callback).toBe(MORNING);
    expect(left.timers.retention).toBe(NOON + HOUR);
  });

  it('outlives the idle clock and the end of the flow, and the next word begins neutrally', () => {
    const idle = play(left, [[NINE + HOUR, { kind: 'timer', name: 'idle' }]]);
    expect(idle.kinds).toEqual([]);
    for (const { ended, callback, talk, timers } of [resting, idle.state]) {
      expect({ ended, frames: talk.frames, stage: callback?.stage }).toEqual({
        ended: null,
        frames: [],
        stage: 'left',
      });
      expect(timers.idle).toBeUndefined();
    }
    const { messages, state } = play(resting, [[NINE + HOUR, text('hm')]]);
    expect(messages[0]?.parts).toEqual([{ kind: 'text', text: 'f:language' }]);
    expect(state.timers.callback).toBe(MORNING);
  });

  it('is cleared by the way out, by an erase, by a cancel, and by a place in the line', () => {
    for (const words of ['exit', 'delete']) {
      const { state, kinds } = play(resting, [[NINE + HOUR, text(words)]]);
      expect(state).toMatchObject({ callback: null, timers: {} });
      expect(state.ended).not.toBeNull();
      expect(kinds).toContain('clear-outbox');
      expect(kinds).toContain('purge');
    }
    const again = play(left, [
      [NINE, text('1')],
      [NINE, text('2')],
    ]).state;
    expect(again.callback).toBeNull();
    expect(again.timers.callback).toBeUndefined();
    const waits = play(left, [
      [NINE, text('9')],
      [NINE, text('1')],
    ]).state;
    expect(waits).toMatchObject({ owner: { kind: 'queue' }, callback: null });
    expect(waits.timers.callback).toBeUndefined();
  });

  it('is not lost by a message that is taken back, or by one that was changed', () => {
    for (const input of [
      { kind: 'unsent', ref: 'x' },
      { kind: 'edited', text: 'hm', ref: 'x' },
    ] as const) {
      expect(play(resting, [[NINE + HOUR, input]]).state.callback?.stage).toBe('left');
    }
  });

  it('brings the child into the line when it begins, without a word', () => {
    const { effects, state } = play(resting, [[MORNING, timer]]);
    expect(effects).toEqual([{ kind: 'queued', brief: [{ name: 'callback', value: 'morning' }] }]);
    expect(state).toMatchObject({ owner: { kind: 'queue' }, timers: { callback: NOON } });
    expect(state.queue?.mayWrite).toBe(false);
  });

  it('sends the neutral words when a counsellor takes it, marked for a closed window', () => {
    const { messages } = play(due, [claim]);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      callback: true,
      from: 'bot',
      parts: [{ kind: 'text', text: 'bot:callback' }],
    });
  });

  it('sends them twice at most, whoever takes it, and nothing that a counsellor says before an answer', () => {
    const once = play(due, [claim]).state;
    const said = play(once, [[MORNING + 2 * HOUR, { kind: 'said', by: sok, text: 'Hello?' }]]);
    expect(said.kinds).toEqual([]);

    const twice = play(once, [
      [MORNING + 2 * HOUR, release],
      [MORNING + 2 * HOUR, { kind: 'claimed', by: { id: 's2', alias: 'Dara' } }],
    ]);
    expect(twice.messages.map(({ callback }) => callback)).toEqual([true]);
    const third = play(twice.state, [
      [MORNING + 3 * HOUR, release],
      [MORNING + 3 * HOUR, { kind: 'claimed', by: sok }],
    ]);
    expect(third.messages).toEqual([]);
    expect(play(third.state, [[NOON, timer]]).state.ended).toBe('missed');
  });

  it('asks once more half way, if no answer came, but never after its time', () => {
    const once = play(due, [claim]).state;
    const half = once.timers.callback ?? 0;
    expect(half).toBeGreaterThan(MORNING + HOUR);
    expect(half).toBeLessThan(NOON);
    expect(play(once, [[half, timer]]).messages.map(({ callback }) => callback)).toEqual([true]);
    expect(play(once, [[half, timer]], true).messages).toEqual([]);
    const over = play(once, [[NOON, timer]]);
    expect(over.messages).toEqual([]);
    expect(over.state.ended).toBe('missed');
  });

  it('becomes a talk like any other once the child answers', () => {
    const answered = play(due, [claim, [MORNING + 2 * HOUR, text('yes')]]);
    expect(answered.state.callback).toBeNull();
    expect(answered.messages[0]?.parts).toEqual([{ kind: 'text', text: 'bot:joined' }]);
    const said = play(answered.state, [
      [MORNING + 2 * HOUR, { kind: 'said', by: sok, text: 'Hello' }],
    ]);
    expect(said.messages[0]?.parts).toEqual([{ kind: 'text', text: 'Hello' }]);
  });

  it('is over without a word when nobody took it, with an alarm and a record', () => {
    for (const acts of [[[NOON, timer]], [[NOON + 9 * HOUR, timer]]] as const) {
      for (const from of [due, resting]) {
        const { state, effects, messages } = play(from, acts);
        expect(messages).toEqual([]);
        expect(effects).toContainEqual({ kind: 'alarm', alarm: 'callback-missed' });
        expect(effects).toContainEqual({ kind: 'record' });
        expect(makeRecord(state).outcome).toBe('missed');
      }
    }
  });

  it('has no talk to close before the child answers: nothing is said then either', () => {
    const { state, messages } = play(due, [
      claim,
      [MORNING + 2 * HOUR, { kind: 'closed', by: sok }],
    ]);
    expect(messages).toEqual([]);
    expect(state.ended).toBe('missed');
  });
});

describe('the preview of a callback', () => {
  it.each(['km', 'en'])('shows the very words that will come, in %s', async (language) => {
    const loaded = await loadBundle('.');
    if (!loaded.ok) throw new Error('the bundle of the repository does not load');
    const say = (key: string) =>
      fillTemplate(loaded.value.bundle.texts.get(language, key) ?? [], {});
    expect(say('callback:preview')).toContain(say('bot:callback'));
  });
});
