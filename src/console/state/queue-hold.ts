import type { QueueCard } from '../api/types.ts';

export interface QueueRow {
  readonly card: QueueCard;
  /** Not waiting any more; the row stays until pointer and focus left, so that nothing slides under a click. */
  readonly gone: boolean;
}

export interface HeldQueue {
  readonly rows: readonly QueueRow[];
  /** Waiting children that are not shown yet. */
  readonly fresh: readonly QueueCard[];
}

/**
 * The rows to show. While `held` (the order when the pointer or the focus entered) is given, no row moves, comes
 * or goes: rows take new contents in place, missing ones are marked, new ones are only counted. In an empty list there is
 * nothing to hold.
 */
export function arrange(
  waiting: readonly QueueCard[],
  held: readonly QueueCard[] | null,
): HeldQueue {
  if (!held?.length) return { rows: waiting.map((card) => ({ card, gone: false })), fresh: [] };

  const now = new Map(waiting.map((card) => [card.id, card]));
  const shown = new Set(held.map((card) => card.id));
  const rows = held.map((card) => ({ card: now.get(card.id) ?? card, gone: !now.has(card.id) }));
  return { rows, fresh: waiting.filter((card) => !shown.has(card.id)) };
}
