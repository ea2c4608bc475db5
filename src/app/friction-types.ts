import type { FrictionHours, FrictionReason } from '../domain/conversation/friction.ts';
import type { Result } from '../domain/result.ts';
import type { Viewer } from './desk-types.ts';

export interface AskFriction {
  readonly id: string;
  readonly why: FrictionReason;
}

/** What a supervisor does with a pause. */
export type FrictionReview =
  | { readonly kind: 'confirm'; readonly hours: FrictionHours }
  | { readonly kind: 'lift' };

/** A pause as a supervisor sees it: nothing of the child but the handle of the talk. */
export interface FrictionView {
  readonly id: string;
  readonly handle: string;
  readonly why: FrictionReason;
  /** Who asked for it. */
  readonly by: string;
  readonly at: number;
  /** When it ends or ended (ms). */
  readonly until: number;
  /** `waits` for a second person; `over` without one: nobody looked. */
  readonly stands: 'waits' | 'confirmed' | 'lifted' | 'not-reviewed' | 'over';
  /** This viewer asked for it, and so cannot be the second person. */
  readonly mine: boolean;
}

/** `unavailable`: it cannot be for this child, or on this channel. `not-now`: it changes nothing at this moment. */
export interface FrictionError {
  readonly kind: 'missing' | 'not-now' | 'unavailable';
}

export interface FrictionDesk {
  askFriction(viewer: Viewer, ask: AskFriction): Promise<Result<void, FrictionError>>;
  /** Nothing for whoever may not review them. */
  frictions(viewer: Viewer): Promise<readonly FrictionView[]>;
  /** Another word after each change of what `frictions` answers; for live connections. */
  frictionMark(viewer: Viewer): Promise<string>;
  reviewFriction(
    viewer: Viewer,
    id: string,
    review: FrictionReview,
  ): Promise<Result<void, FrictionError>>;
}
