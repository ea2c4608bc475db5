import type { DatabaseSync } from 'node:sqlite';

export interface GroupCommit {
  /**
   * Runs `op` with all other writes of this tick in one transaction. Resolves only after COMMIT returned. When `op`
   * throws, it alone is rolled back and rejected; when COMMIT fails, all writes of the tick are rejected.
   *
   * @param durable - Called after COMMIT, before the promise resolves; must not throw.
   */
  write<T>(op: () => T, durable?: () => void): Promise<T>;
  /** Commits what is still waiting, now. */
  flush(): void;
}

interface Entry {
  run(): void;
  refuse(error: unknown): void;
  settle(): void;
}

export function groupCommit(sql: DatabaseSync): GroupCommit {
  const transaction = batchTransaction(sql);
  let queue: Entry[] = [];

  function flush(): void {
    const batch = queue;
    queue = [];
    if (batch.length === 0) return;
    const failed = transaction(batch);
    for (const entry of batch) {
      if (failed !== null) entry.refuse(failed);
      entry.settle();
    }
  }

  return {
    write: (op, durable) =>
      new Promise((resolve, reject) => {
        if (queue.push(entryOf(op, durable, resolve, reject)) === 1) setImmediate(flush);
      }),
    flush,
  };
}

/** Runs a batch; answers null when it was committed, else the error with nothing of it left in the database. */
function batchTransaction(sql: DatabaseSync): (batch: readonly Entry[]) => unknown {
  const begin = sql.prepare('BEGIN IMMEDIATE');
  const commit = sql.prepare('COMMIT');
  const save = sql.prepare('SAVEPOINT op');
  const undo = sql.prepare('ROLLBACK TO op');
  const release = sql.prepare('RELEASE op');

  function runOne(entry: Entry): void {
    save.run();
    try {
      entry.run();
    } catch (error) {
      // A full disk or a read error ends the whole transaction: then nobody's write is there any more.
      if (!sql.isTransaction) throw error;
      undo.run();
      entry.refuse(error);
    }
    release.run();
  }

  /** Named, so that a profile tells the wait for the disk from work. */
  function commitBatch(): void {
    commit.run();
  }

  return (batch) => {
    try {
      begin.run();
      // Alone, a write needs no savepoint: when it throws, the transaction is all there is to roll back.
      if (batch.length === 1) batch[0]?.run();
      else for (const entry of batch) runOne(entry);
      commitBatch();
      return null;
    } catch (error) {
      if (sql.isTransaction) sql.exec('ROLLBACK');
      return error ?? new Error('the transaction failed');
    }
  };
}

function entryOf<T>(
  op: () => T,
  durable: (() => void) | undefined,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): Entry {
  let settle = (): void => reject(new Error('the write was not run'));
  return {
    run() {
      const value = op();
      settle = () => {
        durable?.();
        resolve(value);
      };
    },
    refuse(error) {
      settle = () => reject(error);
    },
    settle: () => settle(),
  };
}
