import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createPrivate } from './private-file.ts';

/** Another process has this DATA_DIR. The message says what a person can do about it. */
export class DataDirBusyError extends Error {
  override readonly name = 'DataDirBusyError';

  constructor(dir: string) {
    super(
      `Another server is using the DATA_DIR ${dir}. Stop that one first, or give this one a DATA_DIR of its own. ` +
        'To run several processes for one helpline, set REDIS_URL.',
    );
  }
}

const SQLITE_BUSY = 5;

/**
 * Makes this process the only server of a DATA_DIR until the returned function is called.
 *
 * The lock is an open exclusive transaction on a file of its own: the operating system drops it when the process
 * dies, however it dies, so that no stale lock has to be removed by hand.
 */
export function takeServerLock(dir: string): () => void {
  const path = join(dir, 'server.lock');
  createPrivate(path);
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? new DataDirBusyError(dir) : error;
  }
  return () => lock.close();
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
