import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { textHash } from '../adapters/bundle-files/load-reviews.ts';
import { saveReviews, type TextBook } from '../adapters/bundle-files/text-book.ts';
import type { Reviews } from '../domain/flow/reviews.ts';
import { signature, TEXT_STATES, type TextEntry } from '../domain/flow/text-book.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Terminal } from './service-commands.ts';

/** Every text that is not signed as it stands, with its state, and how many there are of each. */
export function listTexts({ entries, language }: TextBook, { say }: Terminal): void {
  for (const { key, state } of entries) if (state !== 'signed') say(`${state.padEnd(9)} ${key}`);
  const counts = TEXT_STATES.map((state) => {
    const count = entries.filter((entry) => entry.state === state).length;
    return `${count} ${state}`;
  });
  say(`${language}: ${entries.length} texts, ${counts.join(', ')}`);
}

/** Signs one text as it stands now. */
export async function signOne(
  folder: string,
  book: TextBook,
  key: string,
  by: string,
): Promise<Result<Reviews, string>> {
  const entry = book.entries.find((one) => one.key === key);
  if (entry === undefined) return fail('is no text; --list shows them all');
  const { text, beside } = entry;
  if (text === null) return fail('is not written yet');
  if (by.trim().length < 2) return fail('needs the name of a person');
  const date = new Date().toISOString().slice(0, 10);
  const signed = signature({ text, beside }, { reviewer: by.trim(), date }, textHash);
  const reviews = { ...book.reviews, [key]: signed };
  await saveReviews(folder, book.language, reviews);
  return ok(reviews);
}

/** Text by text, side by side: each answer is written at once, so that a reader can stop at any time. */
export async function reviewInTerminal(
  folder: string,
  book: TextBook,
  by: string,
  terminal: Terminal,
): Promise<void> {
  const waiting = book.entries.filter(({ state }) => state !== 'signed' && state !== 'missing');
  const input = createInterface({ input: process.stdin, output: process.stdout });
  const answers = input[Symbol.asyncIterator]();
  let { reviews } = book;
  for (const [at, entry] of waiting.entries()) {
    terminal.say(sideBySide(book, entry, `${at + 1}/${waiting.length}`));
    terminal.say('s = sign as it stands, Enter = leave, q = stop');
    const answer = await answers.next();
    if (answer.done || answer.value.trim() === 'q') break;
    if (answer.value.trim() !== 's') continue;
    const signed = await signOne(folder, { ...book, reviews }, entry.key, by);
    if (signed.ok) reviews = signed.value;
    terminal.say(signed.ok ? `signed by ${by}` : signed.error);
  }
  input.close();
}

function sideBySide({ language, source }: TextBook, entry: TextEntry, place: string): string {
  const lines = [`\n${place}  ${entry.key}  (${entry.state})`];
  if (source !== null) lines.push(`  ${source}: ${entry.beside ?? '(not written)'}`);
  lines.push(`  ${language}: ${entry.text ?? ''}`);
  if (entry.state === 'changed')
    lines.push(`  It was signed by ${entry.review?.reviewer}, and has changed since.`);
  if (entry.state === 'outdated')
    lines.push(
      `  It was signed by ${entry.review?.reviewer}; the ${source} text has changed since.`,
    );
  return lines.join('\n');
}
