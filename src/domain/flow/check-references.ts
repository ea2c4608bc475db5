import { SERVICE_KINDS } from '../directory/kinds.ts';
import { CALLBACK_WINDOWS } from '../queue/callback-window.ts';
import { CHANNELS, type StepId } from './bundle.ts';
import { PAUSES } from './friction.ts';
import type { Surroundings } from './parse.ts';
import { flowFile, type Path, type Problem } from './problem.ts';
import { type References, referencesOf } from './references.ts';
import type { BundleFile, FlowFile, RawStep } from './schema.ts';

/** Facts that a branch may read, with the values they can have. */
const FACTS: Readonly<Record<string, readonly string[]>> = {
  desk: ['open', 'closed', 'full', 'down'],
  channel: CHANNELS,
  callback: ['left', 'none'],
  friction: PAUSES,
  hold: ['yes', 'no'],
  held: ['yes', 'no'],
  hours: ['yes', 'no'],
  ...Object.fromEntries(CALLBACK_WINDOWS.map((window) => [`window:${window}`, ['yes', 'no']])),
  ...Object.fromEntries(SERVICE_KINDS.map((kind) => [`services:${kind}`, ['yes', 'no']])),
};

/** What the any-time layer may put into a flow's `concern`. */
const CONCERNS = [
  'help',
  'danger',
  'self-harm',
  'extortion',
  'abuse',
  'person',
  'other',
  'returned',
];

/** That every step, flow, variable and value that a step names exists. */
export function checkReferences(
  flow: FlowFile,
  step: StepId,
  as: RawStep,
  around: Surroundings,
): readonly Problem[] {
  const refs = referencesOf(flow.id, as);
  const at = (path: Path, what: string, mend: string): Problem => ({
    file: flowFile(flow.id),
    path: ['steps', step, ...path],
    what,
    mend,
  });
  return [
    ...checkSteps(flow, refs, at),
    ...checkFlows(refs, around, at),
    ...checkValues(flow, refs, as, around, at),
    ...checkChoices(as, at),
  ];
}

type At = (path: Path, what: string, mend: string) => Problem;

function checkSteps(flow: FlowFile, { steps }: References, at: At): readonly Problem[] {
  return steps
    .filter(({ step }) => !Object.hasOwn(flow.steps, step))
    .map(({ at: path, step }) =>
      at(
        path,
        `there is no step ${step}`,
        `Name one of this flow: ${Object.keys(flow.steps).join(', ')}.`,
      ),
    );
}

function checkFlows(
  { flows }: References,
  { bundle, inactive }: Surroundings,
  at: At,
): readonly Problem[] {
  return flows.flatMap(({ at: path, flow }) => {
    if (bundle.flows.includes(flow)) return [];
    if (!inactive.has(flow))
      return [at(path, `there is no flow ${flow}`, 'Name a flow that has a file in flows/.')];
    return [];
  });
}

function checkValues(
  flow: FlowFile,
  { values }: References,
  as: RawStep,
  around: Surroundings,
  at: At,
): readonly Problem[] {
  const unknown = new Set<string>();
  return values.flatMap(({ at: path, name, value }) => {
    const allowed = valuesOf(flow, around, name, as.kind === 'branch');
    if (allowed === undefined) {
      if (unknown.has(name)) return [];
      unknown.add(name);
      return [
        at(
          path,
          `there is no variable ${name}`,
          'Declare it under variables of this flow, or under globals of flows/bundle.yaml.',
        ),
      ];
    }
    if (value === null || allowed.includes(value)) return [];
    return [
      at(
        path,
        `${name} cannot be ${value}`,
        `Use one of ${allowed.join(', ')}, or declare ${value} for it.`,
      ),
    ];
  });
}

function valuesOf(
  flow: FlowFile,
  { bundle, inactive }: Surroundings,
  name: string,
  facts: boolean,
): readonly string[] | undefined {
  const asked = facts && name.startsWith('active:') ? name.slice('active:'.length) : null;
  if (asked !== null && (bundle.flows.includes(asked) || inactive.has(asked))) return ['yes', 'no'];
  const declared = { ...(facts ? FACTS : {}), ...bundle.globals, ...flow.variables };
  return Object.hasOwn(declared, name) ? declared[name] : undefined;
}

function checkChoices(as: RawStep, at: At): readonly Problem[] {
  if (as.kind !== 'ask') return [];
  const picks = as.raw.choices.map(({ is }) => is);
  return picks.flatMap((is, index) =>
    picks.indexOf(is) === index
      ? []
      : [
          at(
            ['choices', index, 'is'],
            `the choice ${is} stands there twice`,
            'Remove or rename one of the two.',
          ),
        ],
  );
}

/** That a flow's variables hide nothing and can hold what the engine puts in. */
export function checkVariables(
  flow: FlowFile,
  bundle: BundleFile,
  file: string,
): readonly Problem[] {
  const hidden = Object.keys(flow.variables).filter(
    (name) => Object.hasOwn(bundle.globals, name) || Object.hasOwn(FACTS, name),
  );
  const odd = (flow.variables['concern'] ?? []).filter((value) => !CONCERNS.includes(value));
  return [
    ...hidden.map((name) => ({
      file,
      path: ['variables', name],
      what: `${name} already means something for all flows`,
      mend: 'Give it another name here, or remove it.',
    })),
    ...odd.map((value) => ({
      file,
      path: ['variables', 'concern'],
      what: `concern is never ${value}`,
      mend: `Use some of ${CONCERNS.join(', ')}.`,
    })),
  ];
}
