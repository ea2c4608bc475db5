import { type Bundle, CHANNELS } from '../flow/bundle.ts';

/** What a variable without a value counts as. */
export const UNSET = '';

/**
 * A variable of all flows (or one that the checker follows), with its values in groups: two values stand together when
 * no branch of the bundle and no rule tells them apart. So one of each group is enough to walk, and nothing is lost.
 */
export interface Variable {
  readonly name: string;
  readonly groups: readonly (readonly string[])[];
}

/** Followed by the checker beside the bundle's own: whether the child heard of the limits of privacy. */
export const LIMITS = 'limits';
/** Whether a page came back and has not said yet that it is safe. */
export const RETURNED = 'returned';

/** What a rule's verdict hangs on, so that it is followed exactly through every talk. */
const FOLLOWED = ['role', 'harmer', 'harm-self', 'danger'];

/** Values that a rule tells apart, whether or not a flow branches on them. */
const TOLD_APART: Readonly<Record<string, readonly (readonly string[])[]>> = {
  role: [['caregiver', 'professional']],
  harmer: [['family']],
  // Whether it was answered at all (R14).
  danger: [['yes', 'no', 'unsure']],
  // No pause may stand before these.
  'harm-self': [['yes', 'unsure']],
  category: [['self-harm']],
  also: [['self-harm']],
};

export function followedVariables(bundle: Bundle): readonly Variable[] {
  const branches = branchesOf(bundle);
  return [
    ...globalGroups(bundle, branches).filter(({ name }) => FOLLOWED.includes(name)),
    { name: LIMITS, groups: [[UNSET], ['yes']] },
    { name: RETURNED, groups: [[UNSET], ['yes']] },
  ];
}

/**
 * Every other variable is left open: a turn that looks at one is taken with each value that it can have. So more talks
 * are walked than there are, and none is left out. The same goes for the channel, and for how many texts in a row no
 * flow understood, as more can always be written before.
 */
export function openVariables(bundle: Bundle): ReadonlyMap<string, readonly string[]> {
  const settable = settableValues(bundle);
  const groups = globalGroups(bundle, branchesOf(bundle));
  const open = groups.map(({ name, groups: all }) => {
    const can = (value: string) => value === UNSET || settable.get(name)?.has(value) === true;
    const firsts = all.flatMap((group) => group.filter(can).slice(0, 1));
    return [name, firsts] as const;
  });
  return new Map<string, readonly string[]>([
    ...open.filter(([name]) => !FOLLOWED.includes(name)),
    ['device', ['own', 'shared']],
    ['channel', CHANNELS],
    ['unknown', ['0', '1', '2']],
    ['callback', ['none', 'left', 'due']],
    ['held', ['no', 'yes']],
    ['hours', ['no', 'yes']],
    ['burst', ['no', 'yes']],
    ['urgent', ['no', 'yes']],
  ]);
}

function globalGroups(bundle: Bundle, branches: Branches): readonly Variable[] {
  return Object.entries(bundle.globals).map(([name, values]) => ({
    name,
    groups: groupsOf([UNSET, ...values], (value) => signature(branches, name, value)),
  }));
}

/** The values that some question saves or some step sets. */
function settableValues({ flows }: Bundle): ReadonlyMap<string, ReadonlySet<string>> {
  const found = [...flows.values()].flatMap((flow) =>
    [...flow.steps.values()].flatMap((step): (readonly [string, string])[] => {
      if (step.kind === 'set') return Object.entries(step.set);
      if (step.kind !== 'ask' || step.save === null) return [];
      const { save } = step;
      return step.choices.map(({ is }) => [save, is]);
    }),
  );
  const byName = Map.groupBy(found, ([name]) => name);
  return new Map([...byName].map(([name, list]) => [name, new Set(list.map(([, is]) => is))]));
}

type Branch = Readonly<Record<string, string>> & { readonly '': string };
export type Branches = ReadonlyMap<string, readonly Branch[]>;

export function branchesOf({ flows }: Pick<Bundle, 'flows'>): Branches {
  const found = [...flows.values()].flatMap((flow) =>
    [...flow.steps.values()].flatMap((step) =>
      step.kind === 'branch' ? [{ on: step.on, to: { '': step.otherwise, ...step.is } }] : [],
    ),
  );
  const byName = Map.groupBy(found, ({ on }) => on);
  return new Map([...byName].map(([name, list]) => [name, list.map(({ to }) => to)]));
}

export function signature(branches: Branches, name: string, value: string): string {
  const ways = (branches.get(name) ?? []).map((to) => to[value] ?? to['']);
  const apart = TOLD_APART[name]?.findIndex((values) => values.includes(value)) ?? -1;
  return JSON.stringify([ways, apart]);
}

export function groupsOf(
  values: readonly string[],
  sign: (value: string) => string,
): readonly (readonly string[])[] {
  return [...Map.groupBy(values, sign).values()];
}
