/** What a partition holds, one key each: whatever a conversation needs can be named before it is known. */
const PARTITION_KEYS = {
  /** Hash: the live conversation by address. */
  live: 'live',
  /** Hash: the address that an address leads to. Sorted set: when a link was used last; when one was led to. */
  alias: 'alias',
  linked: 'linked',
  root: 'root',
  /** Hash: the packed clear half by conversation. */
  conversation: 'conversation',
  state: 'state',
  /** Hashes by `<conversation> <number>`. */
  input: 'input',
  line: 'line',
  item: 'item',
  /** Hash: the packed outbox by conversation. */
  outbox: 'outbox',
  /** Sorted sets of conversations: since when a turn, a sender, may have them. */
  ready: 'ready',
  sendable: 'sendable',
  /** Set of conversations whose channel has something to fetch. */
  fetchable: 'fetchable',
  /** Sorted set by the score of the queue; hash of counsellors by conversation; sorted set by the time of its end. */
  waiting: 'waiting',
  held: 'held',
  dead: 'dead',
  /** Sorted set of the scopes that remember names, by when one may be over. */
  scopes: 'scopes',
  /** Sorted sets of finished records, all with one score: ordered by ciphertext. */
  record: 'record',
  batched: 'batched',
  batchNumber: 'batch-number',
} as const;

export type PartitionKey = keyof typeof PARTITION_KEYS;

export const PARTITIONS = Array.from(
  { length: 64 },
  (_, number) => `p${String(number).padStart(2, '0')}`,
);

/** Throws on an id or address that was not made here: its keys would have no place. */
export function partitionOf(id: string): string {
  const partition = id.slice(0, 3);
  if (id[3] !== '.' || !PARTITIONS.includes(partition)) throw new Error('an id has no partition');
  return partition;
}

export function keysIn(partition: string, names: readonly PartitionKey[]): string[] {
  return names.map((name) => `{${partition}}:${PARTITION_KEYS[name]}`);
}

/** The names that were taken in for an address, or for a conversation by its staff. */
export function namesKey(scope: string): string {
  return `{${partitionOf(scope)}}:names:${scope}`;
}

/** The one batch of records that is being taken. */
export const BATCH_KEY = '{p00}:batch';

/** Where `subscribe` listens; the scripts publish there. */
export const CHANGES = 'tvear:changes';
