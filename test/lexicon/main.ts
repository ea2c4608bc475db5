import process from 'node:process';
import { Command } from 'commander';
import { loadLexicon } from '../../src/adapters/bundle-files/load-lexicon.ts';
import type { Lexicon } from '../../src/domain/flow/bundle.ts';
import { compileLexicon } from '../../src/domain/text/lexicon.ts';
import { type Figure, figures, heard, type Labelled, readPart, WRITINGS } from './measure.ts';

interface Options {
  readonly open?: true;
  readonly misses?: true;
}

const program = new Command('lexicon')
  .description(
    'Precision and recall of the word lists on the labelled lines, by concern and by way of writing.',
  )
  .option('--open', 'only the open part: the one to look at while the lists are being tuned')
  .option('--misses', 'with --open: every line that was heard wrongly')
  .action(async ({ open, misses }: Options) => {
    const loaded = await loadLexicon('.');
    if (!loaded.ok)
      throw new Error(`the word lists have mistakes: ${JSON.stringify(loaded.error)}`);
    const lexicon = compileLexicon(loaded.value.raw);
    for (const part of open ? (['open'] as const) : (['open', 'held-out', 'later'] as const)) {
      const lines = readPart(part);
      say(`${part}: ${lines.length} lines`);
      say(report(lexicon, lines));
    }
    if (open && misses) say(wrong(lexicon, readPart('open')));
  });

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function report(lexicon: Lexicon, lines: readonly Labelled[]): string {
  const parts = WRITINGS.map(
    (writing) => [writing, lines.filter((line) => line.writing === writing)] as const,
  );
  const rows = [
    ...figures(lexicon, lines).map((figure) => row('all', figure)),
    ...parts.flatMap(([writing, some]) => figures(lexicon, some).map((one) => row(writing, one))),
  ];
  return [['writing', 'concern', 'lines', 'precision', 'recall'], ...rows].map(aligned).join('\n');
}

function row(writing: string, { name, meant, heard: hits, right }: Figure): readonly string[] {
  return [writing, name, String(meant), share(right, hits), share(right, meant)];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(0)} % (${part}/${whole})`;
}

function aligned(cells: readonly string[]): string {
  return cells
    .map((cell) => cell.padEnd(16))
    .join('')
    .trimEnd();
}

function wrong(lexicon: Lexicon, lines: readonly Labelled[]): string {
  return lines
    .filter(({ label, text }) => heard(lexicon, text) !== label)
    .map(
      ({ label, text }) => `${label.padEnd(10)} heard ${heard(lexicon, text).padEnd(10)} ${text}`,
    )
    .join('\n');
}

await program.parseAsync(process.argv);
