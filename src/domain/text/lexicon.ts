import {
  type Concern,
  type Language,
  type Lexicon,
  TYPED_ANSWERS,
  type TypedAnswer,
} from '../flow/bundle.ts';
import { normalise } from './normalise.ts';
import {
  alternatives,
  findPhrase,
  type Phrase,
  phraseForm,
  readPhrase,
  type WordSets,
} from './phrase.ts';
import { skeleton, skeletonForms } from './romanised.ts';

/** Words as the lexicon files hold them; docs/lexicon.md has the way to write a phrase. */
export interface RawLexicon {
  readonly exit: readonly string[];
  readonly erase: readonly string[];
  readonly help: readonly string[];
  readonly person: readonly string[];
  readonly language: Readonly<Record<Language, readonly string[]>>;
  readonly answers: Readonly<Record<TypedAnswer, readonly string[]>>;
  readonly sets: WordSets;
  /** In the order in which they count: the first concern that matches is the answer. */
  readonly distress: readonly RawConcern[];
}

export interface RawConcern {
  readonly concern: Concern;
  readonly phrases: readonly string[];
  readonly romanised: readonly string[];
  /** Idioms that hold a phrase without its meaning. */
  readonly benign: readonly string[];
  readonly benignRomanised: readonly string[];
}

/** Stands where an idiom was cut out, so that its neighbours do not make a phrase. */
const CUT = ' \n ';

export function compileLexicon(raw: RawLexicon): Lexicon {
  const isShort = (phrase: string) => tooShort(phrase, raw.sets);
  return {
    exit: wholeSet(raw.exit),
    erase: wholeSet(raw.erase),
    help: wholeSet(raw.help),
    person: wholeSet(raw.person),
    language: wholeMap(Object.entries(raw.language)),
    answers: wholeMap(TYPED_ANSWERS.map((answer) => [answer, raw.answers[answer]] as const)),
    distress: raw.distress.map((one) => ({
      concern: one.concern,
      phrases: plain([...one.phrases, ...one.romanised.filter(isShort)], raw.sets),
      benign: plain([...one.benign, ...one.benignRomanised], raw.sets),
      romanised: bones(one.romanised, raw.sets),
      benignRomanised: bones(one.benignRomanised, raw.sets),
    })),
  };
}

/**
 * Whether a whole message is one of these words, with or without the spaces that Khmer does not need.
 *
 * @param written - Already normalised.
 */
export function matchWhole(set: ReadonlySet<string>, written: string): boolean {
  return set.has(written) || set.has(phraseForm(written));
}

/** What a whole message means by one of these words; undefined when it is none of them. */
export function wholeMeaning<T>(words: ReadonlyMap<string, T>, written: string): T | undefined {
  return words.get(written) ?? words.get(phraseForm(written));
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
  return lexicon.distress.find((one) => speaksOf(text, one))?.concern ?? null;
}

/** Every concern that a message may speak of, in the order of the lexicon; the first is the one to ask about. */
export function allDistress(lexicon: Lexicon, written: string): readonly Concern[] {
  const text = phraseForm(written);
  if (text === '') return [];
  return lexicon.distress.filter((one) => speaksOf(text, one)).map(({ concern }) => concern);
}

function speaksOf(
  text: string,
  { phrases, benign, romanised, benignRomanised }: Lexicon['distress'][number],
): boolean {
  const left = without(text, benign);
  if (findPhrase(left, phrases) !== null) return true;
  if (romanised.length === 0) return false;
  const rest = without(skeletonWithCuts(left), benignRomanised);
  return findPhrase(rest, romanised) !== null;
}

function wholeMap<T>(lists: readonly (readonly [T, readonly string[]])[]): ReadonlyMap<string, T> {
  return new Map(
    lists.flatMap(([meaning, words]) =>
      [...wholeSet(words)].map((word) => [word, meaning] as const),
    ),
  );
}

function wholeSet(words: readonly string[]): ReadonlySet<string> {
  return new Set(
    words
      .flatMap((word) => alternatives(word))
      .flatMap((word) => [normalise(word), phraseForm(normalise(word))]),
  );
}

function plain(phrases: readonly string[], sets: WordSets): readonly Phrase[] {
  return phrases.map((phrase) => readPhrase(phrase, sets));
}

function bones(phrases: readonly string[], sets: WordSets): readonly Phrase[] {
  return phrases
    .map((phrase) => readPhrase(phrase, sets, skeletonForms))
    .filter((phrase) => phrase.every((piece) => piece.length > 0));
}

/** Whether some wording has too few consonants to be known by them, so that it is looked for as it is written. */
function tooShort(phrase: string, sets: WordSets): boolean {
  const wordings = phrase.split(' * ').flatMap((piece) => alternatives(piece, sets));
  return wordings.some((wording) => skeletonForms(wording).length === 0);
}

function without(text: string, idioms: readonly Phrase[]): string {
  let left = text;
  for (let found = findPhrase(left, idioms); found !== null; found = findPhrase(left, idioms)) {
    left = left.slice(0, found.from) + CUT + left.slice(found.to);
  }
  return left;
}

function skeletonWithCuts(text: string): string {
  return text.split(CUT).map(skeleton).join(CUT);
}
