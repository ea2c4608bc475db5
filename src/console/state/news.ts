import type { MyCard, Queue, QueueCard } from '../api/types.ts';

/** What a tone can be about, the most urgent first. */
export const TONES = ['urgent', 'mine', 'queue'] as const;
export type Tone = (typeof TONES)[number];

export type Cards = Pick<Queue, 'waiting' | 'mine'> &
  Partial<Pick<Queue, 'offers' | 'escalations'>>;

/**
 * What is new at the desk since the last look, as at most one tone. A conversation that a colleague handed over counts as
 * mine; one that I claimed a moment ago was in the queue, and is no news.
 */
export function newsOf(before: Cards | null, after: Cards): Tone | null {
  if (before === null) return null;
  const known = new Set([...before.waiting, ...before.mine].map(({ id }) => id));
  const fresh = after.waiting.filter(({ id }) => !known.has(id));
  if (fresh.some(isUrgent) || isRaised(before, after) || isCalled(before, after)) {
    return 'urgent';
  }
  const asked = (after.offers ?? []).some(({ id }) => !isOffered(before, id));
  const mine = after.mine.some((card) => wroteSince(before.mine, card) || !known.has(card.id));
  if (asked || mine) return 'mine';
  return fresh.length > 0 ? 'queue' : null;
}

export function isUrgent({ band }: Pick<QueueCard, 'band'>): boolean {
  return band === 'danger' || band === 'self-harm';
}

/** What the tab's title counts: children who wait for an answer of mine, and who wait for anybody; and who calls me. */
export function countOf({ waiting, mine, offers = [], escalations = [] }: Cards): number {
  const called = escalations.filter(({ waits }) => waits).length + offers.length;
  return waiting.length + called + mine.filter(({ needsReply }) => needsReply).length;
}

function isOffered({ offers = [] }: Cards, id: string): boolean {
  return offers.some((offer) => offer.id === id);
}

/** A life is in danger, or the other of the two waits for my answer. */
function isCalled(before: Cards, after: Cards): boolean {
  const waited = (before.escalations ?? []).filter(({ waits }) => waits).map(({ id }) => id);
  return (after.escalations ?? []).some(({ id, waits }) => waits && !waited.includes(id));
}

function isRaised(before: Cards, after: Cards): boolean {
  const calm = new Set([...before.waiting, ...before.mine].flatMap(calmOf));
  return [...after.waiting, ...after.mine].some(({ id, raised }) => raised && calm.has(id));
}

const calmOf = ({ id, raised }: QueueCard) => (raised ? [] : [id]);

function wroteSince(before: readonly MyCard[], { id, last, needsReply }: MyCard): boolean {
  const then = before.find((card) => card.id === id);
  return needsReply && then !== undefined && last > then.last;
}
