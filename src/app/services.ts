import {
  chooseRows,
  type Mode,
  type ShownRow,
  shownKinds,
  shownRows,
  theRow,
} from '../domain/directory/choose.ts';
import {
  addDays,
  dayInCambodia,
  NUMBER_DAYS,
  Service,
  type ServiceStatus,
  statusOf,
} from '../domain/directory/service.ts';
import { changesOf, type RowChange, replaced } from '../domain/directory/table.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Documents, Json } from '../ports/documents.ts';
import type { Services, ShownService } from '../ports/services.ts';
import { recent } from './recent.ts';

const PREFIX = 'services/';
/** A withdrawal acts within a second everywhere, the time of the look-up included. */
const FRESH_MS = 400;
const ATTEMPTS = 20;

/** The live directory over the documents; `now` is the store's clock. */
export function directory(documents: Documents, mode: Mode, now: () => Promise<number>): Services {
  const shown = recent(FRESH_MS, async () => {
    const [rows, at] = await Promise.all([storedRows(documents), now()]);
    return shownRows(rows, mode, dayInCambodia(at));
  });
  return {
    async rows(query, province, language) {
      const chosen = chooseRows(await shown(), query, province);
      return chosen.map((one) => inLanguage(one, language));
    },
    async one(id, language) {
      return theRow(await shown(), id).map((row) => inLanguage(row, language));
    },
    async kinds(province) {
      return shownKinds(await shown(), province);
    },
  };
}

/** Puts the first content in; a row that is there already stays as it is. Answers how many were new. */
export async function seedServices(
  documents: Documents,
  rows: readonly Service[],
): Promise<number> {
  const put = await Promise.all(
    rows.map((row) => documents.put(`${PREFIX}${row.id}`, jsonOf(row), 0)),
  );
  return put.filter((version) => version !== null).length;
}

/** Every row with what it is worth at this moment, by id; for the people who keep the directory. */
export async function listServices(
  documents: Documents,
  nowMs: number,
): Promise<readonly { readonly row: Service; readonly status: ServiceStatus }[]> {
  const today = dayInCambodia(nowMs);
  return (await storedRows(documents)).map((row) => ({ row, status: statusOf(row, today) }));
}

export type ServiceError = 'missing' | 'invalid' | 'busy';

export interface Verification {
  readonly id: string;
  /** Who called the number or opened the link, as the directory shows it. */
  readonly by: string;
  readonly nowMs: number;
  /** `YYYY-MM-DD`; 90 days from today unless said otherwise. */
  readonly expiresOn?: string;
}

/** Notes that a person found a row right today; it is shown from now on, also if it was withdrawn. */
export async function verifyService(
  documents: Documents,
  { id, by, nowMs, expiresOn }: Verification,
): Promise<Result<Service, ServiceError>> {
  const today = dayInCambodia(nowMs);
  const changed = await change(documents, id, (row) => ({
    ...row,
    verified_by: by,
    verified_on: today,
    expires_on: expiresOn ?? addDays(today, NUMBER_DAYS),
    withdrawn: null,
  }));
  if (changed.ok) await note(documents, { what: 'service-verified', id, by, nowMs });
  return changed;
}

export interface Withdrawal {
  readonly id: string;
  readonly by: string;
  readonly why: string;
  readonly nowMs: number;
}

/** Takes a row that is known to be wrong out of every message, those under way included, within a second. */
export async function withdrawService(
  documents: Documents,
  { id, by, why, nowMs }: Withdrawal,
): Promise<Result<Service, ServiceError>> {
  const changed = await change(documents, id, (row) => ({
    ...row,
    withdrawn: { by, on: dayInCambodia(nowMs), why },
  }));
  if (changed.ok) await note(documents, { what: 'service-withdrawn', id, by, nowMs });
  return changed;
}

/**
 * Puts rows in as a table or the console says them, all that are new or differ. Content that changes voids the
 * verification: the person who called the old number did not call the new one.
 *
 * @returns What changed, or would.
 */
export async function putServices(
  documents: Documents,
  { rows, by, nowMs, apply }: NewRows,
): Promise<Result<readonly RowChange[], ServiceError>> {
  const changes = changesOf(await storedRows(documents), rows);
  if (!apply) return ok(changes);
  for (const row of rows.filter(({ id }) => changes.some((one) => one.id === id))) {
    const put = await putRow(documents, row);
    if (!put.ok) return put;
    await note(documents, { what: 'service-changed', id: row.id, by, nowMs });
  }
  return ok(changes);
}

export interface NewRows {
  readonly rows: readonly Service[];
  readonly by: string;
  readonly nowMs: number;
  /** False: only says what would change. */
  readonly apply: boolean;
}

interface Note {
  readonly what: 'service-verified' | 'service-withdrawn' | 'service-changed';
  readonly id: string;
  readonly by: string;
  readonly nowMs: number;
}

async function note(documents: Documents, { what, id, by, nowMs }: Note): Promise<void> {
  await documents.append('audit', { what, service: id, by, at: nowMs });
}

async function putRow(documents: Documents, row: Service): Promise<Result<Service, ServiceError>> {
  const added = await documents.put(`${PREFIX}${row.id}`, jsonOf(replaced(null, row)), 0);
  if (added !== null) return ok(row);
  return change(documents, row.id, (old) => replaced(old, row));
}

async function change(
  documents: Documents,
  id: string,
  alter: (row: Service) => Service,
): Promise<Result<Service, ServiceError>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await documents.get(`${PREFIX}${id}`);
    if (found === null) return fail('missing');
    const row = Service.safeParse(found.value);
    const next = Service.safeParse(row.success ? alter(row.data) : null);
    if (!next.success) return fail('invalid');
    const version = await documents.put(found.key, jsonOf(next.data), found.version);
    if (version !== null) return ok(next.data);
  }
  return fail('busy');
}

/** A row that does not read as one is as good as withdrawn. */
export async function storedRows(documents: Documents): Promise<readonly Service[]> {
  const found = await documents.list(PREFIX);
  return found.flatMap(({ value }) => {
    const row = Service.safeParse(value);
    return row.success ? [row.data] : [];
  });
}

function jsonOf(row: Service): Json {
  return { ...row };
}

function inLanguage({ row, example }: ShownRow, language: string): ShownService {
  const free: Readonly<Record<Service['cost'], boolean | null>> = {
    free: true,
    'may-cost': false,
    unknown: null,
  };
  return {
    name: worded(row.name, language),
    about: worded(row.about, language),
    reach: row.reach,
    free: free[row.cost],
    hours: worded(row.hours, language),
    example,
  };
}

function worded(texts: Service['name'], language: string): string {
  return (Object.hasOwn(texts, language) ? texts[language] : undefined) ?? texts.en;
}
