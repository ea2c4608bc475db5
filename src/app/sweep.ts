import type { Core } from './core.ts';
import { inRows } from './job-failures.ts';
import { takeTurn } from './take-turn.ts';

/** How many conversations one sweep takes on; the next one follows at once while there are more. */
const AT_ONCE = 64;

/**
 * Picks up what is due: timers, inputs and messages that a dead process left, retries whose time has come.
 * Answers how much it took on.
 */
export async function sweep(core: Core): Promise<number> {
  const swept = await core.store.sweep({ worker: core.worker, ms: core.limits.leaseMs }, AT_ONCE);
  for (const turn of swept.turns) core.background(async () => void (await takeTurn(core, turn)));
  for (const outgoing of swept.outboxes) core.send(outgoing);
  return swept.turns.length + swept.outboxes.length;
}

/**
 * Takes every turn that is due, and waits for them: a record must be written before the key of its hour is destroyed.
 * Messages go out beside it.
 */
export async function settleOverdue(core: Core): Promise<void> {
  const lease = { worker: core.worker, ms: core.limits.leaseMs };
  for (;;) {
    const swept = await core.store.sweep(lease, AT_ONCE);
    for (const outgoing of swept.outboxes) core.send(outgoing);
    if (swept.turns.length === 0) return;
    await Promise.all(swept.turns.map((turn) => takeTurn(core, turn)));
  }
}

const PAUSE_MS = 500;

/** Sweeps until it is stopped. Stopping waits for the sweep that runs. */
export function keepSweeping(core: Core): () => Promise<void> {
  const tries = inRows(core.log);
  let stopped = false;
  let wake: () => void = () => undefined;
  const run = async () => {
    while (!stopped) {
      const took = await tries(() => sweep(core), 0);
      if (took < AT_ONCE) await pause();
    }
  };
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PAUSE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const running = run();
  return async () => {
    stopped = true;
    wake();
    await running;
  };
}
