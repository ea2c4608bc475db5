import type { TimerName } from '../conversation/input.ts';
import { unreachable } from '../result.ts';
import { callbackTimer } from './callback.ts';
import { change, type Draft, mustBeDiscreet, sayKey } from './draft.ts';
import { end, retentionOver, vanish } from './end.ts';
import { feedbackTimer } from './feedback.ts';
import { sayWaiting, waitingTimers } from './join-queue.ts';
import { observeLapsed } from './observe.ts';
import { offerLapsed } from './offer.ts';
import { isOutside } from './outside.ts';
import { fallAsleep } from './silence.ts';
import { backToQueue } from './staff-input.ts';

/** A due timer. Time enters the engine here and nowhere else. */
export function timerInput(draft: Draft, name: TimerName): void {
  const { [name]: _fired, ...others } = draft.state.timers;
  change(draft, { timers: others });
  switch (name) {
    case 'idle':
      return idle(draft);
    case 'update':
      return update(draft);
    case 'first-reply':
      return noFirstReply(draft);
    case 'offer':
      return offerLapsed(draft);
    case 'observe':
      return observeLapsed(draft);
    case 'silence':
      return fallAsleep(draft);
    case 'callback':
      return callbackTimer(draft);
    case 'retention':
      return retentionOver(draft);
    case 'feedback':
      return feedbackTimer(draft);
    default:
      return unreachable(name);
  }
}

/** Silent on a shared phone; a plain goodbye elsewhere. */
function idle(draft: Draft): void {
  if (draft.state.ended !== null || draft.state.owner.kind !== 'bot') return;
  // Nothing was said here: whoever wrote to the child did so elsewhere.
  if (draft.state.talk.frames.length === 0 && draft.state.callback === null) return vanish(draft);
  if (draft.state.marks.outside !== undefined) return end(draft, 'idle');
  // A goodbye that comes long after the silence would be a message out of nowhere.
  draft.watch.read('callback');
  const rests = draft.state.callback !== null;
  if (!mustBeDiscreet(draft) && !draft.facts.late && !rests) sayKey(draft, 'bot:idle');
  end(draft, 'idle');
}

function update(draft: Draft): void {
  const { queue, owner } = draft.state;
  if (owner.kind !== 'queue' || queue === null || !queue.mayWrite || queue.updates >= 3) return;
  const place = { ...queue, updates: queue.updates + 1 };
  change(draft, { queue: place, timers: waitingTimers(draft, place) });
  if (isOutside(draft)) return;
  sayKey(draft, 'bot:waiting.update');
  sayWaiting(draft);
}

function noFirstReply(draft: Draft): void {
  const { owner, marks } = draft.state;
  if (owner.kind === 'counsellor' && marks.replied === undefined) backToQueue(draft);
}
