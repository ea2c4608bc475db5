import { normalise } from './normalise.ts';

/**
 * Pieces that stand in a text in this order, each in one of its wordings, with at most `GAP` characters of anything
 * else between two of them.
 */
export type Phrase = readonly (readonly string[])[];

/** Words that stand for one another, by the name that phrases call them by: `<me>`. */
export type WordSets = Readonly<Record<string, readonly string[]>>;

const GAP = 24;
/** A Khmer wording this short can hide in other words, so that it must begin and end where a word does. */
const SHORT = 5;
/** The same for one piece of several: what must stand beside it makes a chance hit rare. */
const SHORT_PIECE = 2;
/** Letters by which a phrase is found: thousands of them must not be tried at every place. */
const KEY = 2;
const KHMER = /[\u1780-\u17DD]/;
const SPACE_IN_KHMER = /(?<=[\u1780-\u17DD]) (?=[\u1780-\u17DD])/g;
const SET = /^<([a-z-]+)>$/;

/**
 * Reads a phrase as the lists hold it: `a|b c` stands for "a c" and "b c", `a_b|c` for "a b" and "c", `<me>` for each word of that set, and
 * `a * b` for "a" with "b" soon after it.
 *
 * @param form - Makes a wording what texts are compared in; `phraseForm` unless it is romanised.
 */
export function readPhrase(
  written: string,
  sets: WordSets,
  form: (wording: string) => readonly string[] = plainForms,
): Phrase {
  return written.split(' * ').map((piece) => readPiece(piece, sets, form));
}

type Form = (wording: string) => readonly string[];

/** The same piece of several phrases is one and the same list, so that it is looked for once. */
const pieces = new WeakMap<WordSets, Map<string, readonly string[]>>();

function readPiece(piece: string, sets: WordSets, form: Form): readonly string[] {
  const ofSets = pieces.get(sets) ?? new Map<string, readonly string[]>();
  pieces.set(sets, ofSets);
  const key = `${form.name} ${piece}`;
  const known = ofSets.get(key);
  if (known !== undefined) return known;
  const wordings = alternatives(piece, sets).flatMap(form);
  const made = [...new Set(wordings)].filter((wording) => wording.length >= KEY);
  ofSets.set(key, made);
  return made;
}

/** Without apostrophes and the other signs within, and without the spaces that Khmer does not need. */
export function phraseForm(normal: string): string {
  const words = normal.replace(/['’‘`´]/g, '').replace(/[\p{P}\p{S}]+/gu, ' ');
  return words.replace(/ +/g, ' ').replace(SPACE_IN_KHMER, '').trim();
}

/** Every way to write a list's words without sets and gaps. */
export function alternatives(piece: string, sets: WordSets = {}): readonly string[] {
  const words = piece.split(' ').map((word) => word.split('|').flatMap((one) => meant(one, sets)));
  return words.reduce<readonly string[]>(
    (heads, tails) => heads.flatMap((head) => tails.map((tail) => `${head} ${tail}`.trim())),
    [''],
  );
}

/** The words of a set; else the word itself, in which `_` stands for a space. */
function meant(word: string, sets: WordSets): readonly string[] {
  return sets[SET.exec(word)?.[1] ?? ''] ?? [word.replaceAll('_', ' ')];
}

/** Sets that a phrase names and nobody made. */
export function unknownSets(written: string, sets: WordSets): readonly string[] {
  const named = written.split(/[ |]/).flatMap((word) => SET.exec(word)?.[1] ?? []);
  return named.filter((name) => !Object.hasOwn(sets, name));
}

/** The first place where one of the phrases stands, or null. */
export function findPhrase(text: string, phrases: readonly Phrase[]): Span | null {
  const index = indexOf(phrases);
  const search: Search = { text, absent: new Set(), present: new Set() };
  for (let from = 0; from < text.length; from += 1) {
    for (const beginning of index.get(text.slice(from, from + KEY)) ?? []) {
      const to = endFrom(search, from, beginning);
      if (to !== null) return { from, to };
    }
  }
  return null;
}

/** A text that is looked through, and which pieces are known to stand somewhere in it, or nowhere. */
interface Search {
  readonly text: string;
  readonly present: Set<readonly string[]>;
  readonly absent: Set<readonly string[]>;
}

function mayHold({ text, present, absent }: Search, piece: readonly string[]): boolean {
  if (absent.has(piece)) return false;
  if (present.has(piece)) return true;
  const holds = piece.some((wording) => text.includes(wording));
  (holds ? present : absent).add(piece);
  return holds;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

function plainForms(wording: string): readonly string[] {
  const known = forms.get(wording);
  if (known !== undefined) return known;
  const made = [PLAIN.test(wording) ? wording : phraseForm(normalise(wording))];
  forms.set(wording, made);
  return made;
}

/** Latin words that are in the form of comparison already; most of the lists are. */
const PLAIN = /^(?!.*(.)\1\1)[a-z]+(?: [a-z]+)*$/;
/** The lists hold some ten thousand wordings, most of them again in the next bundle. */
const forms = new Map<string, readonly string[]>();

/** A first wording, whether it is a phrase by itself, and what follows it in the phrases that are longer. */
interface Beginning {
  readonly wording: string;
  readonly whole: boolean;
  readonly rests: readonly Phrase[];
}

const indexes = new WeakMap<readonly Phrase[], ReadonlyMap<string, readonly Beginning[]>>();

function indexOf(phrases: readonly Phrase[]): ReadonlyMap<string, readonly Beginning[]> {
  const known = indexes.get(phrases);
  if (known !== undefined) return known;
  const starts = phrases.flatMap(([first = [], ...rest]) =>
    first.map((wording) => ({ wording, rest })),
  );
  const beginnings = [...Map.groupBy(starts, ({ wording }) => wording)].map(([wording, same]) => ({
    wording,
    whole: same.some(({ rest }) => rest.length === 0),
    rests: same.flatMap(({ rest }) => (rest.length === 0 ? [] : [rest])),
  }));
  const made = Map.groupBy(beginnings, ({ wording }) => wording.slice(0, KEY));
  indexes.set(phrases, made);
  return made;
}

function endFrom(
  search: Search,
  from: number,
  { wording, whole, rests }: Beginning,
): number | null {
  const { text } = search;
  if (!text.startsWith(wording, from)) return null;
  const to = from + wording.length;
  if (whole && standsFree(text, from, to, SHORT)) return to;
  // The look for the rest comes first: to cut Khmer into words is the dearest step.
  const end = first(rests, (rest) => endOf(search, rest, to));
  return end !== null && standsFree(text, from, to, SHORT_PIECE) ? end : null;
}

/** Where the last piece ends when all of them follow soon enough; null when one does not. */
function endOf(search: Search, [piece, ...rest]: Phrase, after: number): number | null {
  if (piece === undefined) return after;
  if (!mayHold(search, piece)) return null;
  return first(piece, (wording) =>
    first(placesOf(search.text, wording, after), (at) => endOf(search, rest, at + wording.length)),
  );
}

function placesOf(text: string, wording: string, after: number): readonly number[] {
  const places: number[] = [];
  const near = text.slice(after, after + GAP + wording.length);
  const end = near.indexOf('\n');
  const window = end === -1 ? near : near.slice(0, end);
  for (let at = window.indexOf(wording); at !== -1; at = window.indexOf(wording, at + 1)) {
    const from = after + at;
    if (standsFree(text, from, from + wording.length, SHORT_PIECE)) places.push(from);
  }
  return places;
}

function first<T>(items: readonly T[], find: (item: T) => number | null): number | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

/** Whether a wording is not a part of another word there. */
function standsFree(text: string, from: number, to: number, short: number): boolean {
  if (KHMER.test(text[from] ?? '')) return standsInKhmer(text, from, to, short);
  return !/[a-z0-9ŋ]/.test(text[from - 1] ?? '') && !/[a-z0-9ŋ]/.test(text[to] ?? '');
}

function standsInKhmer(text: string, from: number, to: number, short: number): boolean {
  // A mark that follows would belong to the last letter: another word.
  if (/[\u17B6-\u17D3\u17DD]/.test(text[to] ?? '')) return false;
  return to - from > short || cutsAt(text, from, to);
}

const segmenter = new Intl.Segmenter('km', { granularity: 'word' });

function cutsAt(text: string, from: number, to: number): boolean {
  const around = text.slice(Math.max(0, from - 40), to + 40);
  const offset = Math.max(0, from - 40);
  const starts = new Set([...segmenter.segment(around)].map(({ index }) => index + offset));
  return starts.has(from) && (to === offset + around.length || starts.has(to));
}

/** Whether this Node's ICU cuts Khmer into words. Builds with little ICU data do not; check it at start. */
export function segmentsKhmer(): boolean {
  return [...segmenter.segment('ខ្ញុំចង់និយាយ')].length > 1;
}
