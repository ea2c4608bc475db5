import { describe, expect, it } from 'vitest';
import { type ChannelCaps, renderRule } from '../../../src/domain/check/rules/render-rules.ts';
import type { Look } from '../../../src/domain/check/turn-rule.ts';
import type { OutMessage } from '../../../src/domain/conversation/message.ts';
import type { ChannelId } from '../../../src/domain/flow/bundle.ts';
import { type Caps, render } from '../../../src/domain/text/render.ts';
import { CHANNEL_CAPS } from '../../../src/main/channel-caps.ts';

const WORDS: Readonly<Record<string, string>> = {
  'bot:standing.line': '0 = exit, 9 = a person',
  'bot:standing.exit': 'Exit',
  'bot:standing.person': 'A person',
  'bot:choose': 'Write the number.',
  'bot:list': 'Choose',
  'bot:counsellor': '{{alias}} (a person)',
  'f:ask': 'Which one fits you?',
  'f:one': 'One',
  'f:two': 'Two',
  'f:three': 'Three',
  'f:four': 'Four',
};
const LABELS = ['f:one', 'f:two', 'f:three', 'f:four'];

function message(labels: readonly string[]): OutMessage {
  return {
    language: 'en',
    from: 'bot',
    alias: null,
    parts: [{ kind: 'text', text: 'f:ask' }],
    choices: labels.map((label, at) => ({ id: `n.1.${at}`, label })),
    style: 'buttons',
    standing: true,
    silent: false,
    stale: 'neutral',
    answers: true,
  };
}

interface Case {
  readonly words?: Readonly<Record<string, string>>;
  readonly without?: string;
  readonly caps?: ChannelCaps;
  readonly labels?: readonly string[];
  readonly show?: typeof render;
}

function wrongs({ words = {}, without, caps = CHANNEL_CAPS, labels = LABELS, show }: Case) {
  const keyed = new Map(Object.entries({ ...WORDS, ...words }).filter(([key]) => key !== without));
  const rule = renderRule(new Map([['en', keyed]]), caps, show ?? render);
  const found = rule.check({ messages: [message(labels)] } as unknown as Look) ?? [];
  return found.map(({ what }) => what);
}

function only(channel: ChannelId, caps: Partial<Caps> = {}): ChannelCaps {
  const whole = CHANNEL_CAPS.get(channel);
  if (whole === undefined) throw new Error(`no channel ${channel}`);
  return new Map([[channel, { ...whole, ...caps }]]);
}

describe('shown-on-every-channel', () => {
  it('finds nothing where all is in sight', () => {
    expect(wrongs({})).toEqual([]);
  });

  it.each<[string, string, Case]>([
    ['a list row that is too long', 'no row', { words: { 'f:two': 'x'.repeat(25) } }],
    [
      'a button that is too long',
      'no button',
      { words: { 'f:two': 'x'.repeat(21) }, caps: only('messenger') },
    ],
    [
      'more choices than a list holds',
      'no row',
      { labels: Array.from({ length: 11 }, (_, at) => `f:${at}`), words: manyLabels(11) },
    ],
    ['two choices with one label', 'no button', { words: { 'f:two': 'One' } }],
    ['a text over the limit', 'cut in two', { words: { 'f:ask': 'word '.repeat(210) } }],
    [
      'a text over the limit in bytes',
      'cut in two',
      { words: { 'f:ask': 'ក'.repeat(700) }, caps: only('messenger') },
    ],
    ['a text that is missing', 'no text f:two', { without: 'f:two' }],
    ['no line of the ways out', 'ways out', { words: { 'bot:standing.line': ' ' } }],
    [
      'a page whose way out has no words',
      'ways out',
      { words: { 'bot:standing.exit': ' ' }, caps: only('web') },
    ],
    [
      'a page whose two ways out look the same',
      'ways out',
      { words: { 'bot:standing.person': 'Exit' }, caps: only('web') },
    ],
    [
      'a menu whose way to a person has no words',
      'ways out',
      {
        words: { 'bot:standing.person': '' },
        caps: only('messenger', { standing: 'menu' }),
      },
    ],
    [
      'a row of keys that is too long',
      'ways out',
      { words: { 'bot:standing.exit': 'x'.repeat(41) }, caps: only('telegram') },
    ],
    [
      'a discreet talk under a menu without its line',
      'ways out',
      {
        words: { 'bot:standing.line': '' },
        caps: only('messenger', { standing: 'menu' }),
      },
    ],
  ])('finds %s', (_what, said, broken) => {
    expect(wrongs(broken)).toContainEqual(expect.stringContaining(said));
  });

  it.each<[string, string, typeof render]>([
    [
      'sends a text over the limit',
      'over the limit',
      (...given) => ({ ...render(...given), texts: ['0 = exit, 9 = a person'.repeat(300)] }),
    ],
    [
      'cuts a title',
      'not in sight',
      (...given) => {
        const shown = render(...given);
        if (shown.control.kind === 'none') return shown;
        const items = shown.control.items.map((one) => ({ ...one, label: one.label.slice(0, 2) }));
        return { ...shown, control: { ...shown.control, items } };
      },
    ],
    [
      'loses a number',
      'not in sight',
      (...given) => {
        const shown = render(...given);
        return { ...shown, texts: shown.texts.map((text) => text.replace('2. Two', '12. Two')) };
      },
    ],
    [
      'puts a title that no button holds on a button',
      'no button',
      (plain, caps, words) => ({
        ...render(plain, caps, words),
        control: {
          kind: 'buttons',
          items: plain.choices.map((one) => ({ ...one, label: one.label.padEnd(90, 'x') })),
        },
      }),
    ],
    [
      'forgets the row of keys',
      'ways out',
      (...given) => ({ ...render(...given), standing: null }),
    ],
  ])('finds a rendering that %s', (_what, said, show) => {
    expect(wrongs({ show })).toContainEqual(expect.stringContaining(said));
  });
});

function manyLabels(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`f:${at}`, `Label ${at}`]));
}
