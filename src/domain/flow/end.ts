import { NOBODY } from '../conversation/owner.ts';
import type { Ended } from '../conversation/state.ts';
import { change, changeTalk, type Draft, flush, mark } from './draft.ts';

/**
 * Ends the conversation. One that no counsellor joined leaves its record and nothing else, now. One that a
 * counsellor joined keeps its sealed transcript for the wrap-up, until the retention time; an erased one keeps none.
 */
export function end(draft: Draft, how: Ended): void {
  change(draft, { ended: how });
  flush(draft);
  const { state, facts } = draft;
  const counselled = state.marks.claimed !== undefined;
  mark(draft, { ended: facts.now });
  changeTalk(draft, { asked: null, interrupted: null });
  change(draft, {
    owner: NOBODY,
    timers: counselled ? { retention: facts.now + facts.retentionMs } : {},
  });
  draft.effects.push({ kind: 'ended', how });
  if (!counselled) {
    record(draft);
    draft.effects.push({ kind: 'purge' });
  }
}

/** Nothing happened: what no conversation was there for founds none, and leaves no record. */
export function vanish(draft: Draft): void {
  change(draft, { owner: NOBODY, ended: 'gone', timers: {}, recorded: true });
  draft.effects.push({ kind: 'purge' });
}

/** Sends the record to the pending list, once. */
export function record(draft: Draft): void {
  if (draft.state.recorded) return;
  change(draft, { recorded: true });
  draft.effects.push({ kind: 'record' });
}
