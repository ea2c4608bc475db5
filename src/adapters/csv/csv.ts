import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { fail, ok, type Result } from '../../domain/result.ts';

export interface CsvRow {
  /** Line in the file, for whoever mends it. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface CsvProblem {
  readonly line: number;
  readonly what: string;
}

/**
 * A table as a spreadsheet opens it: UTF-8 with its mark, so that Khmer is shown right, and no cell that a spreadsheet
 * would run as a formula.
 */
export function writeCsv(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
): string {
  const cells = rows.map((row) => columns.map((column) => row[column] ?? ''));
  return stringify([[...columns], ...cells], { bom: true, escape_formulas: true });
}

/** Reads such a table back, also when a spreadsheet saved it with semicolons or tabs. All mistakes at once. */
export function readCsv(
  text: string,
  columns: readonly string[],
): Result<readonly CsvRow[], readonly CsvProblem[]> {
  const parsed = records(text);
  if (!parsed.ok) return parsed;
  const [head, ...rest] = parsed.value;
  const header = head?.cells.map((name) => name.trim()) ?? [];
  const problems = [
    ...headerProblems(header, columns),
    ...rest
      .filter(({ cells }) => cells.length !== header.length)
      .map(({ line, cells }) => ({
        line,
        what: `has ${cells.length} cells, the first line has ${header.length}`,
      })),
  ];
  if (problems.length > 0) return fail(problems);
  return ok(rest.map(({ line, cells }) => ({ line, cells: named(header, cells) })));
}

const Found = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }),
);

interface Parsed {
  readonly line: number;
  readonly cells: readonly string[];
}

function records(text: string): Result<readonly Parsed[], readonly CsvProblem[]> {
  try {
    const found = Found.parse(
      parse(text, {
        bom: true,
        delimiter: delimiterOf(text),
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
        skip_records_with_empty_values: true,
      }),
    );
    return ok(found.map(({ record, info }) => ({ line: info.lines, cells: record })));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return fail([{ line, what: 'is not CSV: a quotation mark is missing or too many' }]);
  }
}

/** Where a comma is the decimal sign, spreadsheets part the cells by semicolons. */
function delimiterOf(text: string): string {
  const head = text.split('\n', 1)[0] ?? '';
  return [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
}

function headerProblems(
  header: readonly string[],
  columns: readonly string[],
): readonly CsvProblem[] {
  const missing = columns.filter((column) => !header.includes(column));
  const double = header.filter((name, at) => header.indexOf(name) !== at);
  return [
    ...missing.map((name) => ({ line: 1, what: `the column ${name} is missing` })),
    ...double.map((name) => ({ line: 1, what: `the column ${name} stands there twice` })),
  ];
}

function named(
  header: readonly string[],
  cells: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(header.map((name, at) => [name, plain(cells[at] ?? '')]));
}

/** Takes off the mark that keeps a cell from being run, and the line ends of another system. */
function plain(cell: string): string {
  const text = /^'[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
  return text.replaceAll('\r\n', '\n').trim();
}
