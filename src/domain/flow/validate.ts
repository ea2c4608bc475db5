import type { Flow, FlowId, Step, StepId } from './bundle.ts';
import { isWayOut, type Link, linksOf, nextSteps, reach } from './graph.ts';
import { flowFile, type Problem } from './problem.ts';

/** One flow and those that it was called from; the engine keeps no more. */
const MOST_FRAMES = 4;

type Flows = ReadonlyMap<FlowId, Flow>;

/**
 * What is wrong with the shape of flows whose every name exists: steps that nothing leads to, steps without a way
 * out, calls in a circle or too deep, and circles in which nobody is asked anything.
 */
export function validate(flows: Flows): readonly Problem[] {
  return [
    ...[...flows.values()].flatMap((flow) => [...unreachableSteps(flow), ...deadEnds(flow)]),
    ...circularCalls(flows),
    ...deepCalls(flows),
    ...silentLoops(flows),
  ];
}

function problem(flow: FlowId, step: StepId, what: string, mend: string): Problem {
  return { file: flowFile(flow), path: ['steps', step], what, mend };
}

function unreachableSteps(flow: Flow): readonly Problem[] {
  const found = reach([flow.start], (step) => after(flow, step));
  return [...flow.steps.keys()]
    .filter((step) => !found.has(step))
    .map((step) =>
      problem(
        flow.id,
        step,
        `nothing leads to step ${step}`,
        'Lead to it from another step, or remove it.',
      ),
    );
}

function deadEnds(flow: Flow): readonly Problem[] {
  return [...flow.steps.keys()]
    .filter(
      (step) => ![...reach([step], (one) => after(flow, one))].some((one) => leaves(flow, one)),
    )
    .map((step) =>
      problem(
        flow.id,
        step,
        `no way leads from step ${step} to an end`,
        'Let a way from here lead to end, return, goto or handover.',
      ),
    );
}

function after(flow: Flow, step: StepId): readonly StepId[] {
  const found = flow.steps.get(step);
  return found === undefined ? [] : nextSteps(found);
}

function leaves(flow: Flow, step: StepId): boolean {
  const found = flow.steps.get(step);
  return found !== undefined && isWayOut(found);
}

/** The links that keep the flows that stand below. */
function piling(flows: Flows): readonly Link[] {
  return linksOf(flows).filter(({ kind }) => kind !== 'anew');
}

/** A `goto` keeps the caller, so that a circle with a call in it would pile up callers without end. */
function circularCalls(flows: Flows): readonly Problem[] {
  const links = piling(flows);
  const from = (flow: FlowId) => links.filter((link) => link.from === flow).map(({ to }) => to);
  return links
    .filter(({ kind, from: caller, to }) => kind === 'call' && reach([to], from).has(caller))
    .map(({ from: caller, step, to }) =>
      problem(
        caller,
        step,
        `the call of ${to} leads back to ${caller}`,
        'Use goto in place of call, or let the called flow return.',
      ),
    );
}

function deepCalls(flows: Flows): readonly Problem[] {
  const links = piling(flows);
  const depth = framesAbove(flows, links);
  return links
    .filter(
      ({ kind, from, to }) =>
        kind === 'call' && isTop(links, from) && 1 + (depth.get(to) ?? 1) > MOST_FRAMES,
    )
    .map(({ from, step, to }) =>
      problem(
        from,
        step,
        `from here calls go deeper than ${MOST_FRAMES} flows`,
        `Let ${to} call less deep, or use goto.`,
      ),
    );
}

function isTop(links: readonly Link[], flow: FlowId): boolean {
  return !links.some(({ kind, to, from }) => kind === 'call' && to === flow && from !== flow);
}

/** How many flows stand on one another at most, from each one on; counted up to just too many. */
function framesAbove(flows: Flows, links: readonly Link[]): ReadonlyMap<FlowId, number> {
  const frames = new Map([...flows.keys()].map((flow) => [flow, 1]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to, kind } of links) {
      const through = Math.min((frames.get(to) ?? 1) + (kind === 'call' ? 1 : 0), MOST_FRAMES + 1);
      if (through <= (frames.get(from) ?? 1)) continue;
      frames.set(from, through);
      changed = true;
    }
  }
  return frames;
}

/** A place in all flows, as `flow/step`. */
type Place = `${FlowId}/${StepId}`;

/** Circles that a turn could walk for ever, because no step of them waits for the child. */
function silentLoops(flows: Flows): readonly Problem[] {
  const places = placesOf(flows);
  const onwards = (place: Place) => silentNexts(flows, places, place);
  const told = new Set<Place>();
  return [...places.keys()].flatMap((place) => {
    if (told.has(place)) return [];
    const circle = reach(onwards(place), onwards);
    if (!circle.has(place)) return [];
    // Every place of the same circle is told with this one.
    for (const other of circle) if (reach(onwards(other), onwards).has(place)) told.add(other);
    const at = places.get(place);
    if (at === undefined) return [];
    return [
      problem(
        at.flow.id,
        at.id,
        'these steps go round without asking anything',
        'Put a question into the circle, or let a step lead out of it.',
      ),
    ];
  });
}

interface Placed {
  readonly flow: Flow;
  readonly id: StepId;
  readonly step: Step;
}

function placesOf(flows: Flows): ReadonlyMap<Place, Placed> {
  return new Map(
    [...flows.values()].flatMap((flow) =>
      [...flow.steps].map(([id, step]): [Place, Placed] => [
        `${flow.id}/${id}`,
        { flow, id, step },
      ]),
    ),
  );
}

function silentNexts(
  flows: Flows,
  places: ReadonlyMap<Place, Placed>,
  place: Place,
): readonly Place[] {
  const at = places.get(place);
  if (at === undefined || at.step.kind === 'ask') return [];
  const here = nextSteps(at.step).map((step): Place => `${at.flow.id}/${step}`);
  if (at.step.kind !== 'call' && at.step.kind !== 'goto') return here;
  const target = flows.get(at.step.flow);
  if (target === undefined) return here;
  const start: Place = `${target.id}/${target.start}`;
  return at.step.kind === 'call' && !returnsSilently(flows, places, start)
    ? [start]
    : [...here, start];
}

/** Whether a called flow can come back without a question; calls within it are taken to come back. */
function returnsSilently(flows: Flows, places: ReadonlyMap<Place, Placed>, start: Place): boolean {
  const onwards = (place: Place): readonly Place[] => {
    const at = places.get(place);
    if (at === undefined || at.step.kind === 'ask') return [];
    const here = nextSteps(at.step).map((step): Place => `${at.flow.id}/${step}`);
    const target = at.step.kind === 'goto' ? flows.get(at.step.flow) : undefined;
    return target === undefined ? here : [...here, `${target.id}/${target.start}`];
  };
  return [...reach([start], onwards)].some((place) => places.get(place)?.step.kind === 'return');
}
