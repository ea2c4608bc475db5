import { heldUntil } from '../conversation/escalation.ts';
import { BOT, NOBODY } from '../conversation/owner.ts';
import type { Ended } from '../conversation/state.ts';
import { change, changeTalk, type Draft, flush, mark, retentionOf } from './draft.ts';

/**
 * Ends the conversation. One that no counsellor joined leaves its record and nothing else, now. One that a
 * counsellor joined keeps its sealed transcript for the wrap-up, until the retention time; an erased one keeps none.
 */
export function end(draft: Draft, how: Ended): void {
  if (draft.state.ended !== null) return feedbackOver(draft);
  if ((how === 'finished' || how === 'idle') && rests(draft)) return;
  change(draft, { ended: how });
  flush(draft);
  const { state, facts } = draft;
  const counselled = state.marks.claimed !== undefined;
  mark(draft, { ended: facts.now });
  changeTalk(draft, { asked: null, interrupted: null });
  change(draft, {
    owner: NOBODY,
    callback: null,
    offer: undefined,
    observers: undefined,
    timers: counselled ? { retention: endedRetention(draft) } : {},
  });
  draft.effects.push({ kind: 'ended', how });
  if (!counselled) {
    record(draft);
    draft.effects.push({ kind: 'purge' });
  }
}

/**
 * A talk that is over while a time is left for a message only rests: what was said waits sealed for that time, and the
 * child's next word begins neutrally (R36).
 */
function rests(draft: Draft): boolean {
  const { callback } = draft.state;
  if (callback?.stage !== 'left') return false;
  flush(draft);
  changeTalk(draft, { frames: [], interrupted: null, asked: null, unknown: 0, media: 0 });
  change(draft, { owner: BOT, timers: { callback: callback.from, retention: retentionOf(draft) } });
  return true;
}

/** Nothing happened: what no conversation was there for founds none, and leaves no record. */
export function vanish(draft: Draft): void {
  change(draft, { owner: NOBODY, ended: 'gone', timers: {}, recorded: true });
  draft.effects.push({ kind: 'purge' });
}

/** The question after the end was answered, or nobody answered: the record waits for the wrap-up alone. */
export function feedbackOver(draft: Draft): void {
  const { feedback: _feedback, ...timers } = draft.state.timers;
  change(draft, { timers });
  changeTalk(draft, { asked: null });
  if (draft.state.wrapUp !== null) record(draft);
}

/** The last word: whatever is left of the conversation goes, and its record is written if it is not yet. */
export function retentionOver(draft: Draft): void {
  change(draft, { callback: null });
  if (draft.state.ended === null) end(draft, 'idle');
  record(draft);
  if (!draft.effects.some(({ kind }) => kind === 'purge')) draft.effects.push({ kind: 'purge' });
}

function endedRetention({ facts, state }: Draft): number {
  return Math.max(facts.now + facts.retentionMs, heldUntil(state));
}

/** Sends the record to the pending list, once. */
export function record(draft: Draft): void {
  if (draft.state.recorded) return;
  change(draft, { recorded: true });
  draft.effects.push({ kind: 'record' });
}
