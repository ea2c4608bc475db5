import type { ConversationId } from '../../ports/conversation-store.ts';
import type { Redis } from './connect.ts';
import { keysIn, type PartitionKey, partitionOf } from './keys.ts';

export interface RedisStoreOptions {
  readonly redis: Redis;
  /**
   * For tests only: the time of the store, in milliseconds since the epoch. Else it is the time of the Redis server, read
   * inside each script, because the clocks of processes differ.
   */
  readonly clock?: () => number;
}

/** What every operation is given. */
export interface Context {
  readonly redis: Redis;
  /** Null: the server's own time. */
  clock(): number | null;
}

export function contextOf({ redis, clock }: RedisStoreOptions): Context {
  return { redis, clock: () => clock?.() ?? null };
}

/** The keys of a conversation's partition. */
export function keysOf(id: ConversationId, names: readonly PartitionKey[]): string[] {
  return keysIn(partitionOf(id), names);
}
