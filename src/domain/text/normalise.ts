import { settleKhmer } from './khmer.ts';

/** What nobody sees: zero-width and bidi controls, fillers, tags, variation selectors, other controls, lone surrogates. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Cc}]/gu;
const LINE_BREAK = /[\t\n\v\f\r]/g;
/** Combining diacritics of Latin and its neighbours. No word of the lists needs one, and zalgo is made of them. */
const DIACRITIC = /[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]/g;
/** One sign for "and so on" that stands for three. */
const BEYYAL = /\u17D8/g;
const KHMER_DIGIT = /[\u17E0-\u17E9]/g;
const RUN = /[\u1780-\u17D3\u17DD]+|[^\u1780-\u17D3\u17DD]+/g;
const EDGE = /[\s\p{P}\p{S}]/u;
const WORD = /\p{L}+/gu;

/**
 * The form of a text in which it is compared and never shown: two texts that look the same, or that a child would
 * type for the same word, have one form. Follows the description of Khmer syllables and look-alikes in Unicode Technical Note 61 for Khmer,
 * NFKC and lower case for the rest.
 *
 * Gives the same answer when applied again, never throws, and takes time in proportion to the length.
 */
export function normalise(text: string): string {
  const seen = text
    .replace(LINE_BREAK, ' ')
    .replace(INVISIBLE, '')
    .replace(DIACRITIC, '')
    .replace(BEYYAL, '។ល។')
    .replace(KHMER_DIGIT, latinDigit);
  const runs = seen.match(RUN) ?? [];
  const even = runs.map((run) => (isKhmer(run) ? settleKhmer(run) : settleOther(run))).join('');
  return withoutEdges(even.replace(/\s+/g, ' ').replace(/\u17D7{2,}/g, '\u17D7'));
}

function isKhmer(run: string): boolean {
  const first = run.charCodeAt(0);
  return (first >= 0x1780 && first <= 0x17d3) || first === 0x17dd;
}

function latinDigit(digit: string): string {
  return String(digit.charCodeAt(0) - 0x17e0);
}

function settleOther(run: string): string {
  // The cap keeps canonical reordering, which sorts every run of marks, away from endless ones.
  const bounded = run.replace(/(\p{M}{32})\p{M}+/gu, '$1');
  const plain = bounded.normalize('NFKD').replace(DIACRITIC, '').replace(INVISIBLE, '');
  const lower = plain.toLowerCase().normalize('NFKC').replace(DIACRITIC, '');
  return lower.replace(/(\p{M}{4})\p{M}+/gu, '$1').replace(WORD, withoutStretch);
}

/** "stoooop" is "stop"; "xxx" stays what it is, and so does every number. */
function withoutStretch(word: string): string {
  const short = word.replace(/(\p{L})\1{2,}/gu, '$1');
  return [...short].length === 1 ? word : short;
}

/** Without the white space, signs and emoji around the words. */
function withoutEdges(text: string): string {
  const letters = [...text];
  let from = 0;
  let to = letters.length;
  while (to > from && EDGE.test(letters[to - 1] ?? '')) to -= 1;
  while (from < to && EDGE.test(letters[from] ?? '')) from += 1;
  return letters.slice(from, to).join('');
}
