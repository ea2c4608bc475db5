import type { Documents } from '../../ports/documents.ts';
import { fieldsOf } from './member.ts';

/** It is said for an hour longer that a break is over; who is back by then has said so. */
const SAID_MS = 3_600_000;

/** Away until then, with the conversations in hand kept; whoever takes it says themself that they are back. */
export async function beginBreak(
  documents: Documents,
  id: string,
  until: number,
  now: number,
): Promise<void> {
  await endBreak(documents, id);
  await documents.put(keyOf(id), { until }, 0, until - now + SAID_MS);
}

export async function endBreak(documents: Documents, id: string): Promise<void> {
  await documents.delete(keyOf(id));
}

/** When the break ends or ended; null for whoever takes none. */
export async function breakUntil(documents: Documents, id: string): Promise<number | null> {
  const { until } = fieldsOf((await documents.get(keyOf(id)))?.value);
  return typeof until === 'number' ? until : null;
}

function keyOf(id: string): string {
  return `break/${id}`;
}
