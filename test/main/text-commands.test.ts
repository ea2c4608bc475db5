import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTextBook, type TextBook } from '../../src/adapters/bundle-files/text-book.ts';
import { writeCsv } from '../../src/adapters/csv/csv.ts';
import { applyChanges, readTextTable, textTable } from '../../src/main/text-commands.ts';
import { bundleFolder } from '../support/bundle-folder.ts';

let dir: string;
beforeEach(async () => {
  dir = await bundleFolder();
});
afterEach(() => rm(dir, { recursive: true }));

async function book(): Promise<TextBook> {
  const read = await readTextBook(dir, 'km');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

const table = (rows: readonly Readonly<Record<string, string>>[]) =>
  writeCsv(['key', 'beside', 'text', 'sign'], rows);

describe('the table of texts', () => {
  it('changes nothing when it comes back as it went out', async () => {
    expect(readTextTable(textTable(await book()), await book())).toEqual({
      changes: [],
      mistakes: [],
    });
  });

  it('brings a new wording and a signature, which are what the book then says', async () => {
    const rows = [
      { key: 'home:bye', beside: 'Bye.', text: '=លាសិន', sign: 'Sok' },
      { key: 'home:sure.yes', beside: 'Quite sure', text: 'មែនហើយ', sign: '' },
    ];
    const { changes, mistakes } = readTextTable(table(rows), await book());
    expect(mistakes).toEqual([]);

    await applyChanges(dir, await book(), changes);

    const { entries } = await book();
    const seen = rows.map(({ key }) => {
      const entry = entries.find((one) => one.key === key);
      return [entry?.text, entry?.state, entry?.review?.reviewer];
    });
    expect(seen).toEqual([
      ['=លាសិន', 'signed', 'Sok'],
      ['មែនហើយ', 'unsigned', undefined],
    ]);
    expect(readTextTable(table(rows), await book()).changes).toEqual([]);
  });

  it('never carries an old signature over to a text that changed', async () => {
    const rows = [{ key: 'home:bye', beside: 'Bye.', text: 'លាហើយ', sign: 'Sok' }];
    await applyChanges(dir, await book(), readTextTable(table(rows), await book()).changes);
    const sent = textTable(await book()).replace('លាហើយ', 'លាសិន');

    const { changes } = readTextTable(sent, await book());

    expect(changes).toEqual([{ key: 'home:bye', from: 'លាហើយ', to: 'លាសិន', signedBy: null }]);
  });

  it('tells all its mistakes at once, and changes nothing for them', async () => {
    const rows = [
      { key: 'home:none', beside: '', text: 'x', sign: '' },
      { key: 'home:bye', beside: 'Farewell.', text: 'លា', sign: '' },
      { key: 'home:sure.ask', beside: 'Sure?', text: '', sign: '' },
      { key: 'home:hello', beside: 'Hello, {{alias}}.', text: 'សួស្តី', sign: '' },
      { key: 'home:sure.yes', beside: 'Quite sure', text: 'ហៅ ១២៨០', sign: '' },
      { key: 'home:sure.yes', beside: 'Quite sure', text: 'មែន', sign: '' },
    ];

    const { changes, mistakes } = readTextTable(table(rows), await book());

    expect(changes).toEqual([]);
    const words = [
      'no text',
      'has changed since',
      'never taken away',
      '{{alias}}',
      'phone',
      'twice',
    ];
    expect(mistakes.length).toBe(words.length);
    for (const [at, word] of words.entries()) {
      expect(mistakes[at]).toContain(`line ${at + 2}: `);
      expect(mistakes[at]).toContain(word);
    }
  });
});
