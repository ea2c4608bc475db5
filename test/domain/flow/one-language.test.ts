import { describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/adapters/bundle-files/load-bundle.ts';
import { botText } from '../../../src/app/words.ts';
import type { Effect } from '../../../src/domain/conversation/effect.ts';
import type { Input } from '../../../src/domain/conversation/input.ts';
import type { Bundle } from '../../../src/domain/flow/bundle.ts';
import { newConversation, step } from '../../../src/domain/flow/step.ts';
import { telegramMenu } from '../../../src/main/telegram-menu.ts';
import { activeFolder, CORE } from '../../support/core-bundle.ts';
import { FACTS } from '../../support/small-bundle.ts';

async function spoken(...languages: readonly string[]): Promise<Bundle> {
  const loaded = await loadBundle(await activeFolder(CORE, languages));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  return loaded.value.bundle;
}

const both = await spoken('km', 'en');
const km = await spoken('km');
const en = await spoken('en');

const text = (words: string): Input => ({ kind: 'text', text: words, ref: 'r' });
const OPENED: Input = { kind: 'opened' };

/** Everything that a child sees of a talk, the last turn apart. */
function talk(bundle: Bundle, inputs: readonly Input[], language: string | null = null) {
  let state = newConversation(bundle, 'telegram', 'nonce1', 0);
  let effects: readonly Effect[] = [];
  for (const [at, input] of inputs.entries()) {
    // Chosen while another bundle was there.
    if (at > 0 && language !== null) state = { ...state, language };
    ({ state, effects } = step(bundle, state, input, FACTS));
  }
  const sent = effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []));
  const said = sent.flatMap(({ parts }) =>
    parts.map((part) => (part.kind === 'text' ? part.text : part.lead)),
  );
  const labels = sent.flatMap(({ choices }) => choices.map(({ label }) => label));
  return { state, said, labels, languages: sent.map((message) => message.language) };
}

describe.each([
  ['km', km, 'english', 'English', /[a-z]{4}/],
  ['en', en, 'khmer', 'ខ្មែរ', /[\u1780-\u17FF]/],
] as const)('a bundle that speaks %s alone', (own, bundle, foreign, name, others) => {
  it('asks for no language, and offers no other one', () => {
    const first = talk(bundle, [OPENED]);

    expect(first.state.language).toBe(own);
    expect(first.said.length).toBeGreaterThan(2);
    expect(first.labels).not.toContain(name);
    expect(first.said.join(' ').replaceAll('exit', '')).not.toMatch(others);
    expect(telegramMenu(bundle)).toEqual([
      {
        language: own,
        list: ['person', 'help', 'exit', 'delete'].map((command) => ({
          command,
          description: botText(bundle, own, `commands.${command}`),
        })),
      },
    ]);
  });

  it('takes the name of another language for a text like any other', () => {
    const asked = talk(bundle, [OPENED, text(foreign)]);

    expect(asked.state.language).toBe(own);
    expect(asked.said[0]).toBe(botText(bundle, own, 'unknown.first'));
    expect(asked.labels).toEqual(talk(bundle, [OPENED]).labels);
    const often = talk(bundle, [OPENED, text(foreign), text(foreign), text(foreign)]);
    expect(often.state.talk.frames.at(-1)?.flow).toBe('handoff');
  });

  it.each([
    ['exit', ['exit']],
    ['erase', ['delete my data']],
    ['help', ['help']],
    ['a person', ['9']],
    ['support', ['i want to die', '1']],
    ['an emergency', ['help', '1']],
  ])('says every word of %s, whatever was asked for before', (_what, words) => {
    for (const language of [null, own, own === 'km' ? 'en' : 'km', 'fr']) {
      const { said, labels, languages } = talk(
        bundle,
        [OPENED, text(foreign), ...words.map(text)],
        language,
      );

      expect(said.length).toBeGreaterThan(0);
      expect([...said, ...labels].filter((one) => one.trim() === '')).toEqual([]);
      expect(new Set(languages)).toEqual(new Set([own]));
    }
  });

  it('has its own words for what is said without a flow, whoever asks in another', () => {
    expect(botText(bundle, own === 'km' ? 'en' : 'km', 'late')).toBe(botText(bundle, own, 'late'));
    expect(botText(bundle, own, 'late')).not.toBe('');
  });
});

describe('a bundle that speaks both', () => {
  it('asks for the language, switches to either, and offers both in the menu', () => {
    expect(talk(both, [OPENED]).labels).toEqual(['ខ្មែរ', 'English']);
    expect(talk(both, [OPENED, text('1'), text('english')]).state.language).toBe('en');
    for (const { list } of telegramMenu(both)) {
      expect(list.map(({ command }) => command)).toEqual([
        'person',
        'help',
        'exit',
        'delete',
        'khmer',
        'english',
      ]);
    }
  });
});
