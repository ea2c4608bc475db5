/** How far an outbox item of several messages got, so that a retry sends only what is missing. */
export interface SendProgress {
  /** Ids of the messages of this item that the platform took already. */
  taken(item: string): readonly string[];
  took(item: string, messageIds: readonly string[]): void;
  done(item: string): void;
}

const MOST_ITEMS = 10_000;

/**
 * In memory only: after a crash the item is sent from its start, which the guarantee (at least once) covers.
 * Holds message ids of unfinished items, never a text; the oldest go first when there are too many.
 */
export function sendProgress(): SendProgress {
  const items = new Map<string, readonly string[]>();
  return {
    taken: (item) => items.get(item) ?? [],
    took(item, messageIds) {
      items.delete(item);
      items.set(item, messageIds);
      const oldest = items.keys().next().value;
      if (items.size > MOST_ITEMS && oldest !== undefined) items.delete(oldest);
    },
    done: (item) => void items.delete(item),
  };
}
