import type { ServiceQuery } from '../flow/bundle.ts';
import { type Service, statusOf } from './service.ts';

export type Mode = 'demo' | 'pilot' | 'production';

export interface ShownRow {
  readonly row: Service;
  /** Nobody has verified it: demo mode shows it, marked. */
  readonly example: boolean;
}

/** Rows that may be shown today: verified ones, and in demo mode those that nobody has verified yet (R41). */
export function shownRows(
  rows: readonly Service[],
  mode: Mode,
  today: string,
): readonly ShownRow[] {
  return rows.flatMap((row): ShownRow[] => {
    const status = statusOf(row, today);
    if (status === 'verified') return [{ row, example: false }];
    return status === 'unverified' && mode === 'demo' ? [{ row, example: true }] : [];
  });
}

/** The rows that answer a question of a flow: those of the province first, then the national ones (R42). */
export function chooseRows(
  shown: readonly ShownRow[],
  query: ServiceQuery,
  province: string | null,
): readonly ShownRow[] {
  const kind = shown.filter(({ row }) => row.kind === query.kind);
  const near = query.scope === 'province' ? kind.filter(({ row }) => covers(row, province)) : [];
  return [...near, ...kind.filter(({ row }) => row.scope === 'national')];
}

/** The one row that somebody chose, if it still may be shown. */
export function theRow(shown: readonly ShownRow[], id: string): readonly ShownRow[] {
  return shown.filter(({ row }) => row.id === id);
}

/** Kinds that have a row for this child, nationally or in the province. */
export function shownKinds(shown: readonly ShownRow[], province: string | null): readonly string[] {
  const mine = shown.filter(({ row }) => row.scope === 'national' || covers(row, province));
  return [...new Set(mine.map(({ row }) => row.kind))];
}

function covers(row: Service, province: string | null): boolean {
  return row.scope === 'province' && row.provinces.some((code) => code === province);
}
