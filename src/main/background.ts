import type { Log } from '../ports/log.ts';

export interface Background {
  run(work: () => Promise<void>): void;
  /** Resolves when nothing is running any more, what began meanwhile included. */
  idle(): Promise<void>;
}

/** Keeps hold of work that nobody awaits: its failure is logged by code, and a shutdown waits for it. */
export function background(log: Log): Background {
  const running = new Set<Promise<void>>();
  return {
    run(work) {
      const task: Promise<void> = work()
        .catch((error: unknown) => {
          log.error('job-failed', { kind: error instanceof Error ? error.name : 'unknown' });
        })
        .finally(() => {
          running.delete(task);
        });
      running.add(task);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
