import type { Speaker } from './input.ts';

/** What the helpline writes into its own case system while it can still be read here: a list of headings, no content. */
export const CASE_ITEMS = ['danger', 'where', 'who', 'reach', 'told', 'agreed', 'next'] as const;
export type CaseItem = (typeof CASE_ITEMS)[number];

/** Why content is held: a closed list, so that nothing of the child's stands in the audit log. */
export const HOLD_REASONS = ['rescue-under-way', 'child-not-found', 'case-not-written'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** However often it is asked for, nothing is held longer than this. */
export const HOLD_MOST_HOURS = 72;
const HOUR_MS = 3_600_000;

/** Somebody's life is in danger: a supervisor is brought in, and what was written may be held for a while. */
export interface Escalation {
  /** The counsellor who brought the supervisor in. */
  readonly by: Speaker;
  readonly at: number;
  /** Null until one has come. */
  readonly supervisor: Speaker | null;
  /** What stands in the helpline's own case system already. */
  readonly written: readonly CaseItem[];
  /** A hold that one of the two asked for and the other has not answered. */
  readonly asked?: HoldAsked | undefined;
  readonly hold?: Hold | undefined;
  /** When content was first held; no later hold outlasts the time that began then. */
  readonly firstHeld?: number | undefined;
  /** The child asked for erasing while it was held. */
  readonly erase?: EraseAsked | undefined;
}

export interface HoldAsked {
  readonly by: Speaker;
  readonly why: HoldReason;
  readonly hours: number;
}

/** Counsellor and supervisor together. */
export interface Hold {
  readonly by: Speaker;
  readonly with: Speaker;
  readonly why: HoldReason;
  readonly since: number;
  readonly until: number;
}

export interface EraseAsked {
  readonly at: number;
  /** Whoever wants to keep it; null while nobody has decided. */
  readonly keep: Speaker | null;
  /** Both decided to keep it until the hold ends. */
  readonly kept: boolean;
}

/** What counsellor and supervisor do about it. */
export type EscalationAct =
  | { readonly kind: 'escalate' }
  /** A supervisor stands in, or takes another's place. */
  | { readonly kind: 'join' }
  | { readonly kind: 'write'; readonly written: readonly CaseItem[] }
  | { readonly kind: 'ask-hold'; readonly why: HoldReason; readonly hours: number }
  | { readonly kind: 'agree' }
  | { readonly kind: 'decline' }
  /** The hold ends before its time; what follows is the usual time. */
  | { readonly kind: 'lift' }
  /** The child asked for erasing: both must want to keep it, one is enough to erase it. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'erase' };

/** When a hold that begins now ends. */
export function holdEnds(now: number, hours: number, firstHeld: number | undefined): number {
  const most = (firstHeld ?? now) + HOLD_MOST_HOURS * HOUR_MS;
  return Math.min(now + hours * HOUR_MS, most);
}

/** When what counsellor and supervisor hold may go; at any time, where nothing is held. */
export function heldUntil({
  escalation,
}: {
  readonly escalation?: Escalation | undefined;
}): number {
  return escalation?.hold?.until ?? Number.NEGATIVE_INFINITY;
}

export function isHeld(state: Parameters<typeof heldUntil>[0], now: number): boolean {
  return heldUntil(state) > now;
}
