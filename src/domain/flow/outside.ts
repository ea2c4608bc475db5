import type { Input } from '../conversation/input.ts';
import { change, type Draft, mark, noteEvent, retentionOf } from './draft.ts';

/**
 * How long the bot keeps out after somebody of the helpline wrote to the child in the page's own inbox. Long enough for a talk,
 * short enough that nobody who is left there alone waits for the night.
 */
export const OUTSIDE_MS = 60 * 60_000;

/** Somebody of the helpline wrote to the child elsewhere: the bot does not talk into it. */
export function outside(draft: Draft): void {
  if (draft.state.ended !== null) return;
  mark(draft, { outside: draft.facts.now });
  noteEvent(draft, 'outside');
  if (draft.state.owner.kind !== 'bot') return;
  const timers = { idle: idleAt(draft), retention: retentionOf(draft) };
  change(draft, { timers: { ...draft.state.timers, ...timers } });
}

export function isOutside({ state, facts }: Draft): boolean {
  const { outside: at } = state.marks;
  return state.owner.kind !== 'counsellor' && at !== undefined && facts.now - at < OUTSIDE_MS;
}

/** A tap on something of the bot's own, the menu above all, asks for the bot again: true while it still keeps out. */
export function keepsOut(draft: Draft, input: Input): boolean {
  if (!isOutside(draft)) return false;
  if (!['choice', 'opened', 'returned'].includes(input.kind)) return true;
  const { outside: _over, ...marks } = draft.state.marks;
  change(draft, { marks });
  return false;
}

/** A silence ends a talk with the bot; one that is silent for somebody else is remembered as long as it must be. */
export function idleAt({ state, facts }: Draft): number {
  const quiet = (state.marks.outside ?? Number.NEGATIVE_INFINITY) + OUTSIDE_MS;
  return Math.max(facts.now + facts.idleMs, quiet);
}
