import type { Language } from './bundle.ts';
import { checkTexts, PLACEHOLDERS } from './check-texts.ts';
import type { TextEntry } from './text-book.ts';

/** A row that a translator or a reviewer sends back. */
export interface TextRow {
  readonly line: number;
  readonly key: string;
  /** The source text as the sender saw it. */
  readonly beside: string;
  readonly text: string;
  /** The name of whoever signs the text as it stands in this row; '' for nobody. */
  readonly sign: string;
}

export interface TextChange {
  readonly key: string;
  readonly from: string | null;
  readonly to: string;
  readonly signedBy: string | null;
}

export interface ReadRows {
  readonly changes: readonly TextChange[];
  readonly mistakes: readonly string[];
}

/** What rows would change in a language, and every mistake in them at once. A row with a mistake changes nothing. */
export function readTextRows(
  rows: readonly TextRow[],
  entries: readonly TextEntry[],
  language: Language,
): ReadRows {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const seen = new Set<string>();
  const changes: TextChange[] = [];
  const mistakes: string[] = [];
  for (const row of rows) {
    const found = wrongs(row, byKey.get(row.key), language);
    if (seen.has(row.key)) found.push('stands there twice');
    seen.add(row.key);
    mistakes.push(...found.map((what) => `line ${row.line}: ${row.key} ${what}`));
    const change = found.length === 0 ? changeOf(row, byKey.get(row.key)) : null;
    if (change !== null) changes.push(change);
  }
  return { changes, mistakes };
}

function changeOf({ key, text, sign }: TextRow, entry: TextEntry | undefined): TextChange | null {
  const from = entry?.text ?? null;
  const same = text === (from ?? '').trim();
  const signed = sign === '' || (same && entry?.state === 'signed') ? null : sign;
  return same && signed === null
    ? null
    : { key, from, to: same ? (from ?? '') : text, signedBy: signed };
}

function wrongs(row: TextRow, entry: TextEntry | undefined, language: Language): string[] {
  if (entry === undefined) return ['is no text of these flows'];
  const found: string[] = [];
  if (entry.beside !== null && row.beside !== entry.beside.trim()) {
    found.push('was translated from a text that has changed since; export the table anew');
  }
  if (row.text === '') {
    if (entry.text !== null) found.push('is empty; a text is never taken away by a table');
    if (row.sign !== '') found.push('is signed, and there is no text');
    return found;
  }
  const colon = row.key.indexOf(':');
  const [namespace, path] = [row.key.slice(0, colon), row.key.slice(colon + 1)];
  const checked = checkTexts(new Map([[path, row.text]]), language, namespace);
  return [
    ...found,
    ...checked.map(({ what, mend }) => `is not right: ${what}. ${mend}`),
    ...lostPlaceholders(row.text, entry.beside).map((name) => `lacks {{${name}}}`),
  ];
}

/** What the bot fills in must stand in every language. */
function lostPlaceholders(text: string, beside: string | null): readonly string[] {
  const holds = (where: string, name: string): boolean => where.includes(`{{${name}}}`);
  return PLACEHOLDERS.filter((name) => holds(beside ?? '', name) && !holds(text, name));
}
