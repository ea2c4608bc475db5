import type { CannedGroup } from '../domain/counsel/canned.ts';
import type { Bundle } from '../domain/flow/bundle.ts';

/** One reply in all languages, for whoever looks at them side by side. */
export interface CannedRow {
  readonly group: CannedGroup;
  readonly code: string;
  readonly texts: Readonly<Record<string, { readonly text: string; readonly signed: boolean }>>;
}

/** In the order of the first language; a code that another lacks has no text there. */
export function cannedSheet({ canned }: Bundle): readonly CannedRow[] {
  const rows = new Map<string, CannedRow>();
  for (const [language, replies] of canned) {
    for (const { group, code, text, signed } of replies) {
      const texts = { ...rows.get(code)?.texts, [language]: { text, signed } };
      rows.set(code, { group, code, texts });
    }
  }
  return [...rows.values()];
}
