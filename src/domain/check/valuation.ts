import type { Variable } from './variables.ts';

/**
 * What is known of all variables, as one number: for each variable the set of groups that its value may be in, a bit
 * each. Sets of millions of them stay small, and two are compared at once.
 */
export type Known = number;

export interface Valuation {
  readonly variables: readonly Variable[];
  /** Every variable may have any value. */
  readonly anything: Known;
  /** Every variable has the first of its values. */
  readonly first: Known;
  /** -1 for a variable that the bundle does not have. */
  index(name: string): number;
  mask(known: Known, variable: number): number;
  /** The bits that tell of a variable. */
  bits(variable: number): Known;
  with(known: Known, variable: number, mask: number): Known;
  /** The set of the one group that holds a value. */
  maskOf(variable: number, value: string): number;
  /** A value of the first group that is left. */
  value(known: Known, variable: number): string;
  /** Whether some state agrees with both. */
  agree(one: Known, other: Known): boolean;
  /** What is left when both must hold. */
  both(one: Known, other: Known): Known;
  /** `known`, with what `from` was narrowed by when it became `to`. */
  narrow(known: Known, from: Known, to: Known): Known;
  /** `before`, but for the variables of which `after` knows the group. */
  apply(before: Known, after: Known): Known;
}

/** A bit for each group; signed numbers have no more that can be told apart at once. */
const MOST_BITS = 30;

export function valuationOf(variables: readonly Variable[]): Valuation {
  const shifts: number[] = [];
  let bits = 0;
  for (const { groups } of variables) {
    shifts.push(bits);
    bits += groups.length;
  }
  if (bits > MOST_BITS) throw new Error('too many values that branches tell apart');
  const anything = 2 ** bits - 1;
  /** The bits of each variable, where they stand. */
  const fields = variables.map(({ groups }, at) => (2 ** groups.length - 1) << (shifts[at] ?? 0));
  const names = new Map(variables.map(({ name }, at) => [name, at]));
  const mask = (known: Known, at: number): number =>
    (known & (fields[at] ?? 0)) >> (shifts[at] ?? 0);
  return {
    variables,
    anything,
    first: shifts.reduce((sum, shift) => sum | (1 << shift), 0),
    index: (name) => names.get(name) ?? -1,
    mask,
    bits: (at) => fields[at] ?? 0,
    with: (known, at, to) => (known & ~(fields[at] ?? 0)) | (to << (shifts[at] ?? 0)),
    maskOf: (at, value) => {
      const group = variables[at]?.groups.findIndex((values) => values.includes(value)) ?? -1;
      return group < 0 ? 1 : 2 ** group;
    },
    value: (known, at) => variables[at]?.groups[lowest(mask(known, at))]?.[0] ?? '',
    agree: (one, other) => one === other || fields.every((field) => (one & other & field) !== 0),
    both: (one, other) => one & other,
    narrow: (known, from, to) => {
      if (from === to) return known;
      let narrowed = known;
      for (const field of fields) if (((from ^ to) & field) !== 0) narrowed &= to | ~field;
      return narrowed;
    },
    apply: (before, after) => {
      if (after === anything) return before;
      let known = before;
      for (const field of fields) {
        const set = after & field;
        if (isOne(set)) known = (known & ~field) | set;
      }
      return known;
    },
  };
}

/** Whether a set holds one group only. */
export function isOne(mask: number): boolean {
  return (mask & (mask - 1)) === 0;
}

function lowest(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}
