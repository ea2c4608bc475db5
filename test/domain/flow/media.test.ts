import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import type { Input } from '../../../src/domain/conversation/input.ts';
import { sceneOf } from '../../../src/domain/flow/script.ts';
import { step } from '../../../src/domain/flow/step.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the bundle does not load');
const { bundle } = loaded.value;
const HEADER = ['flow: who', 'channel: web', 'desk: open 5-15', 'services: helpline, police'];

/** What is shown, and what can be picked, after a medium at each of these seconds. */
function sent(seconds: readonly number[], what: 'picture' | 'voice') {
  const scene = sceneOf(bundle, 'en', HEADER);
  let { state } = step(bundle, scene.state, { kind: 'opened' }, scene.facts);
  return seconds.map((second) => {
    const input: Input = { kind: 'media', what, ref: `m${second}` };
    const facts = { ...scene.facts, now: scene.facts.now + second * 1000 };
    const stepped = step(bundle, state, input, facts);
    state = stepped.state;
    const messages = stepped.effects.flatMap((one) => (one.kind === 'send' ? [one.message] : []));
    return {
      numbers: messages.flatMap(({ parts }) =>
        parts.flatMap((part) => (part.kind === 'services' ? [part.query.kind] : [])),
      ),
      picks: messages.flatMap(({ choices }) => choices.map(({ label }) => label)),
      flow: state.talk.frames.at(-1)?.flow,
    };
  });
}

const PICKS = ['Talk to a person', 'Show help numbers', 'Back'];

describe('a child who sends what we cannot open', () => {
  it('is told at once who can be called, and how to see all numbers', () => {
    expect(sent([0], 'voice')).toEqual([
      { numbers: ['helpline'], picks: PICKS, flow: 'media-received' },
    ]);
  });

  it('is answered once for an album, however long it is', () => {
    const [first, ...others] = sent([0, 2, 5, 11, 20], 'picture');

    expect(first?.picks).toEqual(PICKS);
    expect(others.map(({ picks }) => picks)).toEqual([[], [], [], []]);
  });

  it('is asked again for each that comes later, and led to a person by the third', () => {
    const [, second, third, fourth] = sent([0, 30, 60, 90], 'voice');

    expect(second?.picks).toEqual(PICKS);
    expect(third?.picks).toEqual(PICKS);
    expect(fourth?.flow).toBe('handoff');
  });
});
