import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { sqliteConversationStore } from '../../../src/adapters/sqlite/conversation-store.ts';
import { sqliteDocuments } from '../../../src/adapters/sqlite/documents.ts';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.ts';
import type { StoreHarness } from '../../contracts/conversation-store/harness.ts';
import type { DocumentsHarness } from '../../contracts/documents.contract.ts';

const START = Date.UTC(2026, 0, 1);

export type SqliteHarness = StoreHarness & DocumentsHarness & { readonly dir: string };

/** Both stores on one file in a folder of their own, with a clock that the test moves. */
export async function openSqlite(): Promise<SqliteHarness> {
  const dir = mkdtempSync(join(tmpdir(), 'tvear-sqlite-'));
  let now = START;
  const clock = (): number => now;
  let open = openBoth(dir, clock);
  return {
    dir,
    get store() {
      return open.store;
    },
    get documents() {
      return open.documents;
    },
    advance: async (ms) => {
      now += ms;
    },
    async reopen() {
      await open.store.close();
      open = openBoth(dir, clock);
    },
    dump: async () => dumpOf(open.database.sql),
    async close() {
      await open.store.close();
      rmSync(dir, { recursive: true });
    },
  };
}

function openBoth(dir: string, clock: () => number) {
  const database = openDatabase(dir);
  const options = { database, clock };
  return {
    database,
    store: sqliteConversationStore(options),
    documents: sqliteDocuments(options),
  };
}

/** Every row of every table. */
function dumpOf(sql: DatabaseSync): string {
  const tables = sql.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const rows = tables.map(({ name }) => sql.prepare(`SELECT * FROM ${String(name)}`).all());
  return JSON.stringify(rows);
}
