import { QUEUE } from '../conversation/owner.ts';
import type { Brief, Frame, QueuePlace } from '../conversation/state.ts';
import { waitingScore } from '../queue/order.ts';
import { honestWait, lineFor, type WaitRange, waitAt } from '../queue/wait.ts';
import { BANDS, type Band, type Bundle, type HandoverStep, type StepId } from './bundle.ts';
import {
  change,
  changeTalk,
  type Draft,
  flush,
  mark,
  retentionOf,
  sayKey,
  sayNumbers,
  topFrame,
} from './draft.ts';
import { bandHeard, besideBrief, fits } from './matters.ts';

/**
 * Puts the child into the queue, or says where the flow goes on when nobody can take them.
 *
 * A child who waits already keeps their time of arrival; a more urgent reason lifts them, a lesser one never lowers.
 */
export function joinQueue(draft: Draft, step: HandoverStep): StepId | null {
  const { facts, state } = draft;
  const waits = state.owner.kind === 'queue';
  if (!waits && facts.desk !== 'open') return step[facts.desk];
  // Whoever waits here now needs no message later.
  change(draft, { callback: null });
  const place = enterQueue(draft, step);
  change(draft, { timers: waitingTimers(draft, place) });
  sayWaiting(draft);
  flush(draft);
  draft.effects.push({ kind: 'queued', brief: place.brief });
  return null;
}

/** Puts the child into the line, with what they chose; nothing is said. */
export function enterQueue(draft: Draft, step: HandoverStep, also: Brief = []): QueuePlace {
  const { facts, state } = draft;
  const waits = state.owner.kind === 'queue';
  const band = higher(bandOf(draft, step), state.queue?.band);
  const arrived = waits ? (state.marks.queued ?? facts.now) : facts.now;
  const place: QueuePlace = {
    band,
    brief: [...briefOf(draft, step.brief), ...also],
    updates: state.queue?.updates ?? 0,
    mayWrite: topFrame(draft)?.vars['may-write'] === 'yes' || (state.queue?.mayWrite ?? false),
    raised: state.queue?.raised ?? false,
    score: waitingScore(band, arrived),
  };
  mark(draft, { queued: arrived });
  changeTalk(draft, { asked: null, unknown: 0, interrupted: null });
  change(draft, { owner: QUEUE, queue: place });
  return place;
}

/** The step with which the flow to a person joins the line, and where it stands. */
export function joinStep({ flows, anytime }: Bundle): { frame: Frame; step: HandoverStep } | null {
  for (const [id, step] of flows.get(anytime.person)?.steps ?? []) {
    if (step.kind !== 'handover') continue;
    return { frame: { flow: anytime.person, step: id, vars: {} }, step };
  }
  return null;
}

/** A more urgent reason lifts a waiting child; a lesser one never lowers. */
export function lift(draft: Draft, band: Band): void {
  const { owner, queue, marks } = draft.state;
  if (owner.kind !== 'queue' || queue === null) return;
  const to = higher(band, queue.band);
  if (to === queue.band) return;
  const score = waitingScore(to, marks.queued ?? draft.facts.now);
  change(draft, { queue: { ...queue, band: to, score } });
}

/** What a child chose while waiting counts as if they had chosen it before. */
export function rankAgain(draft: Draft): void {
  const { owner, queue } = draft.state;
  if (owner.kind !== 'queue' || queue === null) return;
  const join = joinStep(draft.bundle)?.step;
  if (join === undefined) return;
  lift(draft, bandOf(draft, join));
  const now = briefOf(draft, join.brief);
  const brief = [
    ...queue.brief.filter(({ name }) => !now.some((one) => one.name === name)),
    ...now,
  ];
  const place = draft.state.queue ?? queue;
  change(draft, { queue: { ...place, brief } });
}

/** How long it may take, as a range; without an honest figure, that we do not know; and never a wait for nobody. */
export function sayWaiting(draft: Draft): void {
  const { desk } = draft.facts;
  if (desk === 'closed' || desk === 'down') {
    sayKey(draft, 'bot:waiting.nobody');
    sayKey(draft, 'bot:waiting.meanwhile');
    return sayNumbers(draft);
  }
  const wait = waitOf(draft);
  if (wait === null) return sayKey(draft, 'bot:waiting.unknown');
  sayKey(draft, 'bot:waiting.range', { from: String(wait.from), to: String(wait.to) });
}

/** At the child's own place, from those who write the child's language, and never less than they have waited already. */
function waitOf({ facts, state }: Draft): WaitRange | null {
  const { queue, marks, language } = state;
  if (queue === null) return facts.wait;
  const waiter = { score: queue.score, queued: marks.queued ?? facts.now };
  if (facts.line === undefined) return honestWait(facts.wait, waiter, facts.now);
  const line = lineFor(facts.line, language);
  return line === null ? null : honestWait(waitAt(line, waiter), waiter, facts.now);
}

/** Timers of a waiting child: no idle close, updates only when the child allowed them (at most three). */
export function waitingTimers(draft: Draft, place: QueuePlace): Readonly<Record<string, number>> {
  const retention = retentionOf(draft);
  if (!place.mayWrite || place.updates >= 3) return { retention };
  return { retention, update: draft.facts.now + draft.facts.updateMs };
}

/** How urgent the answers of a child are, with what their words sounded like. */
export function bandOf(draft: Draft, step: HandoverStep): Band {
  const chosen = step.bands.find(({ when }) => fits(draft, when))?.band ?? step.otherwise;
  return higher(chosen, bandHeard(draft.state.talk.heard ?? []));
}

function higher(band: Band, other: Band | undefined): Band {
  return other !== undefined && BANDS.indexOf(other) < BANDS.indexOf(band) ? other : band;
}

/** What the child chose, from the globals and from every flow on the way here; nothing that was never asked. */
function briefOf(draft: Draft, names: readonly string[]): Brief {
  const { talk } = draft.state;
  const chosen: Record<string, string> = {};
  for (const frame of [...(talk.interrupted ?? []), ...talk.frames])
    Object.assign(chosen, frame.vars);
  Object.assign(chosen, talk.globals);
  const told = names.flatMap((name) => {
    const value = chosen[name];
    return value === undefined ? [] : [{ name, value }];
  });
  return [...told, ...besideBrief(draft)];
}
