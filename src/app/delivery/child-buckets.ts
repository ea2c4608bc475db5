import type { Pace } from '../../ports/channel.ts';
import { type TokenBucket, tokenBucket } from './token-bucket.ts';

const MOST_BUCKETS = 10_000;

/** One bucket a child, in memory only; full ones are forgotten when there are many. Null where a platform counts none. */
export function childBuckets(
  pace: Pace | null,
  clock: () => number,
): (child: string) => TokenBucket | null {
  const rate = pace?.perChild ?? null;
  if (rate === null) return () => null;
  const buckets = new Map<string, TokenBucket>();
  return (child) => {
    const known = buckets.get(child);
    if (known !== undefined) return known;
    if (buckets.size >= MOST_BUCKETS) forgetFull(buckets, clock());
    const bucket = tokenBucket(rate);
    buckets.set(child, bucket);
    return bucket;
  };
}

function forgetFull(buckets: Map<string, TokenBucket>, now: number): void {
  for (const [child, bucket] of buckets) if (bucket.full(now)) buckets.delete(child);
}
