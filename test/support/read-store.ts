import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { sqliteDocuments } from '../../src/adapters/sqlite/documents.ts';
import { openDatabase } from '../../src/adapters/sqlite/open-database.ts';
import type { Json } from '../../src/ports/documents.ts';
import type { ServerFolders } from './running-server.ts';

/** Tables that hold something of a conversation; the rest is staff, settings and counts. */
export const CONVERSATION_TABLES = [
  'conversation',
  'state',
  'input',
  'line',
  'outbox',
  'item',
  'live',
  'alias',
  'dedupe',
  'record',
] as const;

/** How many rows each table of the store holds, read beside a server that runs. */
export function rowCounts(folders: ServerFolders): Readonly<Record<string, number>> {
  const sql = new DatabaseSync(join(folders.dataDir, 'tvear.sqlite'), { readOnly: true });
  try {
    return Object.fromEntries(
      CONVERSATION_TABLES.map((table) => [
        table,
        Number(sql.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']),
      ]),
    );
  } finally {
    sql.close();
  }
}

/** The same, once nothing changes any more: turns of what was sent a moment ago may still be under way. */
export async function restingCounts(folders: ServerFolders): Promise<ReturnType<typeof rowCounts>> {
  for (let before = rowCounts(folders); ; ) {
    await sleep(500);
    const after = rowCounts(folders);
    if (JSON.stringify(after) === JSON.stringify(before)) return after;
    before = after;
  }
}

/** The rows that the daily job wrote. Only for a store without a server. */
export async function writtenRecords(
  folders: ServerFolders,
): Promise<readonly Readonly<Record<string, Json>>[]> {
  const database = openDatabase(folders.dataDir);
  try {
    const batches = await sqliteDocuments({ database }).list('records/');
    return batches.flatMap(({ value }) => JSON.parse(JSON.stringify(value)));
  } finally {
    database.close();
  }
}
