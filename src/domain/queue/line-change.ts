/** A card, as far as it matters whether it is the same as before. */
export interface Marked {
  readonly id: string;
  readonly version: number;
}

/** What became of a list of cards. */
export interface LineChange<C> {
  /** Ids of cards that are not in it any more. */
  readonly gone: readonly string[];
  /** Cards that are new, changed or moved, by their place in the list as it is now, in that order. */
  readonly put: readonly { readonly at: number; readonly card: C }[];
}

/** Everything that is different in `after`. What changes its place mostly changes itself, so the order of the rest is only walked once. */
export function changeBetween<C extends Marked>(
  before: readonly Marked[],
  after: readonly C[],
): LineChange<C> {
  const places = new Map(before.map(({ id, version }, at) => [id, { version, at }]));
  const put: { readonly at: number; readonly card: C }[] = [];
  let last = -1;
  for (const [at, card] of after.entries()) {
    const known = places.get(card.id);
    const stays = known?.version === card.version && known.at > last;
    if (stays) last = known.at;
    else put.push({ at, card });
  }
  const here = new Set(after.map(({ id }) => id));
  return { gone: before.flatMap(({ id }) => (here.has(id) ? [] : [id])), put };
}

/** The list as it is after the change; null when the change is not one of this list. */
export function withChange<C extends { readonly id: string }>(
  before: readonly C[],
  { gone, put }: LineChange<C>,
): readonly C[] | null {
  const leave = new Set([...gone, ...put.map(({ card }) => card.id)]);
  const rest = before.filter(({ id }) => !leave.has(id));
  const after: C[] = [];
  let taken = 0;
  for (const { at, card } of put) {
    const until = taken + at - after.length;
    after.push(...rest.slice(taken, until));
    taken = until;
    if (after.length !== at) return null;
    after.push(card);
  }
  return [...after, ...rest.slice(taken)];
}
