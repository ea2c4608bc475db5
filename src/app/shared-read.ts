/** How long after a read has begun the next one waits (ms), by how long it took. */
type RestOf = (tookMs: number) => number;
const NO_REST: RestOf = () => 0;

/**
 * One read for all who ask at the same time. Whoever asks while a read runs or rests gets the next one, which begins after
 * they asked: nobody is shown what was so before their own act. A rest gathers those who ask one after the other.
 */
export function sharedRead<T>(read: () => Promise<T>, restOf = NO_REST): () => Promise<T> {
  let running: Promise<unknown> | null = null;
  let next: Promise<T> | null = null;
  const begin = (): Promise<T> => {
    const from = performance.now();
    const value = read();
    const busy = value
      .then(noMatter, noMatter)
      .then(() => passed(restOf(performance.now() - from)))
      .then(() => {
        if (running === busy) running = null;
      });
    running = busy;
    return value;
  };
  return () => {
    if (running === null) return begin();
    next ??= running.then(() => {
      next = null;
      return begin();
    });
    return next;
  };
}

/** The same for each id; nothing is kept of one that nobody reads. */
export function sharedReads<T>(
  read: (id: string) => Promise<T>,
  restMs = 0,
): (id: string) => Promise<T> {
  const shared = new Map<string, { readonly of: () => Promise<T>; readers: number }>();
  return async (id) => {
    const entry = shared.get(id) ?? {
      of: sharedRead(
        () => read(id),
        () => restMs,
      ),
      readers: 0,
    };
    shared.set(id, entry);
    entry.readers += 1;
    try {
      return await entry.of();
    } finally {
      const rested = passed(restMs) ?? Promise.resolve();
      void rested.then(() => {
        entry.readers -= 1;
        if (entry.readers === 0) shared.delete(id);
      });
    }
  };
}

function passed(ms: number): Promise<void> | undefined {
  if (ms <= 0) return undefined;
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function noMatter(): void {}
