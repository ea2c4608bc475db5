import type { Speaker } from './input.ts';

/** Why a conversation changes hands: a closed list, so that nothing of the child's stands in it. */
export const TRANSFER_REASONS = [
  'shift-ends',
  'better-placed',
  'language',
  'child-asked',
  'other',
] as const;
export type TransferReason = (typeof TRANSFER_REASONS)[number];

/** A colleague was asked to go on with the child. Until they accept, nothing changes for the child. */
export interface Offer {
  readonly to: Speaker;
  readonly why: TransferReason;
  /** When it lapses (ms). */
  readonly until: number;
}

/** Long enough to look up from another chat, short enough that a child does not wait for an answer between two people. */
export const OFFER_MS = 60_000;
