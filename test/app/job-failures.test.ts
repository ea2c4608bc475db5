import { describe, expect, it } from 'vitest';
import { inRows } from '../../src/app/job-failures.ts';
import type { Log } from '../../src/ports/log.ts';

describe('a job that is tried again and again', () => {
  it('is said to fail once a row, and answers what stands for a failure', async () => {
    const said: unknown[] = [];
    const note = (event: string, fields?: unknown) => void said.push([event, fields]);
    const log: Log = { info: note, warn: note, error: note };
    const tries = inRows(log);
    const fails = () => Promise.reject(new TypeError('a word that nobody may read'));

    expect([await tries(fails, 0), await tries(fails, 0), await tries(async () => 3, 0)]).toEqual([
      0, 0, 3,
    ]);
    expect(said).toEqual([['job-failed', { kind: 'TypeError' }]]);
    await tries(fails, 0);
    await tries(fails, 0);
    expect(said).toHaveLength(2);
  });
});
