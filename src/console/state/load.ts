import type { MyCard } from '../api/types.ts';

/** How many places are taken, as the server counts: who sleeps takes none until they write again. */
export const placesTaken = (mine: readonly MyCard[]): number =>
  mine.filter((card) => !card.ended && !card.asleep).length;
