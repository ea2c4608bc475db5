import type { Flow, FlowId, Step, StepId, TextKey } from './bundle.ts';
import { checkReferences, checkVariables } from './check-references.ts';
import { type HasText, inLanguages, labelKey, makeStep } from './make-step.ts';
import { BUNDLE_FILE, flowFile, type Path, type Problem, problemsOf } from './problem.ts';
import { referencesOf } from './references.ts';
import { BundleFile, FlowFile, type RawStep, STEPS, type StepKind } from './schema.ts';
import type { SignOff } from './sign-off.ts';

const MOST_GLOBALS = 8;
const NUMBERS_FLOW = 'report-numbers';

/** What a flow's file cannot know by itself. */
export interface Surroundings {
  readonly bundle: BundleFile;
  /** Flows that have a file but are not active: a link to one leads to a person instead, or to the numbers. */
  readonly inactive: ReadonlySet<FlowId>;
  readonly hasText: HasText;
}

export interface ParsedFlow {
  readonly signOff: SignOff | null;
  /** Null when its frame (id, start, steps) cannot be read; steps with a problem are left out. */
  readonly flow: Flow | null;
  readonly problems: readonly Problem[];
  /** Every text that the flow says, with the step that says it. */
  readonly texts: readonly { readonly key: TextKey; readonly step: StepId }[];
}

/** Reads `flows/bundle.yaml`. Null with the problems when its shape is wrong; the problems of its content come along. */
export function parseBundleFile(raw: unknown): {
  readonly file: BundleFile | null;
  readonly problems: readonly Problem[];
} {
  const parsed = BundleFile.safeParse(raw);
  if (!parsed.success) return { file: null, problems: problemsOf(parsed.error, BUNDLE_FILE) };
  return { file: parsed.data, problems: checkBundleFile(parsed.data) };
}

function checkBundleFile(file: BundleFile): readonly Problem[] {
  const links: readonly (readonly [Path, FlowId])[] = [
    [['start'], file.start],
    [['home'], file.home],
    ...Object.entries(file.anytime).flatMap(([name, flow]) =>
      flow === undefined ? [] : [[['anytime', name], flow] as const],
    ),
  ];
  const problems = links
    .filter(([, flow]) => !file.flows.includes(flow))
    .map(([path, flow]) =>
      bundleProblem(
        path,
        `${flow} is not an active flow`,
        'Name it under flows, or lead to another.',
      ),
    );
  const twice = file.flows.filter((flow, at) => file.flows.indexOf(flow) !== at);
  const globals = Object.keys(file.globals).length;
  return [
    ...problems,
    ...twice.map((flow) =>
      bundleProblem(['flows'], `${flow} stands there twice`, 'Remove one of the two.'),
    ),
    ...(globals > MOST_GLOBALS
      ? [
          bundleProblem(
            ['globals'],
            `${globals} variables for all flows`,
            `Keep at most ${MOST_GLOBALS}; declare the others in the flow that needs them.`,
          ),
        ]
      : []),
  ];
}

function bundleProblem(path: Path, what: string, mend: string): Problem {
  return { file: BUNDLE_FILE, path, what, mend };
}

/** Reads `flows/<id>.yaml` in its surroundings, with every problem of it at once. */
export function parseFlow(raw: unknown, id: FlowId, around: Surroundings): ParsedFlow {
  const file = flowFile(id);
  const parsed = FlowFile.safeParse(raw);
  if (!parsed.success) {
    return { flow: null, signOff: null, problems: problemsOf(parsed.error, file), texts: [] };
  }
  const { 'sign-off': signOff, ...frame } = parsed.data;

  const steps = Object.entries(parsed.data.steps).map(([step, value]) => ({
    step,
    ...readStep(file, step, value),
  }));
  const read = steps.flatMap(({ step, as }) => (as === null ? [] : [{ step, as }]));
  const made = read.map(({ step, as }) => [step, compile(id, as, around)] as const);
  return {
    flow: { ...frame, steps: new Map(made) },
    signOff,
    problems: [
      ...checkFrame(parsed.data, id, file),
      ...checkVariables(parsed.data, around.bundle, file),
      ...steps.flatMap(({ problems }) => problems),
      ...read.flatMap(({ step, as }) => checkReferences(parsed.data, step, as, around)),
    ],
    texts: read.flatMap(({ step, as }) =>
      textsOf(id, as, around.hasText).map((key) => ({ key, step })),
    ),
  };
}

function compile(id: FlowId, step: RawStep, { inactive, bundle, hasText }: Surroundings): Step {
  const made = inLanguages(makeStep(id, step, hasText), bundle.languages);
  if ((made.kind !== 'goto' && made.kind !== 'call') || !inactive.has(made.flow)) return made;
  // A helpline may begin with a few flows: whatever leads to another one leads to a person, or there to the numbers.
  const { person } = bundle.anytime;
  const instead = id === person && bundle.flows.includes(NUMBERS_FLOW) ? NUMBERS_FLOW : person;
  if (made.kind === 'call') return { kind: 'call', flow: instead, next: made.next };
  return { kind: 'goto', flow: instead };
}

function textsOf(flow: FlowId, step: RawStep, hasText: HasText): readonly TextKey[] {
  const said = referencesOf(flow, step).texts.map(({ key }) => key);
  if (step.kind !== 'ask') return said;
  const picks = [
    ...step.raw.choices.map(({ is }) => is),
    ...(step.raw.skip === undefined ? [] : ['skip']),
  ];
  return [...said, ...picks.map((is) => labelKey(flow, step.raw.ask, is, hasText))];
}

function checkFrame(flow: FlowFile, id: FlowId, file: string): readonly Problem[] {
  const problems: Problem[] = [];
  if (flow.id !== id) {
    problems.push({
      file,
      path: ['id'],
      what: `id is ${flow.id} in the file of ${id}`,
      mend: `Write id: ${id}, or rename the file.`,
    });
  }
  if (!Object.hasOwn(flow.steps, flow.start)) {
    problems.push({
      file,
      path: ['start'],
      what: `there is no step ${flow.start}`,
      mend: 'Name the step with which the flow begins.',
    });
  }
  return problems;
}

/** A step is read by the one field that names its kind. */
function readStep(
  file: string,
  step: StepId,
  value: unknown,
): { readonly as: RawStep | null; readonly problems: readonly Problem[] } {
  const path = ['steps', step];
  const kinds = kindsOf(value);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    const what =
      kind === undefined
        ? `step ${step} does nothing that we know`
        : `step ${step} does several things: ${kinds.join(', ')}`;
    return {
      as: null,
      problems: [
        { file, path, what, mend: `Give it exactly one of: ${Object.keys(STEPS).join(', ')}.` },
      ],
    };
  }
  return readKind(kind, value, file, path);
}

function readKind(
  kind: StepKind,
  value: unknown,
  file: string,
  path: Path,
): { readonly as: RawStep | null; readonly problems: readonly Problem[] } {
  const parsed = STEPS[kind].safeParse(value);
  if (!parsed.success) return { as: null, problems: problemsOf(parsed.error, file, path) };
  // The kind chose the schema, which the types cannot follow.
  return { as: { kind, raw: parsed.data } as RawStep, problems: [] };
}

function kindsOf(value: unknown): readonly StepKind[] {
  if (typeof value !== 'object' || value === null) return [];
  const isKind = (field: string): field is StepKind => Object.hasOwn(STEPS, field);
  return Object.keys(value).filter(isKind);
}
