import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { textHash } from '../adapters/bundle-files/load-reviews.ts';
import {
  readTextBook,
  saveReviews,
  saveTexts,
  type TextBook,
} from '../adapters/bundle-files/text-book.ts';
import { readCsv, writeCsv } from '../adapters/csv/csv.ts';
import type { Reviews } from '../domain/flow/reviews.ts';
import { signature } from '../domain/flow/text-book.ts';
import { readTextRows, type TextChange, type TextRow } from '../domain/flow/text-table.ts';
import { listTexts, reviewInTerminal, signOne } from './review-texts.ts';
import type { Terminal } from './service-commands.ts';

const COLUMNS = ['key', 'beside', 'text', 'sign'];

interface Where {
  readonly folder: string;
  readonly language: string;
}

interface ReviewOptions extends Where {
  readonly list?: true;
  readonly sign?: string;
  readonly by?: string;
}

/** `flows review`, `flows export` and `flows import`: the texts for translators and reviewers. */
export function addTextCommands(flows: Command, terminal: Terminal): void {
  flows
    .command('review')
    .description(
      'Shows each text that nobody signed as it stands, beside the other language, and signs it.',
    )
    .option('--language <language>', 'the language that is read', 'km')
    .option('--folder <folder>', 'a bundle elsewhere', '.')
    .option('--list', 'only lists what is missing, unsigned, changed or outdated')
    .option('--sign <key>', 'signs one text as it stands')
    .option('--by <name>', 'who signs: a person who reads the language as a native')
    .action((options: ReviewOptions) =>
      withBook(options, terminal, (book) => review(book, options, terminal)),
    );
  flows
    .command('export <file>')
    .description('Writes every text of a language beside the English one as CSV.')
    .option('--language <language>', 'the language', 'km')
    .option('--folder <folder>', 'a bundle elsewhere', '.')
    .action((file: string, where: Where) =>
      withBook(where, terminal, async (book) => {
        await writeFile(file, textTable(book));
        terminal.say(`${book.entries.length} texts in ${file}`);
      }),
    );
  flows
    .command('import <file>')
    .description(
      'Shows what a CSV would change in the texts and the signatures; with --apply it changes them.',
    )
    .option('--language <language>', 'the language', 'km')
    .option('--folder <folder>', 'a bundle elsewhere', '.')
    .option('--apply', 'writes the files')
    .action((file: string, options: Where & { readonly apply?: true }) =>
      withBook(options, terminal, async (book) => {
        const read = readTextTable(await readFile(file, 'utf8'), book);
        if (read.mistakes.length > 0) return refuse(terminal, file, read.mistakes);
        if (options.apply) await applyChanges(options.folder, book, read.changes);
        terminal.say(printed(read.changes, options.apply === true));
      }),
    );
}

/** The table of a language; `sign` is empty for a reviewer to write a name into. */
export function textTable({ entries }: TextBook): string {
  const rows = entries.map(({ key, text, beside, state, review }) => ({
    key,
    beside: beside ?? '',
    text: text ?? '',
    sign: '',
    state,
    signed_by: state === 'signed' || state === 'outdated' ? (review?.reviewer ?? '') : '',
  }));
  return writeCsv([...COLUMNS, 'state', 'signed_by'], rows);
}

export function readTextTable(
  text: string,
  { entries, language }: TextBook,
): { readonly changes: readonly TextChange[]; readonly mistakes: readonly string[] } {
  const table = readCsv(text, COLUMNS);
  if (!table.ok) {
    return { changes: [], mistakes: table.error.map(({ line, what }) => `line ${line}: ${what}`) };
  }
  const rows = table.value.map(
    ({ line, cells }): TextRow => ({
      line,
      key: cells['key'] ?? '',
      beside: cells['beside'] ?? '',
      text: cells['text'] ?? '',
      sign: cells['sign'] ?? '',
    }),
  );
  return readTextRows(rows, entries, language);
}

export async function applyChanges(
  folder: string,
  book: TextBook,
  changes: readonly TextChange[],
): Promise<void> {
  const changed = changes.filter(({ from, to }) => from !== to);
  await saveTexts(folder, book, new Map(changed.map(({ key, to }) => [key, to])));
  const signed = changes.filter(({ signedBy }) => signedBy !== null);
  if (signed.length === 0) return;
  const date = new Date().toISOString().slice(0, 10);
  const reviews: Reviews = Object.fromEntries(
    signed.map(({ key, to, signedBy }) => {
      const beside = book.entries.find((entry) => entry.key === key)?.beside ?? null;
      return [key, signature({ text: to, beside }, { reviewer: signedBy ?? '', date }, textHash)];
    }),
  );
  await saveReviews(folder, book.language, { ...book.reviews, ...reviews });
}

async function review(book: TextBook, options: ReviewOptions, terminal: Terminal): Promise<void> {
  if (options.list) return listTexts(book, terminal);
  if (options.by === undefined) {
    return refuse(terminal, 'Nothing', ['say with --by who reads; --list only shows the texts']);
  }
  const { folder, by } = options;
  if (options.sign === undefined) return reviewInTerminal(folder, book, by, terminal);
  const signed = await signOne(folder, book, options.sign, by);
  if (signed.ok) terminal.say(`${options.sign} is signed by ${by}.`);
  else refuse(terminal, options.sign, [signed.error]);
}

async function withBook(
  { folder, language }: Where,
  terminal: Terminal,
  use: (book: TextBook) => Promise<void> | void,
): Promise<void> {
  const book = await readTextBook(folder, language);
  if (book.ok) return use(book.value);
  for (const { file, line, what, mend } of book.error) {
    terminal.complain(`${file}:${line}: ${what}. ${mend}`);
  }
  process.exitCode = 1;
}

function printed(changes: readonly TextChange[], applied: boolean): string {
  if (changes.length === 0) return 'Nothing differs.';
  const lines = changes.flatMap(({ key, from, to, signedBy }) => [
    key,
    ...(from === to ? [`    ${to}`] : [...(from === null ? [] : [`  - ${from}`]), `  + ${to}`]),
    ...(signedBy === null ? [] : [`  signed by ${signedBy}`]),
  ]);
  const end = applied ? 'Written.' : 'Nothing is written yet: add --apply.';
  return [...lines, `${changes.length} texts. ${end}`].join('\n');
}

function refuse({ complain }: Terminal, what: string, mistakes: readonly string[]): void {
  complain([`${what} is refused:`, ...mistakes.map((line) => `  ${line}`)].join('\n'));
  process.exitCode = 1;
}
