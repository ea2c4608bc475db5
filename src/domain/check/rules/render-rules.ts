import type { OutMessage } from '../../conversation/message.ts';
import type { ChannelId, TextKey } from '../../flow/bundle.ts';
import { type LengthUnit, lengthOf } from '../../text/length.ts';
import {
  type Caps,
  type PlainMessage,
  type Rendered,
  type RenderWords,
  render,
} from '../../text/render.ts';
import type { TextsByLanguage } from '../bundle-texts.ts';
import type { Rule } from '../rule.ts';
import type { TurnRule, Wrong } from '../turn-rule.ts';

/** What each channel can show, as its adapter says. */
export type ChannelCaps = ReadonlyMap<ChannelId, Caps>;

const SHOWN: Rule = {
  id: 'shown-on-every-channel',
  serves: ['R6', 'R35', 'R46', 'R49'],
  proves:
    'Every message that a talk can come to is rendered on every channel, in every language, with buttons and discreet: each choice is in sight and can be picked, and fits a button or a row where there are such; no text is missing, cut in two, or over the channel’s own limit; the ways out and to a person are in sight, with words of their own where a row, a menu or the page holds them.',
  person: 'How it looks in each app.',
};
export const RENDER_RULES: readonly Rule[] = [SHOWN];

/** Placeholders at their longest. */
const FILLED: Readonly<Record<string, string>> = {
  from: '60',
  to: '60',
  hours: '08:00-12:00, 14:00-17:00',
  alias: 'ក'.repeat(30),
};

/** A message is rendered once, however many states come to it. */
export function renderRule(
  texts: TextsByLanguage,
  channels: ChannelCaps,
  show: typeof render = render,
): TurnRule {
  const known = new Map<string, readonly Wrong[]>();
  return {
    ...SHOWN,
    check: ({ messages }) => {
      if (messages.length === 0) return null;
      return messages.flatMap((message) => {
        const name = nameOf(message);
        const found = known.get(name) ?? wrongsOf(message, { texts, channels, show });
        known.set(name, found);
        return found;
      });
    },
  };
}

function nameOf({ parts, choices, style, standing, from }: OutMessage): string {
  return JSON.stringify([parts, choices.map(({ label }) => label), style, standing, from]);
}

interface Shown {
  readonly texts: TextsByLanguage;
  readonly channels: ChannelCaps;
  readonly show: typeof render;
}

function wrongsOf(message: OutMessage, { texts, channels, show }: Shown): readonly Wrong[] {
  return [...texts].flatMap(([language, keyed]) =>
    [...channels].flatMap(([channel, caps]) =>
      (['buttons', 'numbers'] as const).flatMap((style) => {
        const where = `on ${channel} in ${language}, ${style}`;
        const found = wrongIn({ ...message, style }, { keyed, caps, show });
        return found.map((what) => lacks(`${what} ${where}`));
      }),
    ),
  );
}

interface Place {
  readonly keyed: ReadonlyMap<TextKey, string>;
  readonly caps: Caps;
  readonly show: typeof render;
}

function wrongIn(message: OutMessage, { keyed, caps, show }: Place): readonly string[] {
  const missing: TextKey[] = [];
  const word = (key: TextKey): string => {
    const text = keyed.get(key);
    if (text === undefined && key !== '') missing.push(key);
    return fill(text ?? '');
  };
  const words = wordsOf(word);
  const plain: PlainMessage = {
    ...message,
    texts: message.parts.flatMap((part) =>
      part.kind === 'text' ? [word(part.text)] : [word(part.lead), word(part.none)],
    ),
    choices: message.choices.map(({ id, label }) => ({ id, label: word(label) })),
  };
  const rendered = show(plain, caps, words);
  const labels = plain.choices.map(({ label }) => label);
  const [hidden] = labels.filter((label, at) => !isInSight(rendered, label, at));
  const told = (wrong: boolean, what: string): readonly string[] => (wrong ? [what] : []);
  return [
    ...missing.map((key) => `there is no text ${key}`),
    ...told(tooLong(rendered, caps), 'a message is over the limit'),
    ...told(isCut(plain, rendered, caps), 'a text has to be cut in two'),
    ...told(hidden !== undefined, `the choice "${hidden}" is not in sight`),
    ...told(noRoom(plain, rendered, caps), `no button and no row holds ${named(labels)}`),
    ...told(
      message.standing && !standsThere(rendered, { caps, words, style: message.style }),
      'the ways out and to a person are not in sight',
    ),
  ];
}

function named(labels: readonly string[]): string {
  const longest = labels.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return `the choices, such as "${longest}"`;
}

function lacks(what: string): Wrong {
  return { what, mend: 'Shorten or change the texts of this step, or the limits of the channel.' };
}

function wordsOf(word: (key: TextKey) => string): RenderWords {
  return {
    standingLine: word('bot:standing.line'),
    exit: word('bot:standing.exit'),
    person: word('bot:standing.person'),
    choose: word('bot:choose'),
    list: word('bot:list'),
    counsellor: word('bot:counsellor'),
  };
}

function fill(text: string): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => FILLED[name] ?? '');
}

function tooLong({ texts, control }: Rendered, caps: Caps): boolean {
  const unit = textUnitOf(caps);
  const last = control.kind === 'none' ? caps.text : Math.min(caps.text, caps.body);
  return texts.some(
    (text, at) => lengthOf(text, unit) > (at === texts.length - 1 ? last : caps.text),
  );
}

/** Several texts of a turn may become several messages; one text of the flows stays whole. */
function isCut({ texts }: PlainMessage, rendered: Rendered, caps: Caps): boolean {
  const limit = rendered.control.kind === 'none' ? caps.text : Math.min(caps.text, caps.body);
  return texts.some((text) => lengthOf(text.trim(), textUnitOf(caps)) > limit);
}

/** Where there are buttons or rows, they are what a child taps; numbers are for a discreet talk. */
function noRoom({ choices, style }: PlainMessage, { control }: Rendered, caps: Caps): boolean {
  if (choices.length === 0 || style === 'numbers') return false;
  const room = control.kind === 'list' ? caps.list : caps.buttons;
  if (caps.buttons === null && caps.list === null) return false;
  if (control.kind === 'none' || room === null || control.items.length > room.most) return true;
  const unit = caps.unit ?? 'code-points';
  return control.items.some(({ label }) => lengthOf(label, unit) > room.title);
}

/** On a control, or as a line of its own: "1. Yes" is not to be found in "11. Yes". */
function isInSight({ texts, control }: Rendered, label: string, at: number): boolean {
  if (control.kind !== 'none') return control.items.some((item) => item.label === label);
  return texts.some((text) => text.split('\n').includes(`${at + 1}. ${label}`));
}

interface Standing {
  readonly caps: Caps;
  readonly words: RenderWords;
  readonly style: 'buttons' | 'numbers';
}

/** In a row, a menu or on the page each is a button: with words, and other words than its neighbour. */
function standsThere({ texts, standing }: Rendered, { caps, words, style }: Standing): boolean {
  const where = caps.standing;
  const inText = where === 'text' || (where !== 'page' && style === 'numbers');
  const line = words.standingLine.trim();
  if (inText) return line !== '' && texts.some((text) => text.includes(line));
  if (where === 'keyboard' && standing === null) return false;
  const labels = standing ?? words;
  const [exit, person] = [labels.exit.trim(), labels.person.trim()];
  const most = caps.buttons?.title ?? Number.POSITIVE_INFINITY;
  const fits = [exit, person].every((one) => lengthOf(one, caps.unit ?? 'code-points') <= most);
  return exit !== '' && person !== '' && exit !== person && fits;
}

function textUnitOf({ textUnit, unit }: Caps): LengthUnit {
  return textUnit ?? unit ?? 'code-points';
}
