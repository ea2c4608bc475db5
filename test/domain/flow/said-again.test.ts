import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import type { Input } from '../../../src/domain/conversation/input.ts';
import { inputOf, sceneOf } from '../../../src/domain/flow/script.ts';
import { step } from '../../../src/domain/flow/step.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error('the bundle does not load');
const { bundle } = loaded.value;
const HEADER = ['flow: who', 'channel: web', 'desk: open 5-15', 'services: helpline, police'];

const PHRASES = {
  'self-harm': 'i want to die',
  danger: 'he has a knife',
  abuse: 'he touched me',
  extortion: 'they blackmail me',
  other: 'everyone is bullying me',
} as const;

function talk(inputs: readonly (string | Input)[], desk = 'open 5-15') {
  const header = HEADER.map((line) => (line.startsWith('desk') ? `desk: ${desk}` : line));
  const scene = sceneOf(bundle, 'en', header);
  let { state } = scene;
  const said = ['(opened)', ...inputs].map((line) => {
    const input = typeof line === 'string' ? inputOf(`child: ${line}`) : line;
    if (input === undefined) throw new Error('no such line');
    const stepped = step(bundle, state, input, scene.facts);
    state = stepped.state;
    return stepped.effects.flatMap((effect) =>
      effect.kind === 'send'
        ? effect.message.parts.map((part) => (part.kind === 'text' ? part.text : part.lead))
        : [],
    );
  });
  const { talk: now, owner, queue } = state;
  return {
    said,
    last: said.at(-1) ?? [],
    flows: now.frames.map(({ flow }) => flow),
    now,
    owner,
    queue,
  };
}

/** The most often that one answer was given. */
const most = (said: readonly (readonly string[])[]): number =>
  Math.max(...[...Map.groupBy(said, (one) => one.join()).values()].map((same) => same.length));

describe('a worrying phrase that is written again before the question is answered', () => {
  it.each([
    ['self-harm', 'self-harm'],
    ['danger', 'danger-now'],
    ['abuse', 'handoff'],
    ['extortion', 'handoff'],
    ['other', 'handoff'],
  ] as const)('of %s leads to %s', (concern, flow) => {
    const phrase = PHRASES[concern];

    expect(talk([phrase]).flows).toEqual(['distress-check']);
    expect(talk([phrase, phrase]).flows).toEqual([flow]);
  });

  it.each(Object.values(PHRASES))(
    'is asked about twice at most, and answered anew: %s',
    (phrase) => {
      for (const desk of ['open 5-15', 'closed']) {
        const { said } = talk([phrase, phrase, phrase, phrase, phrase], desk);
        const asked = said.flat().filter((line) => line.includes('Did we understand right'));

        expect(most(said)).toBeLessThan(3);
        expect(asked.length).toBeLessThan(3);
      }
    },
  );

  it('leads to a person at the latest when it stays the only answer', () => {
    const { 'self-harm': dying } = PHRASES;

    expect(talk([dying, dying, dying, dying]).flows).toEqual(['handoff']);
    expect(talk([dying, dying, dying, dying, '1', '2']).queue).toMatchObject({ band: 'self-harm' });
  });

  it('asks about another concern once, and loses neither', () => {
    const { danger, other } = PHRASES;
    const both = talk([danger, other]);

    expect(both.last.join()).toContain('something does not feel right');
    expect(both.now.heard).toEqual(['danger']);
    expect(talk([danger, other, danger]).flows).toEqual(['handoff']);
    expect(talk([danger, other, danger, '1', '2']).queue?.band).toBe('danger');
  });

  it('is asked about anew once something was picked', () => {
    const { danger } = PHRASES;

    expect(talk([danger, '2', danger]).flows).toEqual(['distress-check']);
    expect(talk([danger, danger, '2', danger]).flows).toEqual(['distress-check']);
  });

  it('is not said twice by who mends a word of it', () => {
    const mended = { kind: 'edited', text: 'I want to die.', ref: 'r' } as const;

    expect(talk([PHRASES['self-harm'], mended]).flows).toEqual(['distress-check']);
    expect(talk([PHRASES['self-harm'], mended]).last).toEqual([]);
  });

  it('counts the same while the child waits', () => {
    const { danger } = PHRASES;
    const waiting = talk(['9', '1', '2', danger, danger]);

    expect(waiting.owner.kind).toBe('queue');
    expect(waiting.flows).toEqual(['danger-now']);
    expect(waiting.queue?.band).toBe('danger');
  });
});
