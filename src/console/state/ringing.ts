import type { QueueCard } from '../api/types.ts';
import { type Cards, isUrgent, TONES, type Tone } from './news.ts';

/** What rings again and again until somebody here has looked at it. */
export interface Ringing {
  /** The conversation, and why: one that was looked at rings anew for a graver reason. */
  readonly mark: string;
  readonly handle: string;
  readonly tone: Tone;
  /** False while nothing is to be done, as after an answer of mine. */
  readonly due: boolean;
}

/** Whether the handle of a conversation can be read on the screen now. */
export type InSight = (handle: string) => boolean;

export interface Looks {
  /** Called at each repeat: what is still to be heard of, or null. What is in sight now may be looked at from now on. */
  ring(all: readonly Ringing[], inSight: InSight): Tone | null;
  /** Somebody touched the page: what was in sight before, and still is, was looked at. */
  touch(all: readonly Ringing[], inSight: InSight): void;
}

export function ringingOf({ waiting, mine, offers = [], escalations = [] }: Cards): Ringing[] {
  return [
    ...escalations.map((card) => ringing(card, 'called', { due: card.waits })),
    ...waiting.flatMap((card) =>
      card.raised || isUrgent(card) ? [ringing(card, card.raised ? 'raised' : 'urgent')] : [],
    ),
    ...mine.flatMap((card) =>
      card.raised ? [ringing(card, 'raised', { due: card.needsReply && !card.ended })] : [],
    ),
    ...offers.map((card) => ringing(card, 'offered', { tone: 'mine' })),
  ];
}

type Why = 'called' | 'raised' | 'urgent' | 'offered';

function ringing(
  { id, handle }: Pick<QueueCard, 'id' | 'handle'>,
  why: Why,
  { tone = 'urgent', due = true }: Partial<Pick<Ringing, 'tone' | 'due'>> = {},
): Ringing {
  return { mark: `${why} ${id}`, handle, tone, due };
}

/** A key on its way when a card comes has seen nothing: a card is looked at by a touch after it was in sight at a repeat. */
export function looks(): Looks {
  let inSightBefore = new Set<string>();
  let seen = new Set<string>();
  const isLeft = ({ mark, due }: Ringing) => due && !seen.has(mark);
  return {
    ring: (all, inSight) => {
      // Whoever left and comes back is to be heard of again.
      seen = new Set(all.flatMap(({ mark }) => (seen.has(mark) ? [mark] : [])));
      const left = all.filter(isLeft);
      inSightBefore = new Set(left.flatMap(({ mark, handle }) => (inSight(handle) ? [mark] : [])));
      return TONES.find((tone) => left.some((one) => one.tone === tone)) ?? null;
    },
    touch: (all, inSight) => {
      for (const { mark, handle } of all.filter(isLeft)) {
        if (inSightBefore.has(mark) && inSight(handle)) seen.add(mark);
      }
    },
  };
}
