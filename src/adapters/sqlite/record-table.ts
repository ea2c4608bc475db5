import type { DatabaseSync } from 'node:sqlite';
import type { Sealed } from '../../ports/conversation-store.ts';
import { textOf } from './rows.ts';

export type RecordTable = ReturnType<typeof recordTable>;

/** Finished records that wait for the daily job. A batch keeps its name until it is dropped. */
export function recordTable(sql: DatabaseSync) {
  const add = sql.prepare('INSERT INTO record VALUES (?, NULL)');
  const named = sql.prepare('SELECT batch FROM record WHERE batch IS NOT NULL LIMIT 1');
  const name = sql.prepare('UPDATE record SET batch = ? WHERE batch IS NULL');
  const rows = sql.prepare('SELECT body FROM record WHERE batch = ? ORDER BY body');
  const drop = sql.prepare('DELETE FROM record WHERE batch = ?');
  return {
    add: (record: Sealed): void => void add.run(record),
    take(fresh: string): { readonly batch: string; readonly rows: readonly Sealed[] } | null {
      const left = named.get();
      const batch = left === undefined ? fresh : textOf(left, 'batch');
      if (left === undefined && name.run(batch).changes === 0) return null;
      return { batch, rows: rows.all(batch).map((row) => textOf(row, 'body') as Sealed) };
    },
    drop: (batch: string): void => void drop.run(batch),
  };
}
