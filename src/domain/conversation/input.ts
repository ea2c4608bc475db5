import type { Language, ServiceQuery } from '../flow/bundle.ts';
import type { Referral, WrapUp } from '../record/record.ts';
import type { EscalationAct } from './escalation.ts';
import type { TransferReason } from './offer.ts';

/** A counsellor as the child and the transcript may see them: an id and a chosen alias. */
export interface Speaker {
  readonly id: string;
  readonly alias: string;
}

export type TimerName =
  | 'idle'
  | 'update'
  | 'first-reply'
  | 'offer'
  | 'observe'
  | 'silence'
  | 'callback'
  | 'feedback'
  | 'retention';

/**
 * Everything that can happen to a conversation. `ref` is the keyed hash of a platform's message id, so that
 * an unsend finds the line; the id itself is not here.
 */
export type Input =
  | { readonly kind: 'opened'; readonly campaign?: string }
  | { readonly kind: 'text'; readonly text: string; readonly ref: string }
  | { readonly kind: 'choice'; readonly id: string }
  | {
      readonly kind: 'media';
      readonly what: MediaKind;
      readonly caption?: string;
      readonly ref: string;
    }
  | { readonly kind: 'edited'; readonly text: string; readonly ref: string }
  | { readonly kind: 'unsent'; readonly ref: string }
  /** An emoji on one of our messages; null when it was taken back. `ref` is that of the reaction. */
  | { readonly kind: 'reacted'; readonly emoji: string | null; readonly ref: string }
  /** The platform knows the child by another id from now on, which came with it. */
  | { readonly kind: 'moved' }
  /** Somebody of the helpline wrote to the child elsewhere, in the page's own inbox. */
  | { readonly kind: 'outside' }
  /** What a platform tells of messages that it took. */
  | { readonly kind: 'receipt'; readonly receipt: ReceiptNote }
  /** The child's page came back after a silence; nothing may be shown before it is safe. */
  | { readonly kind: 'returned' }
  /** The channel says that this child cannot be written to any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'timer'; readonly name: TimerName }
  /** In a later talk the child asked for everything to be erased. */
  | { readonly kind: 'erased-later' }
  /** A message to the child was given up for good. */
  | {
      readonly kind: 'undelivered';
      readonly why: Undelivered;
      /** The outbox item, where it is known. */
      readonly item?: string;
    }
  /** An input that no turn could finish was taken out of the way; what it said is not known. */
  | { readonly kind: 'poisoned' }
  | { readonly kind: 'claimed'; readonly by: Speaker }
  | {
      readonly kind: 'released';
      readonly by: Speaker;
      readonly why: ReleaseReason;
      /** For whoever goes on. */
      readonly reason?: TransferReason;
    }
  /** A colleague is asked to go on. */
  | {
      readonly kind: 'offered';
      readonly by: Speaker;
      readonly to: Speaker;
      readonly why: TransferReason;
    }
  | { readonly kind: 'offer-ended'; readonly by: Speaker; readonly how: 'declined' | 'withdrawn' }
  /** A supervisor reads along, or does no more. */
  | { readonly kind: 'observed'; readonly by: Speaker; readonly on: boolean }
  /** The colleague accepted. */
  | { readonly kind: 'transferred'; readonly from: Speaker; readonly to: Speaker }
  | {
      readonly kind: 'said';
      readonly by: Speaker;
      readonly text: string;
      readonly language?: Language;
    }
  /** A service of the directory, shown to the child as a line of the counsellor. */
  | { readonly kind: 'referred'; readonly by: Speaker; readonly to: ReferredTo }
  /** A counsellor asks, by a tap, whether the child is there. */
  | { readonly kind: 'checked-in'; readonly by: Speaker }
  | { readonly kind: 'noted'; readonly by: Speaker; readonly text: string }
  | { readonly kind: 'closed'; readonly by: Speaker }
  /** Somebody's life is in danger, and what counsellor and supervisor do about it. */
  | { readonly kind: 'escalation'; readonly by: Speaker; readonly act: EscalationAct }
  | { readonly kind: 'wrap-up-drafted'; readonly by: Speaker; readonly wrapUp: WrapUp }
  /** Later, once. */
  | { readonly kind: 'wrap-up-skipped'; readonly by: Speaker }
  | { readonly kind: 'wrapped-up'; readonly by: Speaker; readonly wrapUp: WrapUp };

export interface ReferredTo {
  readonly service: string;
  readonly query: ServiceQuery;
  readonly referral: Referral;
  /** As it was when it was chosen, for the transcript. */
  readonly card: string;
  /** Said in its place where it was withdrawn or ran out before it was sent. */
  readonly gone: string;
}

export type Undelivered = 'window' | 'refused' | 'too-old';

/** Of one outbox item, or of all that the platform sent up to a time of its own clock (ms). */
export type ReceiptNote =
  | { readonly state: 'sent'; readonly item: string; readonly at: number }
  | { readonly state: 'delivered' | 'read'; readonly item: string }
  | { readonly state: 'delivered' | 'read'; readonly until: number };

export type MediaKind =
  | 'picture'
  | 'video'
  | 'voice'
  | 'file'
  | 'sticker'
  | 'location'
  | 'contact'
  | 'other';

export type ReleaseReason = 'counsellor' | 'absent' | 'no-first-reply' | 'supervisor';
