import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import type { Effect } from '../../../src/domain/conversation/effect.ts';
import type { Input } from '../../../src/domain/conversation/input.ts';
import type { ConversationState } from '../../../src/domain/conversation/state.ts';
import { sceneOf } from '../../../src/domain/flow/script.ts';
import { step } from '../../../src/domain/flow/step.ts';

const loaded = await loadBundle('.');
if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
const { bundle } = loaded.value;
const { facts, state: begun } = sceneOf(bundle, 'en', ['flow: handoff', 'desk: open 5-15']);

const by = { id: 's1', alias: 'Sok' };
const text = (words: string): Input => ({ kind: 'text', text: words, ref: 'r' });
const opened: Input = { kind: 'opened' };
const waiting: readonly Input[] = [opened, text('1'), text('2')];
const letGo: readonly Input[] = [
  { kind: 'claimed', by },
  { kind: 'released', by, why: 'counsellor' },
];

function talk(inputs: readonly Input[], from: ConversationState = begun) {
  let state = from;
  let effects: readonly Effect[] = [];
  for (const input of inputs) {
    if (input.kind === 'claimed') state = { ...state, owner: { kind: 'counsellor', id: by.id } };
    if (input.kind === 'released') state = { ...state, owner: { kind: 'queue' } };
    ({ state, effects } = step(bundle, state, input, facts));
  }
  const sent = effects.flatMap((one) => (one.kind === 'send' ? [one.message] : []));
  const said = sent.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])),
  );
  return { state, said, choices: sent.flatMap(({ choices }) => choices) };
}

const WAIT = bundle.texts.get('en', 'bot:waiting.range')?.[0] ?? '';

describe('a child who was claimed in an interruption and let go again', () => {
  const asked = talk([...waiting, text('help')]);
  const back = talk(letGo, asked.state).state;

  it('stands in the line: an older button leads there', () => {
    const id = asked.choices[1]?.id ?? '';
    const { said, state, choices } = talk([{ kind: 'choice', id }], back);

    expect(id).not.toBe('');
    expect(said.at(-1)).toContain(WAIT);
    expect(choices).toEqual([]);
    expect(state.owner.kind).toBe('queue');
    expect(state.talk.frames.map(({ flow }) => flow)).toEqual(['handoff']);
  });

  it.each(['help', 'i want to die'])('comes back to it after “%s”', (words) => {
    const { said, state } = talk([text(words), text('2')], back);

    expect(said.at(-1)).toContain(WAIT);
    expect(state.talk.frames.map(({ flow }) => flow)).toEqual(['handoff']);
  });

  it('stands there too when the cry for help that brought it into the line came late', () => {
    const home = sceneOf(bundle, 'en', ['flow: safety-now', 'desk: open 5-15']);
    const begin = step(bundle, home.state, opened, home.facts).state;
    const late = step(bundle, begin, text('i want to die'), { ...home.facts, late: true }).state;
    const again = talk(letGo, late).state;
    const { said, choices } = talk([{ kind: 'choice', id: 'n.1.0' }], again);

    expect(late.owner.kind).toBe('queue');
    expect(said.at(-1)).toContain(WAIT);
    expect(choices).toEqual([]);
  });

  it('is asked on a page that came back whether it is a good moment, and nothing else, beside a counsellor', () => {
    const home = sceneOf(bundle, 'en', ['flow: safety-now', 'desk: open 5-15']);
    const begin = step(bundle, home.state, opened, home.facts).state;
    const late = step(bundle, begin, text('i want to die'), { ...home.facts, late: true }).state;
    const claimed = talk([text('help'), { kind: 'claimed', by }], late).state;
    const back = talk([{ kind: 'returned' }], claimed);
    const after = talk([text('1')], back.state);

    expect(back.said).toEqual(['Is now a good time?']);
    expect(back.state.marks.returned).toBeDefined();
    expect(after.state.marks.returned).toBeUndefined();
    expect(after.said).toEqual([]);
    expect(talk([text('hello')], after.state).said).toEqual([]);
  });
});
