import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { FORMATS } from '../app/poster-sheet.ts';
import { CHANNELS } from '../domain/flow/bundle.ts';

export interface PosterTools {
  readonly ask: (command: string, args: Record<string, string | undefined>) => Promise<unknown>;
  readonly say: (text: string) => void;
}

interface PrintOptions {
  readonly language: string;
  readonly format: string;
  readonly channel?: string;
  readonly to?: string;
}

const Listed = z.array(
  z.object({
    code: z.string(),
    label: z.string(),
    since: z.string(),
    came: z.number().nullable(),
    links: z.array(z.object({ url: z.string() })),
  }),
);

/** `npm run poster`: links, codes to scan and pages to print. */
export function posterCli(program: Command, { ask, say }: PosterTools): void {
  const poster = program.command('poster').description('Links, codes to scan, pages to print.');
  poster
    .command('new <label>')
    .description('Makes a code for one place. The label is for the staff; it stands in no link.')
    .action(async (label: string) => {
      const { code } = z.object({ code: z.string() }).parse(await ask('poster-new', { label }));
      say(`${code}\nNow: npm run poster -- print ${code} --language km`);
    });
  poster
    .command('list')
    .description('Every code, its links, and how many came by it until yesterday.')
    .action(async () => {
      for (const one of Listed.parse(await ask('poster-list', {}))) {
        say(`${one.code}  since ${one.since}  came ${one.came ?? 'fewer than 10'}  ${one.label}`);
        for (const { url } of one.links) say(`        ${url}`);
      }
    });
  poster
    .command('print <code>')
    .description('Writes a page (HTML) to print or to save as PDF from a browser.')
    .option('--language <language>', 'the language of its words', 'km')
    .addOption(new Option('--format <format>').choices([...FORMATS]).default('poster'))
    .addOption(new Option('--channel <channel>', 'this one alone').choices([...CHANNELS]))
    .option('--to <file>', 'default: <format>-<code>-<language>.html')
    .action(async (code: string, { to, ...options }: PrintOptions) => {
      const answer = await ask('poster-sheet', { code, ...options });
      const { page } = z.object({ page: z.string() }).parse(answer);
      const file = resolve(to ?? `${options.format}-${code}-${options.language}.html`);
      writeFileSync(file, page);
      say(`${file}\nOpen it in a browser and print it, or save it as PDF there.`);
    });
}
