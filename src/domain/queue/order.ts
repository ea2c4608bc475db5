import type { Band } from '../flow/bundle.ts';

const MINUTE = 60_000;
/** Far above any time in milliseconds, so that nothing ages past an absolute band. */
const ABSOLUTE = 1e14;

/** How much later than it is a child of this band counts as arrived. Danger and self-harm stand apart. */
const OFFSET_MS: Readonly<Record<Exclude<Band, 'danger' | 'self-harm'>, number>> = {
  abuse: 0,
  extortion: 5 * MINUTE,
  other: 15 * MINUTE,
  information: 30 * MINUTE,
};

/**
 * A child's place in the waiting list, lowest first, fixed when they join.
 *
 * Danger and self-harm go before everyone, whatever the wait. Below them a child counts as arrived a little later
 * by band, so that an urgent one overtakes a recent one, and nobody is overtaken for ever.
 *
 * @param arrived - Milliseconds since the epoch.
 */
export function waitingScore(band: Band, arrived: number): number {
  if (band === 'danger') return arrived;
  if (band === 'self-harm') return ABSOLUTE + arrived;
  return 2 * ABSOLUTE + arrived + OFFSET_MS[band];
}
