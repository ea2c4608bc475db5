import type { QueueCard } from '../api/types.ts';

export interface QueueRow {
  readonly card: QueueCard;
  /** Not waiting any more; the row stays until the pointer leaves, so that nothing slides under a click. */
  readonly gone: boolean;
}

export interface HeldQueue {
  readonly rows: readonly QueueRow[];
  /** Waiting children that are not shown yet. */
  readonly fresh: number;
}

/**
 * The rows to show. While `held` (the order when the pointer or the focus entered) is given, no row moves, comes
 * or goes: rows take new contents in place, missing ones are marked, new ones are only counted.
 */
export function arrange(
  waiting: readonly QueueCard[],
  held: readonly QueueCard[] | null,
): HeldQueue {
  if (!held) return { rows: waiting.map((card) => ({ card, gone: false })), fresh: 0 };

  const now = new Map(waiting.map((card) => [card.id, card]));
  const shown = new Set(held.map((card) => card.id));
  const rows = held.map((card) => ({ card: now.get(card.id) ?? card, gone: !now.has(card.id) }));
  return { rows, fresh: waiting.filter((card) => !shown.has(card.id)).length };
}
