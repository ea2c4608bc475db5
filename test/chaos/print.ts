import type { Ledger } from './ledger.ts';

/** The faults, what the platforms delivered twice, and the first broken promises in words. */
export function table({ counts, faults, told }: Ledger): string {
  const rows = [...faults].toSorted(([a], [b]) => a.localeCompare(b));
  return [
    '',
    ...rows.map(([fault, times]) => row(fault, times)),
    '',
    row('refused and delivered again (503, no answer)', counts.refused),
    row('delivered twice by the platform', counts.duplicates),
    row('messages shown to children', counts.out),
    row('talks with a counsellor', counts.talks),
    row('exits', counts.exits),
    row('twice on Telegram, inside the documented gap', counts.gap),
    ...(told.length === 0 ? [] : ['', ...told]),
    '',
  ].join('\n');
}

function row(what: string, count: number): string {
  return `${what.padEnd(48)}${String(count).padStart(9)}`;
}

export function lastLine({ counts }: Ledger): string {
  const { kills, lost, doubled, disordered, stranded } = counts;
  return `in ${counts.in}, kills ${kills}, lost ${lost}, doubled ${doubled}, disordered ${disordered}, stranded ${stranded}`;
}
