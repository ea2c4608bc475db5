import { type Writes, writesTo } from '../../domain/queue/skill.ts';
import type { Queue, QueueCard } from '../api/types.ts';
import { isUrgent } from './news.ts';

type Card = Pick<QueueCard, 'band' | 'language'>;

/** Whether a claim is asked about first: I said that I do not write the child's language. In danger nothing is asked. */
export function asksFirst(writes: Writes, card: Card): boolean {
  return !writesTo(writes, card.language) && !isUrgent(card);
}

/** Whether the next child for me is another one: somebody on duty writes this one's language, and I do not. */
export function isForOthers(
  { writes, unwritten }: Pick<Queue, 'writes' | 'unwritten'>,
  card: Card,
): boolean {
  return asksFirst(writes, card) && !unwritten.includes(card.language ?? '');
}

/** How many wait in each language that nobody on duty writes. While the desk is closed nobody is there at all, which it says itself. */
export function waitingUnwritten({
  desk,
  unwritten,
  waiting,
}: Pick<Queue, 'desk' | 'unwritten' | 'waiting'>) {
  if (desk === 'closed') return [];
  const counted = unwritten.map((language) => ({
    language,
    n: waiting.filter((card) => card.language === language).length,
  }));
  return counted.filter(({ n }) => n > 0);
}

/** Colleagues who write the child's language first, otherwise in their order. */
export function writersFirst<P extends { readonly writes: Writes }>(
  people: readonly P[],
  language: string | null,
): readonly (P & { readonly does: boolean })[] {
  const known = people.map((one) => ({ ...one, does: writesTo(one.writes, language) }));
  return [...known.filter(({ does }) => does), ...known.filter(({ does }) => !does)];
}
