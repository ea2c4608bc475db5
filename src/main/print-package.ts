import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Command } from 'commander';
import { loadPlan } from '../adapters/bundle-files/load-plan.ts';
import type { BundleProblem } from '../adapters/bundle-files/source.ts';
import { readTextBook } from '../adapters/bundle-files/text-book.ts';
import { dayInCambodia, type Service } from '../domain/directory/service.ts';
import { pageOf } from '../domain/paper/page.ts';
import { paperOf, type Said } from '../domain/paper/paper.ts';
import { ok, type Result } from '../domain/result.ts';
import { type Ask, listedServices, type Terminal } from './service-commands.ts';

interface Options {
  readonly folder: string;
  readonly language: string;
  readonly out: string;
}

/** `flows package`: the texts for whoever a child may turn to, as one page to print. */
export function addPackage(flows: Command, ask: Ask, terminal: Terminal): void {
  flows
    .command('package')
    .description(
      'Writes the information package as one HTML page to print: rights, where to report, adults.',
    )
    .option('--language <language>', 'the language', 'km')
    .option('--folder <folder>', 'a bundle elsewhere', '.')
    .requiredOption('--out <file>', 'where the page is written')
    .action(async (options: Options) => {
      const services = await listedServices(ask);
      const page = await printPackage({ ...options, services, today: dayInCambodia(Date.now()) });
      if (page.ok) {
        await writeFile(options.out, page.value);
        return terminal.say(`${options.out} is written; open it and print it.`);
      }
      for (const { file, line, what, mend } of page.error) {
        terminal.complain(`${file}:${line}: ${what}. ${mend}`);
      }
      process.exitCode = 1;
    });
}

/** The page from a bundle's folder and the rows of the directory. */
export async function printPackage({
  folder,
  language,
  services,
  today,
}: Pick<Options, 'folder' | 'language'> & {
  readonly services: readonly Service[];
  readonly today: string;
}): Promise<Result<string, readonly BundleProblem[]>> {
  const book = await readTextBook(folder, language);
  if (!book.ok) return book;
  const entries = new Map(
    book.value.entries.flatMap(({ key, text, state }) =>
      text === null ? [] : [[key, { text, signed: state === 'signed' }] as const],
    ),
  );
  const plan = await loadPlan(folder, (key) => entries.has(key));
  if (!plan.ok) return plan;
  const text = (key: string): Said => entries.get(key) ?? { text: '', signed: false };
  const paper = paperOf(plan.value, { text, services, language, today });
  const fonts = await embeddedFonts();
  return ok(pageOf(paper, { language, today, fonts, word: (name) => text(`package:${name}`) }));
}

/** Khmer and Latin in the page itself, about 110 kB: a paper is often printed where there is no network. */
async function embeddedFonts(): Promise<string> {
  const resolve = createRequire(import.meta.url).resolve;
  const faces = [
    ['khmer', 'U+1780-17FF, U+19E0-19FF, U+200C-200D, U+25CC'],
    ['latin', 'U+0000-00FF, U+2000-206F'],
  ].map(async ([script = '', range = '']) => {
    const file = `@fontsource-variable/noto-sans-khmer/files/noto-sans-khmer-${script}-wght-normal.woff2`;
    const data = (await readFile(resolve(file))).toString('base64');
    return `@font-face { font-family: 'Package'; font-weight: 100 900; src: url(data:font/woff2;base64,${data}) format('woff2'); unicode-range: ${range}; }\n`;
  });
  return (await Promise.all(faces)).join('');
}
