import type { Band } from './bundle.ts';
import type { Draft } from './draft.ts';
import { bandOf, joinStep } from './join-queue.ts';

/** How long writing to a person is still paused for this child: half an hour at most, or longer. */
export const PAUSES = ['no', 'short', 'long'] as const;
export type Pause = (typeof PAUSES)[number];

/** What one person may pause alone. */
export const ALONE_MS = 30 * 60_000;

/** The only bands that a pause meets: on one phone a brother floods the line, and another evening his sister writes. */
const MEETS: readonly Band[] = ['other', 'information'];

/**
 * Whether the way into the line is paused now. Never for a child who is in it already, whose answers tell of danger, thoughts of
 * dying, abuse or extortion, or who wrote a word of distress in this talk.
 */
export function pauseOf(draft: Draft): Pause {
  const { friction, now } = draft.facts;
  if (friction === undefined || friction <= now || draft.state.owner.kind !== 'bot') return 'no';
  if (isUrgent(draft)) return 'no';
  return friction - now <= ALONE_MS ? 'short' : 'long';
}

function isUrgent(draft: Draft): boolean {
  draft.watch.read('urgent');
  if (draft.state.marks.distress !== undefined) return true;
  const join = joinStep(draft.bundle)?.step;
  return join !== undefined && !MEETS.includes(bandOf(draft, join));
}
