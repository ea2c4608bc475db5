const LETTER = '\\u1780-\\u17A2\\u17A5-\\u17B3';
/** A base and all that hangs on it; a coeng binds the letter that follows it. */
const CLUSTER = new RegExp(
  `[${LETTER}]?(?:\\u17D2[${LETTER}]?|[\\u17B6-\\u17D1\\u17D3\\u17DD])*`,
  'g',
);
const PART = new RegExp(`\\u17D2[${LETTER}]|[\\u1780-\\u17D1\\u17D3\\u17DD]`, 'g');

const COENG_RO = '\u17D2\u179A';
const COENG_DA = '\u17D2\u178A';
const COENG_TA = '\u17D2\u178F';
const MUUSIKATOAN = '\u17C9';
const TRIISAP = '\u17CA';
const U = '\u17BB';
const E = '\u17C1';
const AA = '\u17B6';
const NIKAHIT = '\u17C6';
/** Signs above that push only `៉` down to the shape of `ុ`. */
const SHORTENERS = ['\u17D0', '\u17DD'];
const II = '\u17B8';
const ABOVE = ['\u17B7', '\u17B8', '\u17B9', '\u17BA', '\u17BE'];

/** Typed in two keys, seen as one: the part beside `េ`, and the vowel that they make. */
const COMPOSED: readonly (readonly [string, string])[] = [
  [II, '\u17BE'],
  ['\u17BE', '\u17BE'],
  [AA, '\u17C4'],
  ['\u17C4', '\u17C4'],
];

/** Letters and signs that exist twice for one reading, or are drawn alike in most fonts. */
const LETTERS: readonly (readonly [RegExp, string])[] = [
  // NFC tears a coeng from its letter when this sign stood before it.
  [/\u17D2\u17DD/g, '\u17DD\u17D2'],
  [/\u17D3/g, NIKAHIT],
  [/\u1791\u17D2\u17A1/g, '\u17A1'],
  [/\u17A3/g, '\u17A2'],
  [/\u17A4/g, '\u17A2\u17B6'],
  [/\u17B2/g, '\u17B1'],
];

/** First and last code point of a class, and its rank. */
const RANKS: readonly (readonly [number, number, number])[] = [
  [0x1780, 0x17b3, 0],
  [0x17cc, 0x17cc, 1],
  [0x17c9, 0x17ca, 4],
  [0x17be, 0x17c5, 5],
  [0x17bb, 0x17bd, 6],
  [0x17b7, 0x17ba, 7],
  [0x17b6, 0x17b6, 8],
  [0x17c7, 0x17c8, 10],
];

/** Current misspellings and second spellings, and the one that stands for all. */
const SPELLINGS: readonly (readonly [string, readonly string[]])[] = [
  ['ឱ្យ', ['អោយ', 'ឱយ', 'អោ្យ']],
  ['ទូរស័ព្ទ', ['ទូរសព្ទ', 'ទូរស័ទ្ទ', 'ទូរស័ព្ធ']],
  ['អ៊ីនធឺណិត', ['អ៊ីនធើណិត', 'អ៊ិនធឺណិត', 'អ៊ិនធើណិត', 'អ៊ីនធឺណែត', 'អ៊ិនធឺណែត']],
  ['មិត្តភក្តិ', ['មិត្តភ័ក្តិ', 'មិត្តភក្ត័', 'មិត្តភ័ក្ត']],
  ['ប៉ូលីស', ['ប៉ូលិស', 'ប៉ូលិះ']],
  ['ត្រឡប់', ['ត្រលប់']],
  ['សុវត្ថិភាព', ['សុវត្តិភាព']],
  ['បណ្តាញ', ['បណ្ណាញ']],
];
const SPELLED = SPELLINGS.flatMap(([one, others]) =>
  others.map((other) => [reorder(other), reorder(one)] as const),
);

/**
 * One form for a run of Khmer: every cluster in one order, one spelling for a word of several, and nothing
 * repeated for emphasis.
 */
export function settleKhmer(run: string): string {
  let before = reorder(run);
  let after = calm(respell(before));
  // A calmed word can turn out to be one of the misspellings, and the other way round.
  for (let pass = 0; pass < 8 && after !== before; pass += 1) {
    before = after;
    after = calm(respell(reorder(before)));
  }
  return after;
}

function reorder(run: string): string {
  const lettered = LETTERS.reduce((text, [from, to]) => text.replace(from, to), run);
  return clustersOf(lettered).map(ordered).join('');
}

function clustersOf(run: string): readonly string[] {
  return (run.match(CLUSTER) ?? []).filter((cluster) => cluster !== '');
}

/** Each mark once, in the order of its class: robat, coengs (ro last), shifter, vowels, signs. */
function ordered(cluster: string): string {
  const parts = cluster.match(PART) ?? [];
  const first = parts[0];
  const base = first !== undefined && rankOf(first) === 0 ? first : '';
  const marks = new Set(
    parts.slice(base === '' ? 0 : 1).map((mark) => (mark === COENG_DA ? COENG_TA : mark)),
  );
  compose(marks);
  unifyShifter(marks);
  return base + [...marks].sort(byRank).join('');
}

function compose(marks: Set<string>): void {
  for (const [beside, whole] of COMPOSED) {
    if (!marks.has(E) || !marks.has(beside)) continue;
    marks.delete(E);
    marks.delete(beside);
    marks.add(whole);
  }
  if (!marks.has('\u17C4') || !marks.has(II)) return;
  // `ោ` with `ី` above is drawn as `ើ` with `ា` beside it.
  marks.delete('\u17C4');
  marks.delete(II);
  marks.add('\u17BE');
  marks.add(AA);
}

/** Under what stands above, a shifter is drawn as the vowel `ុ`, so that the three are typed for one another. */
function unifyShifter(marks: Set<string>): void {
  const alike = drawnAlike(marks);
  const one = alike[0];
  if (one === undefined || !alike.some((mark) => marks.has(mark))) return;
  for (const mark of alike) marks.delete(mark);
  marks.add(one);
}

/** The marks that cannot be told apart beside these, first the one that stands for all. */
function drawnAlike(marks: ReadonlySet<string>): readonly string[] {
  const above = ABOVE.some((vowel) => marks.has(vowel));
  if (above || (marks.has(AA) && marks.has(NIKAHIT))) return [TRIISAP, MUUSIKATOAN, U];
  if (SHORTENERS.some((sign) => marks.has(sign))) return [MUUSIKATOAN, U];
  return marks.has(AA) ? [TRIISAP, U] : [];
}

function byRank(a: string, b: string): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0 || a.length > 1) return rank;
  return a < b ? -1 : 1;
}

/** The class of a base (0), or of a mark, in the order in which they are kept: coengs 2 and 3, other signs 9. */
function rankOf(part: string): number {
  if (part.length > 1) return part === COENG_RO ? 3 : 2;
  const code = part.charCodeAt(0);
  return RANKS.find(([first, last]) => code >= first && code <= last)?.[2] ?? 9;
}

function respell(run: string): string {
  return SPELLED.reduce((text, [from, to]) => text.replaceAll(from, to), run);
}

/** A cluster three or more times in a row is one, drawn out. */
function calm(run: string): string {
  const kept: string[] = [];
  let times = 1;
  for (const cluster of clustersOf(run)) {
    times = cluster === kept.at(-1) ? times + 1 : 1;
    kept.push(cluster);
    if (times === 3) kept.length -= 2;
    if (times > 3) kept.length -= 1;
  }
  return kept.join('');
}
