import type { Documents } from '../ports/documents.ts';
import { fieldsOf } from './staff/member.ts';

/** So long a worker counts as there after its last sign of life. */
const LEASE_MS = 60_000;
/** How often a worker gives one. */
export const SIGN_MS = 15_000;

const PREFIX = 'worker/';

/** A process that sweeps says that it is there: without one nothing that failed is tried again, and nobody who left is noticed. */
export async function noteWorker(documents: Documents, name: string, now: number): Promise<void> {
  const key = `${PREFIX}${name}`;
  const stored = await documents.get(key);
  await documents.put(key, { until: now + LEASE_MS }, stored?.version ?? 0, LEASE_MS);
}

/** Whether any process sweeps, on this machine or another. */
export async function hasWorker(documents: Documents, now: number): Promise<boolean> {
  const signs = await documents.list(PREFIX);
  return signs.some(({ value }) => {
    const { until } = fieldsOf(value);
    return typeof until === 'number' && until > now;
  });
}
