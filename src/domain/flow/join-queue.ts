import { QUEUE } from '../conversation/owner.ts';
import type { Brief, QueuePlace } from '../conversation/state.ts';
import { waitingScore } from '../queue/order.ts';
import { BANDS, type Band, type HandoverStep, type StepId, type Vars } from './bundle.ts';
import {
  change,
  changeTalk,
  type Draft,
  flush,
  mark,
  sayKey,
  sayNumbers,
  topFrame,
} from './draft.ts';

/**
 * Puts the child into the queue, or says where the flow goes on when nobody can take them.
 *
 * A child who waits already keeps their time of arrival; a more urgent reason lifts them, a lesser one never lowers.
 */
export function joinQueue(draft: Draft, step: HandoverStep): StepId | null {
  const { facts, state } = draft;
  const waits = state.owner.kind === 'queue';
  if (!waits && facts.desk !== 'open') return step[facts.desk];
  const band = higher(bandOf(step, state.talk.globals), state.queue?.band);
  const arrived = waits ? (state.marks.queued ?? facts.now) : facts.now;
  const place: QueuePlace = {
    band,
    brief: briefOf(draft, step.brief),
    updates: state.queue?.updates ?? 0,
    mayWrite: topFrame(draft)?.vars['may-write'] === 'yes' || (state.queue?.mayWrite ?? false),
    raised: state.queue?.raised ?? false,
    score: waitingScore(band, arrived),
  };
  mark(draft, { queued: arrived });
  changeTalk(draft, { asked: null, unknown: 0, interrupted: null });
  change(draft, { owner: QUEUE, queue: place, timers: waitingTimers(draft, place) });
  sayWaiting(draft);
  flush(draft);
  draft.effects.push({ kind: 'queued', brief: place.brief });
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
  const { owner, queue, talk } = draft.state;
  if (owner.kind !== 'queue' || queue === null) return;
  const steps = draft.bundle.flows.get(draft.bundle.anytime.person)?.steps.values() ?? [];
  const join = [...steps].find((step) => step.kind === 'handover');
  if (join === undefined) return;
  lift(draft, bandOf(join, talk.globals));
  const known = new Map(queue.brief.map(({ name, value }) => [name, value]));
  for (const { name, value } of briefOf(draft, join.brief)) known.set(name, value);
  const brief = [...known].map(([name, value]) => ({ name, value }));
  const place = draft.state.queue ?? queue;
  change(draft, { queue: { ...place, brief } });
}

/** How long it may take, as a range; without an honest figure, that we do not know; and never a wait for nobody. */
export function sayWaiting(draft: Draft): void {
  const { wait, desk } = draft.facts;
  if (desk === 'closed' || desk === 'down') {
    sayKey(draft, 'bot:waiting.nobody');
    return sayNumbers(draft);
  }
  if (wait === null) return sayKey(draft, 'bot:waiting.unknown');
  sayKey(draft, 'bot:waiting.range', { from: String(wait.from), to: String(wait.to) });
}

/** Timers of a waiting child: no idle close, updates only when the child allowed them (at most three). */
export function waitingTimers(draft: Draft, place: QueuePlace): Readonly<Record<string, number>> {
  const retention = draft.facts.now + draft.facts.retentionMs;
  if (!place.mayWrite || place.updates >= 3) return { retention };
  return { retention, update: draft.facts.now + draft.facts.updateMs };
}

function bandOf(step: HandoverStep, globals: Vars): Band {
  const fits = (when: Vars) => Object.entries(when).every(([name, is]) => globals[name] === is);
  return step.bands.find(({ when }) => fits(when))?.band ?? step.otherwise;
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
  return names.flatMap((name) => {
    const value = chosen[name];
    return value === undefined ? [] : [{ name, value }];
  });
}
