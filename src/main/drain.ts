import process from 'node:process';
import closeWithGrace from 'close-with-grace';
import type { Log } from '../ports/log.ts';

/** Longer than a platform call may take, shorter than most supervisors wait before they kill. */
const DRAIN_MS = 25_000;

/** On SIGTERM and SIGINT: takes nothing new, finishes what runs, says `drained`, exits 0. A bug exits 1 the same way. */
export function drainOnSignal(log: Log, drain: () => Promise<void>): void {
  closeWithGrace({ delay: DRAIN_MS, logger: false }, async ({ err }) => {
    if (err) log.error('unhandled', { kind: err.name });
    log.info('draining');
    await drain();
    log.info('drained');
    if (err) process.exitCode = 1;
  });
}
