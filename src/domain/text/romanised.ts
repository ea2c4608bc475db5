import { normalise } from './normalise.ts';
import { phraseForm } from './phrase.ts';

/**
 * Khmer in Latin letters has no rule: one child writes "chong slab", the next "jorng slaap" or "jg slap". What most of
 * them agree on is the order of the consonants, so that romanised phrases are compared by these alone.
 */
const CONSONANTS: readonly (readonly [RegExp, string])[] = [
  // A vowel before r before a consonant is one long vowel: "jorng".
  [/(?<=[aeiou])r(?=[^aeiou]|$)/g, ''],
  [/ng/g, 'ŋ'],
  [/n[hy]|gn/g, 'n'],
  [/[kg]h|[gq]/g, 'k'],
  [/c?chh|c?ch|jh/g, 'j'],
  [/c/g, 'k'],
  [/ph|b/g, 'p'],
  [/th|d/g, 't'],
  [/w/g, 'v'],
  [/z/g, 's'],
  // Breath and glides are written or not as one likes.
  [/(?<=[^aeiou])h|h(?=[^aeiou]|$)|(?<=[aeiou])y|y(?=[aeiou])/g, ''],
  [/[aeiouy]/g, ''],
  [/(.)\1+/g, '$1'],
];
/** Fewer consonants than these would also be in many English words. */
const ENOUGH = 5;

/** Every Latin word of a text by its consonants; words of other scripts stay. */
export function skeleton(normal: string): string {
  return phraseForm(normal)
    .replace(/[a-z]+/g, consonantsOf)
    .replace(/ +/g, ' ')
    .trim();
}

/** The skeletons of a romanised wording, apart and in one word; none when it is too short to be told from English. */
export function skeletonForms(wording: string): readonly string[] {
  const known = forms.get(wording);
  if (known !== undefined) return known;
  const bones = skeleton(normalise(wording));
  const joined = bones.replaceAll(' ', '');
  const made = joined.length < ENOUGH ? [] : [bones, joined];
  forms.set(wording, made);
  return made;
}

/** Of the lists' wordings alone, each of which is asked for twice, and again in the next bundle. */
const forms = new Map<string, readonly string[]>();

function consonantsOf(word: string): string {
  return CONSONANTS.reduce((rest, [from, to]) => rest.replace(from, to), word);
}
