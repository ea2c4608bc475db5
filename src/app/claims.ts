import type { Core } from './core.ts';

const HOUR_MS = 3_600_000;

/** Claims are counted by the hour, for the wait estimate. A count, no name, no conversation. */
export async function countClaim(core: Pick<Core, 'store' | 'documents'>): Promise<void> {
  const hour = Math.floor((await core.store.now()) / HOUR_MS);
  await core.documents.increment(`claims/${hour}`, 1);
}

/** Claims of the last sixty minutes, the part of the hour before weighed by what of it still counts. */
export async function claimsLastHour(core: Pick<Core, 'documents'>, now: number): Promise<number> {
  const hour = Math.floor(now / HOUR_MS);
  const counts = await core.documents.counters('claims/');
  const share = 1 - (now % HOUR_MS) / HOUR_MS;
  return (counts[`claims/${hour}`] ?? 0) + (counts[`claims/${hour - 1}`] ?? 0) * share;
}
