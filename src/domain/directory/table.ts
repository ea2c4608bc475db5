import { Service } from './service.ts';

/** What a text of a row is called by in the table: `name_km`, `name_en`. */
const WORDED = ['name', 'about', 'serves', 'hours'] as const;
const LISTS = ['provinces', 'channels', 'languages', 'source'] as const;
const PLAIN = ['id', 'kind', 'scope', 'cost', 'reach', 'confidence'] as const;
/** To be read only: who verified a row is no matter of a table. */
const CHECKED = ['verified_by', 'verified_on', 'expires_on', 'withdrawn'] as const;
const BETWEEN = ' | ';

export type Cells = Readonly<Record<string, string>>;

/** The columns of the directory as a table, in the order in which a person reads them. */
export function serviceColumns(languages: readonly string[]): readonly string[] {
  const worded = (name: (typeof WORDED)[number]) => languages.map((one) => `${name}_${one}`);
  return [
    'id',
    'kind',
    ...worded('name'),
    ...worded('about'),
    ...worded('serves'),
    ...worded('hours'),
    'scope',
    'provinces',
    'channels',
    'languages',
    'cost',
    'reach',
    'source',
    'confidence',
    ...CHECKED,
  ];
}

export function toCells(row: Service): Cells {
  return Object.fromEntries([
    ...PLAIN.map((name) => [name, row[name] ?? ''] as const),
    ...LISTS.map((name) => [name, row[name].join(BETWEEN)] as const),
    ...WORDED.flatMap((name) =>
      Object.entries(row[name]).map(([language, text]) => [`${name}_${language}`, text] as const),
    ),
    ['verified_by', row.verified_by ?? ''],
    ['verified_on', row.verified_on ?? ''],
    ['expires_on', row.expires_on ?? ''],
    ['withdrawn', row.withdrawn === null ? '' : `${row.withdrawn.on}: ${row.withdrawn.why}`],
  ]);
}

/** What a table says of a row: without a verification and without a withdrawal, which a table can give to no row. */
export function fromCells(cells: Cells): ReturnType<typeof Service.safeParse> {
  return Service.safeParse({
    ...Object.fromEntries(PLAIN.map((name) => [name, cells[name] ?? ''])),
    ...Object.fromEntries(LISTS.map((name) => [name, listed(cells[name] ?? '')])),
    ...Object.fromEntries(WORDED.map((name) => [name, wordedOf(cells, name)])),
    reach: cells['reach'] === '' ? null : cells['reach'],
    verified_by: null,
    verified_on: null,
    expires_on: null,
  });
}

function listed(cell: string): readonly string[] {
  return cell
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function wordedOf(cells: Cells, name: string): Readonly<Record<string, string>> {
  const prefix = `${name}_`;
  return Object.fromEntries(
    Object.entries(cells)
      .filter(([column, text]) => column.startsWith(prefix) && text !== '')
      .map(([column, text]) => [column.slice(prefix.length), text]),
  );
}

export interface FieldChange {
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

export interface RowChange {
  readonly id: string;
  readonly kind: 'new' | 'changed';
  readonly fields: readonly FieldChange[];
  /** It was verified, and what was verified is not what it says now: a person must verify it again. */
  readonly voidsVerification: boolean;
}

/** What a table would change in the directory. A row that the table does not name stays as it is. */
export function changesOf(
  stored: readonly Service[],
  wanted: readonly Service[],
): readonly RowChange[] {
  const byId = new Map(stored.map((row) => [row.id, row]));
  return wanted.flatMap((row): RowChange[] => {
    const old = byId.get(row.id);
    const fields = fieldChanges(old === undefined ? {} : contentCells(old), contentCells(row));
    if (fields.length === 0) return [];
    const kind = old === undefined ? 'new' : 'changed';
    return [{ id: row.id, kind, fields, voidsVerification: (old?.verified_by ?? null) !== null }];
  });
}

/** The row with new content: what was verified about the old one says nothing of it; a withdrawal stays. */
export function replaced(old: Service | null, next: Service): Service {
  const unchanged =
    old !== null && fieldChanges(contentCells(old), contentCells(next)).length === 0;
  if (unchanged) return old;
  return {
    ...next,
    verified_by: null,
    verified_on: null,
    expires_on: null,
    withdrawn: old?.withdrawn ?? null,
  };
}

function contentCells(row: Service): Cells {
  const content = Object.entries(toCells(row)).filter(
    ([column]) => !CHECKED.some((one) => one === column),
  );
  return Object.fromEntries(content);
}

function fieldChanges(from: Cells, to: Cells): readonly FieldChange[] {
  const columns = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return columns
    .map((column) => ({ column, from: from[column] ?? '', to: to[column] ?? '' }))
    .filter((change) => change.from !== change.to);
}
