/** One read for all who ask within so long (ms) of it. A read that failed is tried anew at the next. */
export function recent<T>(freshMs: number, read: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly value: Promise<T> } | undefined;
  return () => {
    const at = performance.now();
    if (last !== undefined && at - last.at <= freshMs) return last.value;
    const value = read();
    last = { at, value };
    value.catch(() => {
      if (last?.value === value) last = undefined;
    });
    return value;
  };
}
