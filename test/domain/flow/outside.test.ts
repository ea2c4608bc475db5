import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/domain/conversation/effect.ts';
import type { Input } from '../../../src/domain/conversation/input.ts';
import type { ConversationState } from '../../../src/domain/conversation/state.ts';
import { OUTSIDE_MS } from '../../../src/domain/flow/outside.ts';
import { newConversation, step } from '../../../src/domain/flow/step.ts';
import { FACTS, smallBundle } from '../../support/small-bundle.ts';

const bundle = smallBundle([]);
const sok = { id: 's1', alias: 'Sok' };
const text = (words: string): Input => ({ kind: 'text', text: words, ref: 'r' });
const outside: Input = { kind: 'outside' };
const atHome: readonly Input[] = [{ kind: 'opened' }, text('2')];
const waiting: readonly Input[] = [...atHome, text('9'), text('1')];

interface Talked {
  readonly state: ConversationState;
  readonly effects: readonly Effect[];
}

function talk(inputs: readonly Input[], laterMs = 0, from?: ConversationState): Talked {
  let state = from ?? newConversation(bundle, 'messenger', 'nonce1', FACTS.now);
  let effects: readonly Effect[] = [];
  for (const input of inputs) {
    if (input.kind === 'claimed')
      state = { ...state, owner: { kind: 'counsellor', id: input.by.id } };
    ({ state, effects } = step(bundle, state, input, { ...FACTS, now: FACTS.now + laterMs }));
  }
  return { state, effects };
}

const sends = ({ effects }: Talked) => effects.filter(({ kind }) => kind === 'send').length;
const linesOf = ({ effects }: Talked) =>
  effects.flatMap((one) => (one.kind === 'line' ? [`${one.line.from} ${one.line.text}`] : []));

describe('somebody of the helpline who writes in the page inbox', () => {
  it('is not talked over: what the child writes is kept for a person and not answered', () => {
    const quiet = talk([...atHome, outside]);
    expect(sends(quiet)).toBe(0);

    const written = talk([text('thank you')], 60_000, quiet.state);

    expect([sends(written), linesOf(written)]).toEqual([0, ['child thank you']]);
  });

  it('is remembered where no talk was there yet, and leaves no record of one', () => {
    const quiet = talk([outside]);
    expect([sends(quiet), quiet.state.timers.idle]).toEqual([0, FACTS.now + OUTSIDE_MS]);
    expect(sends(talk([text('hello')], 60_000, quiet.state))).toBe(0);

    const over = talk([{ kind: 'timer', name: 'idle' }], OUTSIDE_MS, quiet.state);

    expect(over.effects.map(({ kind }) => kind)).toEqual(['purge']);
  });

  it('never closes the ways out: exit and erase end at once, the help word shows the numbers', () => {
    const quiet = talk([...atHome, outside]).state;

    expect(talk([text('exit')], 1, quiet).state.ended).toBe('exit');
    expect(talk([text('delete')], 1, quiet).state.ended).toBe('erased');
    const helped = talk([text('help')], 1, quiet);
    expect([sends(helped), helped.state.talk.interrupted]).toEqual([1, null]);
  });

  it('makes room for the bot when the child taps on something of the bot', () => {
    const quiet = talk([...atHome, outside]).state;

    const back = talk([{ kind: 'opened' }], 1, quiet);

    expect([sends(back), back.state.marks.outside]).toEqual([1, undefined]);
    expect(sends(talk([text('what')], 2, back.state))).toBe(1);
  });

  it('is over an hour after their last word, so that nobody stays alone', () => {
    const quiet = talk([...atHome, outside]).state;

    expect(sends(talk([text('what')], OUTSIDE_MS - 1, quiet))).toBe(0);
    expect(sends(talk([text('what')], OUTSIDE_MS, quiet))).toBe(1);
  });

  it('ends without a goodbye', () => {
    const ended = talk([...atHome, outside, { kind: 'timer', name: 'idle' }], OUTSIDE_MS);

    expect([sends(ended), ended.state.ended]).toEqual([0, 'idle']);
  });

  it('is seen by the counsellor, and stops the updates of the waiting', () => {
    const held = talk([...waiting, { kind: 'claimed', by: sok }, outside]);
    expect(linesOf(held)).toEqual(['event outside']);
    expect(held.state.owner.kind).toBe('counsellor');

    const asked = talk([...waiting, outside]);
    expect([asked.state.owner.kind, linesOf(asked)]).toEqual(['queue', ['event outside']]);
    expect(sends(talk([{ kind: 'timer', name: 'update' }], 1, asked.state))).toBe(0);
  });
});

describe('an emoji on a message of ours', () => {
  const reacted = (emoji: string | null): Input => ({ kind: 'reacted', emoji, ref: 'r9' });

  it('is a line for the counsellor, one a message, gone when it is taken back', () => {
    const held = talk([...waiting, { kind: 'claimed', by: sok }]).state;

    const put = talk([reacted('👍')], 0, held);
    expect(put.effects.slice(0, 2)).toMatchObject([
      { kind: 'forget-line', ref: 'r9' },
      { kind: 'line', ref: 'r9', line: { from: 'child', text: '👍' } },
    ]);
    expect(talk([reacted(null)], 0, held).effects).toEqual([{ kind: 'forget-line', ref: 'r9' }]);
  });

  it('answers no question of the bot, and begins no talk', () => {
    expect(talk([...atHome, reacted('👍')]).effects).toEqual([]);
    expect(talk([reacted('👍')]).effects).toEqual([{ kind: 'purge' }]);
  });
});

describe('a child whom the platform knows by another id', () => {
  it('is the same child: nothing is said, nothing begins', () => {
    expect(talk([...atHome, { kind: 'moved' }]).effects).toEqual([]);
    expect(talk([{ kind: 'moved' }]).effects).toEqual([{ kind: 'purge' }]);
  });
});

describe('a receipt', () => {
  const read: Input = { kind: 'receipt', receipt: { state: 'read', item: '7.0' } };

  it('stands beside the transcript of a counsellor, until the record is written', () => {
    const told = talk([...waiting, { kind: 'claimed', by: sok }, read]);
    expect(told.effects).toMatchObject([{ kind: 'line', line: { receipt: { item: '7.0' } } }]);
    expect(
      talk([...waiting, { kind: 'claimed', by: sok }, { kind: 'closed', by: sok }, read]).effects,
    ).toHaveLength(1);
  });

  it('changes nothing where no counsellor was', () => {
    expect(talk([...atHome, read]).effects).toEqual([]);
    expect(talk([...waiting, read]).effects).toEqual([]);
  });
});
