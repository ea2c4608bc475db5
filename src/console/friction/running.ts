import type { FrictionCard } from '../api/types.ts';

/** A pause ends by itself, without a word of the server. */
export const isRunning = ({ stands, until }: FrictionCard, now: number) =>
  (stands === 'waits' || stands === 'confirmed') && until > now;

/** What rests now: first what waits for a second person, and of it what I did not ask for; then what ends first. */
export function running(cards: readonly FrictionCard[], now: number): readonly FrictionCard[] {
  const later = ({ stands, mine }: FrictionCard) => (stands === 'waits' ? Number(mine) : 2);
  return cards
    .filter((card) => isRunning(card, now))
    .toSorted((one, other) => later(one) - later(other) || one.until - other.until);
}
