import fc from 'fast-check';

/** Values that stand where others belong: the classes of reliability's edge tests. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  [],
  {},
  [[]],
  { id: {} },
  { $ne: null },
  '__proto__',
  { toString: 'x', constructor: { prototype: 1 } },
  '\u0000\ud800',
];

/**
 * A body with up to four of its values replaced, dropped, wrapped or doubled, anywhere in it; or something else
 * altogether. Own `__proto__` keys included.
 */
export function mutated(bodies: readonly unknown[]): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'drop', 'wrap', 'double', 'proto'),
    by: fc.oneof(fc.constantFrom(...STRANGE), fc.jsonValue()),
  });
  const changed = fc
    .record({
      body: fc.constantFrom(...bodies),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
    })
    .map(({ body, changes }) => changes.reduce<unknown>((now, one) => apply(now, one), body));
  return fc.oneof({ arbitrary: changed, weight: 9 }, { arbitrary: fc.jsonValue(), weight: 1 });
}

interface Change {
  readonly at: number;
  readonly how: string;
  readonly by: unknown;
}

function apply(body: unknown, change: Change): unknown {
  const copy: unknown = structuredClone(body);
  const places = placesOf(copy);
  const place = places[change.at % Math.max(1, places.length)];
  if (place === undefined) return change.by;
  const { holder, key } = place;
  if (change.how === 'drop') Reflect.deleteProperty(holder, key);
  else if (change.how === 'wrap') Reflect.set(holder, key, [Reflect.get(holder, key)]);
  else if (change.how === 'double') Reflect.set(holder, `${key}2`, Reflect.get(holder, key));
  else if (change.how === 'proto') {
    Object.defineProperty(holder, '__proto__', { value: change.by, enumerable: true });
  } else Reflect.set(holder, key, change.by);
  return copy;
}

function placesOf(value: unknown): { readonly holder: object; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [
    { holder: value, key },
    ...placesOf(Reflect.get(value, key)),
  ]);
}
