import type { Speaker } from '../conversation/input.ts';
import { change, type Draft, flush, mustBeDiscreet, noteEvent, sayKey } from './draft.ts';
import { notePerson } from './offer.ts';

/** A counsellor wrote: from here on it counts how long the child writes nothing. */
export function waitForChild(draft: Draft): void {
  const { silence, timers } = draft.state;
  change(draft, {
    silence: { checkedIn: silence?.checkedIn ?? false, asleep: false },
    timers: { ...timers, silence: draft.facts.now + draft.facts.idleMs },
  });
}

/** The child wrote, or the talk changed hands: no silence lasts, and what slept is awake. */
export function endSilence(draft: Draft): void {
  if (draft.state.silence === undefined) return;
  const { silence: _silence, ...timers } = draft.state.timers;
  change(draft, { silence: undefined, timers });
}

/** Asks gently whether the child is there, at most once a silence: a second time would press. */
export function checkedIn(draft: Draft, by: Speaker): void {
  const { silence, callback } = draft.state;
  if (callback !== null || silence?.checkedIn === true) return;
  sayKey(draft, 'bot:check-in');
  flush(draft);
  notePerson(draft, 'checked-in', by.alias);
  waitForChild(draft);
  change(draft, { silence: { checkedIn: true, asleep: false } });
}

/**
 * The talk rests with its counsellor and takes no place on the desk until the child writes again. A child on a shared phone
 * is not written to about it, and nobody is long after the fact.
 */
export function fallAsleep(draft: Draft): void {
  if (draft.state.owner.kind !== 'counsellor' || draft.state.callback !== null) return;
  if (draft.state.silence?.asleep === true) return;
  change(draft, {
    silence: { checkedIn: draft.state.silence?.checkedIn ?? false, asleep: true },
  });
  noteEvent(draft, 'asleep');
  if (!mustBeDiscreet(draft) && !draft.facts.late) sayKey(draft, 'bot:asleep');
}
