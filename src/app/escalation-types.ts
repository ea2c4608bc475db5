import type { CaseItem, EscalationAct, HoldReason } from '../domain/conversation/escalation.ts';
import type { Result } from '../domain/result.ts';
import type { CardView, Viewer } from './desk-types.ts';

/** A life is in danger, as one of the people who may know sees it. */
export interface EscalationView {
  readonly at: number;
  readonly by: string;
  readonly supervisor: string | null;
  readonly mine: 'counsellor' | 'supervisor' | null;
  readonly written: readonly CaseItem[];
  readonly asked: {
    readonly by: string;
    readonly mine: boolean;
    readonly why: HoldReason;
    readonly hours: number;
  } | null;
  readonly hold: {
    readonly by: string;
    readonly with: string;
    readonly why: HoldReason;
    readonly until: number;
  } | null;
  readonly erase: {
    readonly at: number;
    /** Who wants to keep it. */
    readonly keep: string | null;
    readonly mine: boolean;
    readonly kept: boolean;
  } | null;
}

/** No word of the child stands on it. */
export interface EscalationCardView extends CardView {
  readonly with: string;
  readonly supervisor: string | null;
  readonly joined: boolean;
  readonly erasedAt: number | null;
  /** Something waits for this viewer's answer. */
  readonly waits: boolean;
}

/** `not-now`: it changes nothing at this moment. `unavailable`: nothing is held here, or not for so long. */
export interface EscalationError {
  readonly kind: 'missing' | 'not-now' | 'unavailable';
}

export interface EscalationDeed {
  readonly id: string;
  readonly key: string;
  readonly act: EscalationAct;
}

export type Escalate = (
  viewer: Viewer,
  deed: EscalationDeed,
) => Promise<Result<void, EscalationError>>;
