import { z } from 'zod';
import type { Redis } from './connect.ts';
import { PARTITIONS } from './keys.ts';
import { parse } from './replies.ts';

/** Raise it with every change of what lies under a key that the version before would misread. */
const VERSION = 1;
const OWN = `version ${VERSION}, ${PARTITIONS.length} partitions`;

/**
 * Refuses data that another layout wrote: with another number of partitions a child would be looked for in the wrong place.
 * An empty server is marked with the layout of this one. Rejects with an error that says what to do.
 */
export async function checkLayout(redis: Redis): Promise<void> {
  await redis.send(['SET', 'tvear:layout', OWN, 'NX']);
  const found = parse(z.string(), await redis.send(['GET', 'tvear:layout']), 'GET');
  if (found === OWN) return;
  throw new Error(
    `The data on the Redis server have another layout (${found}) than this version of Tvear reads (${OWN}). ` +
      'Start the version that wrote them, let its conversations end, and use an empty server or database for this one.',
  );
}
