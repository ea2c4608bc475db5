import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import { inputOf, sceneOf } from '../../../src/domain/flow/script.ts';
import { step } from '../../../src/domain/flow/step.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the bundle does not load');
const { bundle } = loaded.value;
const HEADER = ['flow: who', 'channel: web', 'desk: open 5-15', 'services: helpline, police'];

/** A phrase of each concern, and the number that says no to its question. */
const PHRASES = [
  ['self-harm', 'i want to die', '2'],
  ['danger', 'he has a knife', '2'],
  ['abuse', 'he touched me', '2'],
  ['extortion', 'they blackmail me', '2'],
  ['other', 'everyone is bullying me', '2'],
  ['person', 'can i talk to someone please', '2'],
] as const;

/** What the child is asked after each thing it writes: the choices of every message, and the words. */
function talk(lines: readonly string[]) {
  const scene = sceneOf(bundle, 'en', HEADER);
  let { state } = scene;
  return ['(opened)', ...lines].map((line) => {
    const input = inputOf(`child: ${line}`);
    if (input === undefined) throw new Error(line);
    const stepped = step(bundle, state, input, scene.facts);
    state = stepped.state;
    const sent = stepped.effects.flatMap((effect) =>
      effect.kind === 'send' ? [effect.message] : [],
    );
    return sent
      .filter(({ choices }) => choices.length > 0)
      .map(({ choices }) => choices.map(({ label }) => label));
  });
}

describe('a false alarm', () => {
  it.each(PHRASES)('of %s costs one question, and leads back', (_, phrase, no) => {
    const [before, asked, after] = talk([phrase, no]);

    expect(asked?.length).toBe(1);
    expect(asked).not.toEqual(before);
    expect(after).toEqual(before);
  });
});
