import { randomInt } from 'node:crypto';
import type { Core } from './core.ts';

/**
 * The daily job: writes every pending record, shuffled and with fresh ids, and drops the list, so that no row can be
 * tied to a conversation by its place or its time.
 *
 * A job that died half-way is finished by the next one: the batch keeps its name, its rows are written once.
 *
 * @param day - Names the batch; a day may have several (`2026-01-05`, `2026-01-05.2`).
 */
export async function writeRecords(core: Core, day: string): Promise<number> {
  const taken = await core.store.takeRecords(`${day}.${core.random(6)}`);
  if (taken === null) return 0;
  const rows = shuffled(taken.rows.flatMap((row) => core.vault.openRecord(row) ?? []));
  if (rows.length < taken.rows.length) core.log.error('content-lost', { kind: 'record' });
  const written = rows.map((row) => ({ id: core.random(16), ...JSON.parse(row) }));
  // Put only where nothing is: the rows of a batch that a dead job wrote already stay as they are.
  await core.documents.put(`records/${taken.batch}`, written, 0);
  await core.store.dropRecords(taken.batch);
  core.log.info('job-done', { kind: 'records', count: written.length });
  return written.length;
}

/** Fisher and Yates, with a cryptographic source: the order must tell nothing. */
function shuffled<T>(rows: readonly T[]): T[] {
  const all = [...rows];
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    const [a, b] = [all[at], all[other]];
    if (a !== undefined && b !== undefined) [all[at], all[other]] = [b, a];
  }
  return all;
}
