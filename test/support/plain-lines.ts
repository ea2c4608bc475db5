import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** One message as any channel shows it. */
export interface Shown {
  readonly texts: readonly string[];
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}

const Bot = z.looseObject({
  standing: z.object({ line: z.string() }),
  choose: z.string(),
  counsellor: z.string(),
});
const BOTS = ['en', 'km'].map((language) =>
  Bot.parse(JSON.parse(readFileSync(`locales/${language}/bot.json`, 'utf8'))),
);
const ADDED = new Set(BOTS.flatMap(({ standing, choose }) => [standing.line, choose]));
const LABELS = BOTS.map(({ counsellor }) =>
  counsellor.split('{{alias}}').map((part) => part.trim()),
);
const STANDING = new Set(['exit', 'person']);

/**
 * What a message says, whatever channel showed it: its lines, then `[label]` for each choice. Left out is what only
 * rendering adds: the standing line and row, how to answer with a number, the label above a counsellor's words.
 */
export function plainLines({ texts, choices }: Shown): string[] {
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
  return [
    ...lines.filter((line) => !ADDED.has(line) && !isLabel(line)).map(numbered),
    ...choices.filter(({ id }) => !STANDING.has(id)).map(({ label }) => `[${label}]`),
  ];
}

function isLabel(line: string): boolean {
  return LABELS.some(
    ([before = '', after = '']) =>
      after !== '' && line.startsWith(before) && line.endsWith(after) && !/[.!?។]$/.test(line),
  );
}

/** `2. Someone I know` is a choice too, where a channel has no button for it. */
function numbered(line: string): string {
  const label = /^\d{1,2}\. (.+)$/.exec(line)?.[1];
  return label === undefined ? line : `[${label}]`;
}

/** How the child of a test picks a choice by its label: its id, or its number where it stands in the text. */
export function findChoice(
  shown: Shown,
  label: string,
): { readonly id: string } | { readonly number: string } | null {
  const choice = shown.choices.find((one) => one.label === label);
  if (choice !== undefined) return { id: choice.id };
  const lines = shown.texts.flatMap((text) => text.split('\n'));
  const line = lines.find((one) => /^\d{1,2}\. /.test(one) && one.endsWith(`. ${label}`));
  return line === undefined ? null : { number: line.split('.')[0] ?? '' };
}
