import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { readCsv, writeCsv } from '../adapters/csv/csv.ts';
import { Service } from '../domain/directory/service.ts';
import {
  type Cells,
  fromCells,
  type RowChange,
  serviceColumns,
  toCells,
} from '../domain/directory/table.ts';
import { problemsOf } from '../domain/flow/problem.ts';
import { fail, ok, type Result } from '../domain/result.ts';

/** Asks the running server, or the store; ends the process when it is refused. */
export type Ask = (command: string, args: Readonly<Record<string, unknown>>) => Promise<unknown>;

export interface Terminal {
  say(text: string): void;
  complain(text: string): void;
}

const Listed = z.array(z.object({ row: Service, status: z.string() }));
const Changes = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(['new', 'changed']),
    fields: z.array(z.object({ column: z.string(), from: z.string(), to: z.string() })),
    voidsVerification: z.boolean(),
  }),
);

/** `services export` and `services import`: the directory as a table that a person can edit. */
export function addServiceTable(services: Command, ask: Ask, terminal: Terminal): void {
  services
    .command('export <file>')
    .description('Writes every row as CSV, for a spreadsheet.')
    .action(async (file: string) => {
      const rows = await listedServices(ask);
      await writeFile(file, writeCsv(serviceColumns(languagesOf(rows)), rows.map(toCells)));
      terminal.say(`${rows.length} rows in ${file}`);
    });
  services
    .command('import <file>')
    .description(
      'Shows what a CSV would change; with --apply it changes it. Nothing is ever removed.',
    )
    .option('--apply', 'changes the directory')
    .option('--by <name>', 'who changes it; needed with --apply')
    .action(async (file: string, { apply, by }: { apply?: true; by?: string }) => {
      const read = readServiceTable(await readFile(file, 'utf8'));
      if (!read.ok) return refuse(terminal, file, read.error);
      if (apply && by === undefined)
        return refuse(terminal, file, ['say with --by who changes it']);
      const asked = { rows: read.value, by: by ?? 'preview', apply: apply === true };
      const changes = Changes.parse(await ask('services-put', asked));
      terminal.say(printed(changes, apply === true));
    });
}

/** Every row of the directory. */
export async function listedServices(ask: Ask): Promise<readonly Service[]> {
  return Listed.parse(await ask('services-list', {})).map(({ row }) => row);
}

/** The rows of a table, or every mistake in it by line. */
export function readServiceTable(text: string): Result<readonly Service[], readonly string[]> {
  const table = readCsv(text, serviceColumns(['km', 'en']));
  if (!table.ok) return fail(table.error.map(({ line, what }) => `line ${line}: ${what}`));
  const rows = table.value.map(({ line, cells }) => ({ line, read: fromCells(cells), cells }));
  const ids = rows.map(({ cells }) => cells['id']);
  const mistakes = rows.flatMap(({ line, read, cells }, at) => [
    ...(read.success ? [] : wrongCells(cells, read.error).map((what) => `line ${line}: ${what}`)),
    ...(ids.indexOf(cells['id']) === at ? [] : [`line ${line}: ${cells['id']} stands there twice`]),
  ]);
  if (mistakes.length > 0) return fail(mistakes);
  return ok(rows.flatMap(({ read }) => (read.success ? [read.data] : [])));
}

function wrongCells(cells: Cells, error: z.ZodError): readonly string[] {
  const name = cells['id'] === '' || cells['id'] === undefined ? 'this row' : cells['id'];
  return problemsOf(error, '').map(
    ({ path, what, mend }) => `${name}, ${path.join('_') || 'row'}: ${what}. ${mend}`,
  );
}

function languagesOf(rows: readonly Service[]): readonly string[] {
  const used = rows.flatMap((row) => Object.keys(row.name));
  return [...new Set(['km', 'en', ...used])];
}

function printed(changes: readonly RowChange[], applied: boolean): string {
  if (changes.length === 0) return 'Nothing differs.';
  const lines = changes.flatMap(({ id, kind, fields, voidsVerification }) => [
    `${id} (${kind})${voidsVerification ? ': must be verified again' : ''}`,
    ...fields.flatMap(({ column, from, to }) =>
      kind === 'new' ? [`  ${column}: ${to}`] : [`  ${column}:`, `    - ${from}`, `    + ${to}`],
    ),
  ]);
  const end = applied ? 'Changed.' : 'Nothing is changed yet: add --apply --by NAME.';
  return [...lines, end].join('\n');
}

function refuse({ complain }: Terminal, file: string, mistakes: readonly string[]): void {
  complain([`${file} is not imported:`, ...mistakes.map((line) => `  ${line}`)].join('\n'));
  process.exitCode = 1;
}
