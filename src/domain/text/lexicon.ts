import type { Concern, Language, Lexicon } from '../flow/bundle.ts';
import { normalise } from './normalise.ts';

/** Words as the lexicon files hold them. `a|b c` stands for "a c" and "b c". */
export interface RawLexicon {
  readonly exit: readonly string[];
  readonly erase: readonly string[];
  readonly help: readonly string[];
  readonly person: readonly string[];
  readonly language: Readonly<Record<Language, readonly string[]>>;
  /** In the order in which they count: the first concern that matches is the answer. */
  readonly distress: readonly {
    readonly concern: Concern;
    readonly phrases: readonly string[];
    readonly benign: readonly string[];
  }[];
}

/** A Khmer phrase this short can hide in other words, so that it must begin and end where a word does. */
const SHORT = 5;
/** Letters by which a phrase is found: thousands of them must not be tried at every place. */
const KEY = 2;
/** Stands where an idiom was cut out, so that its neighbours do not make a phrase. */
const CUT = ' \n ';
const KHMER = /[\u1780-\u17DD]/;
const SPACE_IN_KHMER = /(?<=[\u1780-\u17DD]) (?=[\u1780-\u17DD])/g;

export function compileLexicon(raw: RawLexicon): Lexicon {
  return {
    exit: wholeSet(raw.exit),
    erase: wholeSet(raw.erase),
    help: wholeSet(raw.help),
    person: wholeSet(raw.person),
    language: new Map(
      Object.entries(raw.language).flatMap(([language, words]) =>
        [...wholeSet(words)].map((word) => [word, language] as const),
      ),
    ),
    distress: raw.distress.map(({ concern, phrases, benign }) => ({
      concern,
      phrases: phraseList(phrases),
      benign: phraseList(benign),
    })),
  };
}

/**
 * Whether a whole message is one of these words.
 *
 * @param written - Already normalised.
 */
export function matchWhole(set: ReadonlySet<string>, written: string): boolean {
  return set.has(written) || set.has(phraseForm(written));
}

/**
 * The concern that a message may speak of, or null. It only ever leads to one gentle question, so that a false
 * alarm is cheap and a miss is not. Idioms that hold a phrase without its meaning are cut out first.
 *
 * @param written - Already normalised.
 */
export function matchDistress(lexicon: Lexicon, written: string): Concern | null {
  const text = phraseForm(written);
  if (text === '') return null;
  for (const { concern, phrases, benign } of lexicon.distress) {
    const left = benign.reduce(cutOut, text);
    if (holdsAny(left, phrases)) return concern;
  }
  return null;
}

/** Whether this Node's ICU cuts Khmer into words. Builds with little ICU data do not; check it at start. */
export function segmentsKhmer(): boolean {
  return [...segmenter.segment('ខ្ញុំចង់និយាយ')].length > 1;
}

function wholeSet(words: readonly string[]): ReadonlySet<string> {
  return new Set(
    words.flatMap(alternatives).flatMap((word) => [normalise(word), phraseForm(normalise(word))]),
  );
}

function phraseList(phrases: readonly string[]): readonly string[] {
  const all = phrases
    .flatMap(alternatives)
    .flatMap((phrase) => joinedToo(phraseForm(normalise(phrase))));
  return [...new Set(all)].filter((phrase) => phrase.length >= KEY);
}

/** Romanised Khmer has no rule for spaces: "chong slab" is also "chongslab". Short words stay apart. */
function joinedToo(phrase: string): readonly string[] {
  const joined = phrase.replaceAll(' ', '');
  return /^[a-z ]+$/.test(phrase) && joined.length >= 7 ? [phrase, joined] : [phrase];
}

function alternatives(phrase: string): readonly string[] {
  const words = phrase.split(' ').map((word) => word.split('|'));
  return words.reduce<readonly string[]>(
    (heads, tails) => heads.flatMap((head) => tails.map((tail) => `${head} ${tail}`.trim())),
    [''],
  );
}

/** Without apostrophes and the other signs within, and without the spaces that Khmer does not need. */
function phraseForm(normal: string): string {
  const words = normal.replace(/['’‘`´]/g, '').replace(/[\p{P}\p{S}]+/gu, ' ');
  return words.replace(/ +/g, ' ').replace(SPACE_IN_KHMER, '').trim();
}

function cutOut(text: string, idiom: string): string {
  return text.includes(idiom) ? text.replaceAll(idiom, CUT) : text;
}

function holdsAny(text: string, phrases: readonly string[]): boolean {
  const index = indexOf(phrases);
  for (let at = 0; at < text.length; at += 1) {
    const candidates = index.get(text.slice(at, at + KEY)) ?? [];
    if (candidates.some((phrase) => standsAt(text, phrase, at))) return true;
  }
  return false;
}

const indexes = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

function indexOf(phrases: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = indexes.get(phrases);
  if (known !== undefined) return known;
  const made = Map.groupBy(phrases, (phrase) => phrase.slice(0, KEY));
  indexes.set(phrases, made);
  return made;
}

function standsAt(text: string, phrase: string, at: number): boolean {
  return text.startsWith(phrase, at) && standsFree(text, at, at + phrase.length);
}

function standsFree(text: string, from: number, to: number): boolean {
  if (KHMER.test(text[from] ?? '')) return standsInKhmer(text, from, to);
  return !/[a-z0-9]/.test(text[from - 1] ?? '') && !/[a-z0-9]/.test(text[to] ?? '');
}

function standsInKhmer(text: string, from: number, to: number): boolean {
  // A mark that follows would belong to the last letter: another word.
  if (/[\u17B6-\u17D3\u17DD]/.test(text[to] ?? '')) return false;
  return to - from > SHORT || cutsAt(text, from, to);
}

const segmenter = new Intl.Segmenter('km', { granularity: 'word' });

function cutsAt(text: string, from: number, to: number): boolean {
  const around = text.slice(Math.max(0, from - 40), to + 40);
  const offset = Math.max(0, from - 40);
  const starts = new Set([...segmenter.segment(around)].map(({ index }) => index + offset));
  return starts.has(from) && (to === offset + around.length || starts.has(to));
}
