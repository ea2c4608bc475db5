import type { Log } from '../ports/log.ts';

/**
 * For a job that is tried again within a second or so: logs the first failure of a row by its code. A store that is away for
 * hours is one line a job, not thousands; the log says by itself when the store is away and back.
 */
export function inRows(log: Log): <T>(job: () => Promise<T>, failed: T) => Promise<T> {
  let failing = false;
  return async (job, failed) => {
    try {
      const result = await job();
      failing = false;
      return result;
    } catch (error) {
      if (!failing)
        log.error('job-failed', { kind: error instanceof Error ? error.name : 'unknown' });
      failing = true;
      return failed;
    }
  };
}
