/** What a platform counts. UTF-16 units are never fewer than code points, so they are safe where nobody says. */
export type LengthUnit = 'code-points' | 'utf16' | 'bytes';

export function lengthOf(text: string, unit: LengthUnit): number {
  if (unit === 'utf16') return text.length;
  return unit === 'bytes' ? byteLength(text) : codePoints(text);
}

/**
 * Cuts a text into pieces of at most `limit`, at the best place that fits: between paragraphs, lines,
 * sentences, words, and only then between grapheme clusters. Nothing but white space at a cut is lost.
 * A single cluster longer than the limit (no script has one; a prank may) is cut between code points.
 *
 * @param limit - At least 4, so that any code point fits in any unit.
 */
export function split(text: string, limit: number, unit: LengthUnit): readonly string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (lengthOf(rest, unit) > limit) {
    const end = cutOf(rest, fittingEnd(rest, limit, unit));
    const piece = rest.slice(0, end).trimEnd();
    if (piece !== '') pieces.push(piece);
    rest = rest.slice(end).trimStart();
  }
  if (rest !== '') pieces.push(rest);
  return pieces;
}

/** Where a cut is natural, best first. Khmer ends a sentence with ។ or ៕ and may part words with a zero-width space. */
const BREAKS = [/\n\s*\n/gu, /\n/gu, /[.!?។៕…](?=\s)|[។៕]/gu, /[\s\u200b]/gu];

/** A break in the first half would leave a stump; the next kind of break is better then. */
function cutOf(text: string, end: number): number {
  for (const pattern of BREAKS) {
    const at = lastBreak(text, pattern, end);
    if (at > end / 2) return at;
  }
  return end;
}

function lastBreak(text: string, pattern: RegExp, end: number): number {
  let last = 0;
  for (const match of text.slice(0, end).matchAll(pattern)) {
    const at = match.index + match[0].length;
    if (isBoundary(text, at)) last = at;
  }
  return last;
}

/** Khmer writes a letter below another as this sign and the letter. What follows it belongs to what stands before it. */
const COENG = '\u17D2';

/** A combining mark may follow a space or a full stop; a cut there would tear its cluster. */
function isBoundary(text: string, at: number): boolean {
  if (at >= text.length) return true;
  if (text[at - 1] === COENG) return false;
  const from = Math.max(0, at - 64);
  const around = text.slice(from, at + 64);
  return GRAPHEMES.segment(around).containing(at - from)?.index === at - from;
}

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The end (UTF-16 index) of the longest run of whole clusters within the limit; always past the start. */
function fittingEnd(text: string, limit: number, unit: LengthUnit): number {
  let used = 0;
  let end = 0;
  for (const { segment, index } of clustersOf(text)) {
    const size = lengthOf(segment, unit);
    if (used + size > limit) return end > 0 ? end : codePointEnd(segment, limit, unit);
    used += size;
    end = index + segment.length;
  }
  return end;
}

/** Whole clusters, also where the segmenter of an older Unicode ends one between a coeng and its letter. */
function* clustersOf(text: string): Generator<{ segment: string; index: number }> {
  let from = 0;
  let held = '';
  for (const { segment, index } of GRAPHEMES.segment(text)) {
    if (held !== '' && !held.endsWith(COENG)) {
      yield { segment: held, index: from };
      held = '';
    }
    if (held === '') from = index;
    held += segment;
  }
  if (held !== '') yield { segment: held, index: from };
}

function codePointEnd(cluster: string, limit: number, unit: LengthUnit): number {
  let used = 0;
  let end = 0;
  for (const point of cluster) {
    used += lengthOf(point, unit);
    if (used > limit && end > 0) return end;
    end += point.length;
  }
  return end;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const point of text) {
    const code = point.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
