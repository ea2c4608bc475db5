import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Health } from '../../ports/conversation-store.ts';
import { type GroupCommit, groupCommit } from './group-commit.ts';
import { createPrivate } from './private-file.ts';
import { numberOf } from './rows.ts';
import { MIGRATIONS } from './schema.ts';
import { takeServerLock } from './server-lock.ts';

/** The one database of a DATA_DIR, which both stores share. Only this process has it. */
export interface Database {
  /** Read with it as you like; change something only inside `write`. */
  readonly sql: DatabaseSync;
  readonly write: GroupCommit['write'];
  /** Empties the write-ahead log, so that deleted content does not linger in it. Never throws: a failure only delays it. */
  truncateWal(): void;
  /** Tries a real write. */
  health(): Promise<Health>;
  /** Commits what waits, empties the log and lets the DATA_DIR go. A second call does nothing. */
  close(): void;
}

export const DATABASE_FILE = 'tvear.sqlite';
const BUSY_MS = 1000;
/** Of some ten messages. */
const ROOM_BYTES = 65_536;

/**
 * Opens the database of a DATA_DIR, creating both if needed.
 * Throws `DataDirBusyError` when another server has it, and an error with a remedy when a newer version wrote it.
 */
export function openDatabase(dataDir: string): Database {
  const dir = resolve(dataDir);
  const unlock = takeServerLock(dir);
  try {
    return databaseOf(connect(join(dir, DATABASE_FILE)), unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function connect(path: string): DatabaseSync {
  createPrivate(path);
  const sql = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: false });
  try {
    // Sorting must not spill content into temporary files: hence temp_store.
    sql.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
      PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;
    `);
    migrate(sql);
    return sql;
  } catch (error) {
    sql.close();
    throw error;
  }
}

function migrate(sql: DatabaseSync): void {
  const row = sql.prepare('PRAGMA user_version').get();
  const from = row === undefined ? 0 : numberOf(row, 'user_version');
  if (from > MIGRATIONS.length) {
    throw new Error(
      'The data in DATA_DIR was written by a newer version of this program. Start that version, or restore a backup.',
    );
  }
  MIGRATIONS.slice(from).forEach((migration, index) => {
    sql.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${from + index + 1}; COMMIT`);
  });
}

function databaseOf(sql: DatabaseSync, unlock: () => void): Database {
  const group = groupCommit(sql);
  const probe = sql.prepare('UPDATE probe SET flip = 1 - flip, room = zeroblob(?)');
  const checkpoint = sql.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
  const write: GroupCommit['write'] = async (op, durable) => {
    if (!sql.isOpen) throw new Error('the store is closed');
    return await group.write(op, durable);
  };
  return {
    sql,
    write,
    truncateWal() {
      try {
        checkpoint.get();
      } catch {
        // What it could not move stays in the log, sealed, until the next time; `health` tells of a full disk.
      }
    },
    health: () =>
      // A row that is changed in its place would fit into a database that has no room for a child's next words.
      write(() => [ROOM_BYTES, 0].forEach((bytes) => void probe.run(bytes))).then(
        () => ({ ok: true }),
        () => ({ ok: false, why: 'The database in DATA_DIR cannot be written. Is the disk full?' }),
      ),
    close() {
      if (!sql.isOpen) return;
      try {
        group.flush();
        sql.close();
      } finally {
        unlock();
      }
    },
  };
}
