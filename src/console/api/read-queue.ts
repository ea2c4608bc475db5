import type { z } from 'zod';
import * as schema from '../../http/api.ts';
import { queueAfter } from '../state/queue-after.ts';
import type { Queue } from './types.ts';

type Read = <T>(path: string, shape: z.ZodType<T>) => Promise<T>;

/** Only what changed since what is known; all of it when the server does not know that any more. */
export async function readQueue(read: Read, known: Queue | undefined): Promise<Queue> {
  if (known === undefined) return read('queue', schema.Queue);
  const path = `queue?since=${encodeURIComponent(known.name)}`;
  return queueAfter(known, await read(path, schema.QueueAnswer)) ?? read('queue', schema.Queue);
}
