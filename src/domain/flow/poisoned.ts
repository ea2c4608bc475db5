import { QUEUE } from '../conversation/owner.ts';
import type { QueuePlace } from '../conversation/state.ts';
import { waitingScore } from '../queue/order.ts';
import { change, type Draft, flush, mark, noteEvent } from './draft.ts';
import { sayWaiting, waitingTimers } from './join-queue.ts';
import { bandHeard } from './matters.ts';

/**
 * Something that the child sent could not be taken in, and nobody knows what it was: the program cannot go on from there, so a
 * person does. Never silence, and never a way that the same mistake could bar: no flow is walked for it.
 */
export function poisoned(draft: Draft): void {
  const { owner, ended } = draft.state;
  if (ended !== null) return;
  draft.effects.push({ kind: 'alarm', alarm: 'poison' });
  if (owner.kind === 'bot') standInLine(draft);
  if (owner.kind !== 'counsellor') sayWaiting(draft);
  flush(draft);
  noteEvent(draft, 'poison');
}

/** What was asked stays open: who can answer it may. */
function standInLine(draft: Draft): void {
  const { facts, state } = draft;
  const band = bandHeard(state.talk.heard ?? []) ?? 'other';
  const score = waitingScore(band, facts.now);
  const place: QueuePlace = { band, brief: [], updates: 0, mayWrite: false, raised: false, score };
  mark(draft, { queued: facts.now });
  change(draft, { callback: null, owner: QUEUE, queue: place });
  change(draft, { timers: waitingTimers(draft, place) });
  draft.effects.push({ kind: 'queued', brief: [] });
}
