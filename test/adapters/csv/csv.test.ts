import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, writeCsv } from '../../../src/adapters/csv/csv.ts';

const COLUMNS = ['id', 'text'];

describe('writeCsv', () => {
  it('begins with the mark by which a spreadsheet knows Khmer', () => {
    expect(writeCsv(COLUMNS, [{ id: 'a', text: 'ជួយ' }])).toBe('\uFEFFid,text\na,ជួយ\n');
  });

  it.each(['=1+1', '+855 1', '-2', '@SUM(A1)', '\tx', '\rx'])(
    'keeps a spreadsheet from running %j',
    (text) => {
      const cell = writeCsv(['text'], [{ text }]).split('\n')[1];

      expect(cell).toMatch(/^"?'/);
    },
  );
});

describe('readCsv', () => {
  it('gives back what was written', () => {
    const cell = fc
      .oneof(
        fc.string(),
        fc.constantFrom('=a', '+1', '-', '@x', 'a,b;c\td', '"', 'ក\nខ', "'quoted'"),
      )
      .map((text) => text.replaceAll('\r', '').trim())
      // Nobody writes this by hand; it is how a formula is kept from being run.
      .filter((text) => !/^'[=+\-@\t＝＋－＠]/.test(text));

    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (texts) => {
        const rows = texts.map((text, at) => ({ id: `r${at}`, text }));
        const read = readCsv(writeCsv(COLUMNS, rows), COLUMNS);

        expect(read.ok && read.value.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });

  it.each([
    ['semicolons', 'id;text\r\na;one, two\r\n'],
    ['tabs', 'id\ttext\na\tone, two\n'],
    ['an empty line at the end', 'id,text\na,"one, two"\n,\n\n'],
    ['another order and a column of their own', 'note,text,id\nx,"one, two",a\n'],
  ])('reads a table with %s', (_, file) => {
    const read = readCsv(file, COLUMNS);

    expect(read.ok && read.value.map(({ cells }) => [cells['id'], cells['text']])).toEqual([
      ['a', 'one, two'],
    ]);
  });

  it('tells every mistake with its line', () => {
    expect(readCsv('id,id\na\nb,c,d\n', COLUMNS)).toEqual({
      ok: false,
      error: [
        { line: 1, what: 'the column text is missing' },
        { line: 1, what: 'the column id stands there twice' },
        { line: 2, what: 'has 1 cells, the first line has 2' },
        { line: 3, what: 'has 3 cells, the first line has 2' },
      ],
    });
    expect(readCsv('id,text\na,"b\n', COLUMNS).ok).toBe(false);
  });
});
