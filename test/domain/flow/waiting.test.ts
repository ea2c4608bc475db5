import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/domain/conversation/effect.ts';
import type { Input } from '../../../src/domain/conversation/input.ts';
import type { ConversationState } from '../../../src/domain/conversation/state.ts';
import type { Facts } from '../../../src/domain/flow/facts.ts';
import { newConversation, step } from '../../../src/domain/flow/step.ts';
import type { OnDuty } from '../../../src/domain/queue/skill.ts';
import { FACTS, smallBundle } from '../../support/small-bundle.ts';

const base = smallBundle([]);
const ranged = { ...base.texts, get: rangeOf };
const bundle = { ...base, texts: ranged };
const MINUTE = 60_000;

function rangeOf(language: string, key: string) {
  return key === 'bot:waiting.range' ? [key, 'from', '-', 'to', ''] : base.texts.get(language, key);
}

const text = (words: string): Input => ({ kind: 'text', text: words, ref: 'r' });

function take(state: ConversationState, input: Input, facts: Partial<Facts> = {}) {
  const stepped = step(bundle, state, input, { ...FACTS, ...facts });
  return { state: stepped.state, said: textsOf(stepped.effects) };
}

function textsOf(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) =>
    effect.kind === 'send'
      ? effect.message.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
      : [],
  );
}

const start = newConversation(bundle, 'web', 'nonce1', FACTS.now);
const inLine = [{ kind: 'opened' } as const, text('2'), text('9'), text('1')].reduce(
  (state: ConversationState, input: Input) => take(state, input).state,
  start,
);

/** What is answered to a text at each of these minutes after the child joined. */
function answers(minutes: readonly number[], facts: Partial<Facts> = {}) {
  let state = inLine;
  return minutes.map((minute) => {
    const taken = take(state, text('hm'), { ...facts, now: FACTS.now + minute * MINUTE });
    state = taken.state;
    return taken.said;
  });
}

describe('a waiting child who writes', () => {
  it('is in the line', () => {
    expect(inLine.owner.kind).toBe('queue');
  });

  it('is answered each time, in turn by its place and by the present wait', () => {
    expect(answers([1, 4, 7, 10])).toEqual([
      ['bot:waiting.still'],
      ['bot:waiting.range5-10'],
      ['bot:waiting.still'],
      ['bot:waiting.range5-10'],
    ]);
  });

  it('gets one answer to a burst, and is never silent for long', () => {
    expect(answers([1, 1.1, 1.2, 2.9, 3])).toEqual([
      ['bot:waiting.still'],
      [],
      [],
      [],
      ['bot:waiting.range5-10'],
    ]);
  });

  it('hears at a desk where nobody is how it stands, and who can be called', () => {
    const nobody = ['bot:waiting.nobody', 'bot:waiting.meanwhile'];

    expect(answers([1, 4], { desk: 'closed' })).toEqual([nobody, nobody]);
  });

  it('is told no figure that it has outwaited', () => {
    expect(answers([1, 11])).toEqual([['bot:waiting.still'], ['bot:waiting.unknown']]);
    const asked = take(inLine, text('9'), { now: FACTS.now + 40 * MINUTE });
    expect(asked.said).toEqual(['bot:waiting.unknown']);
  });

  it('hears the wait at its own place', () => {
    const score = inLine.queue?.score ?? 0;
    const line = { scores: [score - 1, score, score + 1], claimsPerHour: 6, free: 0 };

    expect(take(inLine, text('9'), { line }).said).toEqual(['bot:waiting.range20-35']);
    const alone = { ...line, scores: [score] };
    expect(take(inLine, text('9'), { line: alone }).said).toEqual(['bot:waiting.range10-20']);
  });

  it('hears the wait for somebody who writes its language, and no figure where nobody does', () => {
    const scores = [inLine.queue?.score ?? 0];
    const line = { scores, claimsPerHour: 12, free: 3 };
    const khmer = { free: 3, writes: ['km'] };
    const english = { free: 0, writes: ['en'] };
    const heard = (language: 'km' | 'en', onDuty: readonly OnDuty[]) =>
      take({ ...inLine, language }, text('9'), { line: { ...line, onDuty } }).said;

    expect(heard('km', [khmer, english])).toEqual(['bot:waiting.range0-5']);
    expect(heard('en', [khmer, english])).toEqual(['bot:waiting.range10-20']);
    expect(heard('en', [khmer])).toEqual(['bot:waiting.unknown']);
  });
});
