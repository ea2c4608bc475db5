import type { Callback } from '../conversation/state.ts';
import { CALLBACK_WINDOWS, nextWindow } from '../queue/callback-window.ts';
import { change, changeTalk, type Draft, flush, noteEvent, retentionOf, sayKey } from './draft.ts';
import { end } from './end.ts';
import { enterQueue, joinStep } from './join-queue.ts';

/** How often the neutral words are sent: once when a counsellor takes it, once more when no answer came (R31). */
const MOST_TOLD = 2;

/** Notes the time of day that a child leaves for a message (R31): a time, never a number. Anything else clears it. */
export function leaveCallback(draft: Draft, named: string | null): void {
  const window = CALLBACK_WINDOWS.find((one) => one === named);
  if (window === undefined) return dropCallback(draft);
  const { from, until } = nextWindow(window, draft.facts.now);
  const { retention: _retention, ...timers } = draft.state.timers;
  change(draft, { callback: { window, from, until, stage: 'left', told: 0 } });
  change(draft, { timers: { ...timers, callback: from, retention: retentionOf(draft) } });
  draft.effects.push({ kind: 'callback', window });
}

function dropCallback(draft: Draft): void {
  if (draft.state.callback === null) return;
  const { callback: _callback, ...timers } = draft.state.timers;
  change(draft, { callback: null, timers });
  draft.effects.push({ kind: 'callback', window: null });
}

/** Its time begins, is half over without an answer, or ends. */
export function callbackTimer(draft: Draft): void {
  draft.watch.read('callback');
  const { callback } = draft.state;
  if (callback === null || draft.state.ended !== null) return;
  if (draft.facts.now >= callback.until) return missed(draft);
  if (callback.stage === 'left') return begins(draft, callback);
  if (callback.stage === 'claimed' && callback.told < MOST_TOLD && !draft.facts.late) {
    return tell(draft, callback);
  }
  return missed(draft);
}

/** The child waits in the desk's line again, without a word to them, until somebody takes it or the time is over. */
function begins(draft: Draft, callback: Callback): void {
  change(draft, { callback: { ...callback, stage: 'due' } });
  const join = joinStep(draft.bundle);
  if (join === null) return missed(draft);
  changeTalk(draft, { frames: [join.frame] });
  const { brief } = enterQueue(draft, join.step, [{ name: 'callback', value: callback.window }]);
  change(draft, { timers: callbackTimers(draft, callback.until) });
  draft.effects.push({ kind: 'queued', brief });
}

/** Over without an answer: visible to the desk, with a record, and without a word to the child. */
function missed(draft: Draft): void {
  change(draft, { callback: null });
  draft.effects.push({ kind: 'alarm', alarm: 'callback-missed' });
  end(draft, 'missed');
}

/** A counsellor took it: the words that the child saw before, and nothing else before an answer. */
export function callbackClaimed(draft: Draft): boolean {
  draft.watch.read('callback');
  const { callback } = draft.state;
  if (callback === null) return false;
  const claimed: Callback = { ...callback, stage: 'claimed' };
  if (callback.told < MOST_TOLD) {
    tell(draft, claimed);
    return true;
  }
  change(draft, { callback: claimed, timers: callbackTimers(draft, callback.until) });
  return true;
}

function tell(draft: Draft, callback: Callback): void {
  const told = callback.told + 1;
  const { now } = draft.facts;
  const again = told < MOST_TOLD ? Math.ceil((now + callback.until) / 2) : callback.until;
  change(draft, { callback: { ...callback, told }, timers: callbackTimers(draft, again) });
  flush(draft);
  sayKey(draft, 'bot:callback');
  flush(draft, true);
  noteEvent(draft, 'callback-told');
}

/** Back in the line, its time still counts. */
export function callbackReleased(draft: Draft): boolean {
  const { callback } = draft.state;
  if (callback === null) return false;
  const due: Callback = { ...callback, stage: 'due' };
  change(draft, { callback: due, timers: callbackTimers(draft, callback.until) });
  return true;
}

function callbackTimers(draft: Draft, callback: number): Readonly<Record<string, number>> {
  return { callback, retention: retentionOf(draft) };
}
