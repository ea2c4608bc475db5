import type { CannedRow } from '../api/types.ts';

/** By code or by any words of any language; what begins with the code comes first. */
export function foundIn(rows: readonly CannedRow[], asked: string): readonly CannedRow[] {
  const words = asked.trim().replace(/^\//, '').toLowerCase();
  if (words === '') return rows;
  const coded = rows.filter(({ code }) => code.startsWith(words));
  const texted = rows.filter((row) => !coded.includes(row) && isIn(row, words));
  return [...coded, ...texted];
}

function isIn({ code, texts }: CannedRow, words: string): boolean {
  return [code, ...Object.values(texts).map(({ text }) => text)].some((text) =>
    text.toLowerCase().includes(words),
  );
}
