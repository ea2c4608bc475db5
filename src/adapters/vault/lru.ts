export interface Lru<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  deleteWhere(test: (key: K, value: V) => boolean): void;
  size(): number;
}

/** Remembers at most `limit` values; the one that was asked for longest ago goes first. */
export function lru<K, V>(limit: number): Lru<K, V> {
  const entries = new Map<K, V>();

  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= limit) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    },
    deleteWhere(test) {
      for (const [key, value] of entries) if (test(key, value)) entries.delete(key);
    },
    size: () => entries.size,
  };
}
