import type { Effect } from '../domain/conversation/effect.ts';
import type { Core } from './core.ts';

const HOUR_MS = 3_600_000;

/** Counts a time that a child left and nobody could answer in, for the alarm. A count by the hour, no conversation. */
export async function noteMissedCallback(
  core: Pick<Core, 'store' | 'documents'>,
  effects: readonly Effect[],
): Promise<void> {
  const missed = effects.some(
    (effect) => effect.kind === 'alarm' && effect.alarm === 'callback-missed',
  );
  if (!missed) return;
  const hour = Math.floor((await core.store.now()) / HOUR_MS);
  await core.documents.increment(`callbacks-missed/${hour}`, 1);
}

/** How many in this hour. */
export async function missedCallbacks(core: Pick<Core, 'store' | 'documents'>): Promise<number> {
  const hour = Math.floor((await core.store.now()) / HOUR_MS);
  const counts = await core.documents.counters('callbacks-missed/');
  return counts[`callbacks-missed/${hour}`] ?? 0;
}
