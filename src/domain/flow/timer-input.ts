import type { TimerName } from '../conversation/input.ts';
import { unreachable } from '../result.ts';
import { change, type Draft, isDiscreet, sayKey } from './draft.ts';
import { end, record } from './end.ts';
import { sayWaiting, waitingTimers } from './join-queue.ts';
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
    case 'retention':
      return retentionOver(draft);
    case 'feedback':
      return;
    default:
      return unreachable(name);
  }
}

/** Silent on a shared phone; a plain goodbye elsewhere. */
function idle(draft: Draft): void {
  if (draft.state.ended !== null || draft.state.owner.kind !== 'bot') return;
  // A goodbye that comes long after the silence would be a message out of nowhere.
  if (!isDiscreet(draft.state) && !draft.facts.late) sayKey(draft, 'bot:idle');
  end(draft, 'idle');
}

function update(draft: Draft): void {
  const { queue, owner } = draft.state;
  if (owner.kind !== 'queue' || queue === null || !queue.mayWrite || queue.updates >= 3) return;
  const place = { ...queue, updates: queue.updates + 1 };
  change(draft, { queue: place, timers: waitingTimers(draft, place) });
  sayKey(draft, 'bot:waiting.update');
  sayWaiting(draft);
}

function noFirstReply(draft: Draft): void {
  const { owner, marks } = draft.state;
  if (owner.kind === 'counsellor' && marks.replied === undefined) backToQueue(draft);
}

/** The last word: whatever is left of the conversation goes, and its record is written if it is not yet. */
function retentionOver(draft: Draft): void {
  if (draft.state.ended === null) end(draft, 'idle');
  record(draft);
  if (!draft.effects.some(({ kind }) => kind === 'purge')) draft.effects.push({ kind: 'purge' });
}
