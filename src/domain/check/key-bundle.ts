import type { Bundle, Concern } from '../flow/bundle.ts';
import { compileLexicon } from '../text/lexicon.ts';

export const CONCERNS: readonly Concern[] = [
  'self-harm',
  'danger',
  'extortion',
  'abuse',
  'person',
  'other',
];

/** Words that stand for those of the lexicons while walking. No label can be one of them. */
export const WORDS = {
  exit: 'zzexit',
  erase: 'zzerase',
  help: 'zzhelp',
  person: 'zzperson',
  language: 'zzlanguage',
  unknown: 'zznothing',
} as const;

export function concernWord(concern: Concern): string {
  return `zz${concern.replace('-', '')}word`;
}

/**
 * The same flows with every text replaced by its key, so that one walk serves all languages and a rule sees which text
 * was said. What the texts look like in each language and channel is rendered afterwards.
 */
export function keyBundle(bundle: Bundle): Bundle {
  const [language = 'en'] = bundle.languages;
  return {
    ...bundle,
    texts: { get: (_language, key) => [key] },
    lexicon: compileLexicon({
      exit: [WORDS.exit],
      erase: [WORDS.erase],
      help: [WORDS.help],
      person: [WORDS.person],
      language: { [language]: [WORDS.language] },
      answers: { yes: [], no: [], unsure: [] },
      sets: {},
      distress: CONCERNS.map((concern) => ({
        concern,
        phrases: [concernWord(concern)],
        romanised: [],
        benign: [],
        benignRomanised: [],
      })),
    }),
  };
}
