/** An expected outcome as a value; a `throw` means a bug or a broken world. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function fail<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** Marks a place that the types prove cannot be reached. Names only the kind of thing, never its content. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${typeof value}`);
}
