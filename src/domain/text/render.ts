import { type LengthUnit, lengthOf, split } from './length.ts';

/** What a channel can show. Sizes are in `unit`, by default code points. */
export interface Caps {
  /** What texts are counted in, where that may be stricter than what titles are counted in. */
  readonly textUnit?: LengthUnit;
  readonly text: number;
  /** The limit of a text that carries choices, where it is smaller. */
  readonly body: number;
  readonly buttons: { readonly most: number; readonly title: number } | null;
  readonly list: { readonly most: number; readonly title: number; readonly button: number } | null;
  /** Where exit and a person stand: in the text's last line, in a keyboard row, in the app's own menu, on the page. */
  readonly standing: 'text' | 'keyboard' | 'menu' | 'page';
  /** Several texts of a turn become one message where the pace is limited. */
  readonly merge: boolean;
  /** What the platform counts; the strictest plausible unit where it does not say. */
  readonly unit?: LengthUnit;
}

/** A message as one channel shows it: text and, at most, one kind of control. */
export interface Rendered {
  /** One or more texts, in order; the control belongs to the last. */
  readonly texts: readonly string[];
  readonly control:
    | { readonly kind: 'none' }
    | { readonly kind: 'buttons'; readonly items: readonly RenderedChoice[] }
    | { readonly kind: 'list'; readonly button: string; readonly items: readonly RenderedChoice[] };
  /** Labels of the standing exits for a keyboard row; null where they stand elsewhere. */
  readonly standing: { readonly exit: string; readonly person: string } | null;
  readonly silent: boolean;
}

export interface RenderedChoice {
  readonly id: string;
  readonly label: string;
}

/** A message whose parts are plain text by now: services are resolved before, at each attempt to send. */
export interface PlainMessage {
  readonly from: 'bot' | 'counsellor';
  readonly texts: readonly string[];
  readonly choices: readonly RenderedChoice[];
  readonly style: 'buttons' | 'numbers';
  readonly standing: boolean;
  readonly silent: boolean;
}

/** The words that rendering itself adds, in the message's language. */
export interface RenderWords {
  /** "0 = exit, 9 = a person": the last line where no keyboard, menu or page holds the exits. */
  readonly standingLine: string;
  readonly exit: string;
  readonly person: string;
  /** The line above a counsellor's words (R4), alias included. */
  readonly counsellor: string;
  /** How to answer with a number, below a numbered list. */
  readonly choose: string;
  /** The label that opens a list. */
  readonly list: string;
}

type Control = Rendered['control'];

/**
 * Shows a message as a channel can: buttons, else a list, else numbers from 1 in the order of the choices.
 * A title that does not fit is never cut: the next form takes its place. A discreet message (`numbers`) has
 * nothing to tap. No text is over the limit, nothing is lost, and no grapheme cluster is torn.
 */
export function render(message: PlainMessage, caps: Caps, words: RenderWords): Rendered {
  const control = controlOf(message, caps, words);
  const texts = lead(message, words);
  const numbered = message.choices.length > 0 && control.kind === 'none';
  const tail = [
    ...(numbered ? [numbers(message.choices), words.choose] : []),
    ...(standsInText(message, caps) ? [words.standingLine] : []),
  ].filter((line) => line.trim() !== '');
  if (texts.length === 0 && tail.length === 0 && control.kind !== 'none') texts.push(words.choose);
  return {
    texts: layOut(texts, tail.join('\n'), caps, control),
    control,
    standing: standsOnKeys(message, caps) ? { exit: words.exit, person: words.person } : null,
    silent: message.silent,
  };
}

/** The texts that have something to show; a counsellor's begin with the label. */
function lead(message: PlainMessage, words: RenderWords): string[] {
  const texts = message.texts
    .map((text) => text.toWellFormed().trim())
    .filter((text) => text !== '');
  if (message.from === 'bot' || texts.length === 0) return texts;
  return [`${words.counsellor}\n${texts[0]}`, ...texts.slice(1)];
}

function numbers(choices: readonly RenderedChoice[]): string {
  return choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n');
}

/** A tapped label stays in the history, so a discreet message names its exits in words wherever they could be tapped. */
function standsInText(message: PlainMessage, caps: Caps): boolean {
  if (!message.standing || caps.standing === 'page') return false;
  return caps.standing === 'text' || message.style === 'numbers';
}

function standsOnKeys(message: PlainMessage, caps: Caps): boolean {
  return message.standing && caps.standing === 'keyboard' && message.style === 'buttons';
}

function controlOf(message: PlainMessage, caps: Caps, words: RenderWords): Control {
  const items = message.choices;
  if (items.length === 0 || message.style === 'numbers' || !tappable(message, words)) {
    return { kind: 'none' };
  }
  if (fits(items, caps.buttons, caps)) return { kind: 'buttons', items };
  const { list } = caps;
  const unit = caps.unit ?? 'code-points';
  if (list !== null && fits(items, list, caps) && fitsLine(words.list, list.button, unit)) {
    return { kind: 'list', button: words.list, items };
  }
  return { kind: 'none' };
}

/** Platforms refuse empty and equal titles, and a control without a text above it. */
function tappable(message: PlainMessage, words: RenderWords): boolean {
  const labels = message.choices.map(({ label }) => label.trim());
  const hasText = message.texts.some((text) => text.trim() !== '') || words.choose.trim() !== '';
  return hasText && new Set(labels).size === labels.length && !labels.includes('');
}

function fits(
  items: readonly RenderedChoice[],
  room: { readonly most: number; readonly title: number } | null,
  caps: Caps,
): boolean {
  if (room === null || items.length > room.most) return false;
  return items.every(({ label }) => fitsLine(label, room.title, caps.unit ?? 'code-points'));
}

function fitsLine(label: string, limit: number, unit: LengthUnit): boolean {
  return label.trim() !== '' && lengthOf(label, unit) <= limit;
}

/** Puts the tail below the last text where it fits, else behind it; a text with a control keeps to `body`. */
function layOut(texts: readonly string[], tail: string, caps: Caps, control: Control): string[] {
  const unit = textUnitOf(caps);
  const whole = caps.merge ? [texts.join('\n\n')] : texts;
  const pieces = whole.flatMap((text) => split(text, caps.text, unit));
  const limit = control.kind === 'none' ? caps.text : Math.min(caps.text, caps.body);
  const last = split(pieces.pop() ?? '', limit, unit);
  const end = [last.at(-1) ?? '', tail].filter((part) => part !== '').join('\n\n');
  const ends =
    lengthOf(end, unit) <= limit ? [end] : [...last.slice(-1), ...split(tail, limit, unit)];
  return [...pieces, ...last.slice(0, -1), ...ends].filter((text) => text !== '');
}

function textUnitOf({ textUnit, unit }: Caps): LengthUnit {
  return textUnit ?? unit ?? 'code-points';
}
