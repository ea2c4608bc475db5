import type { Language } from '../flow/bundle.ts';
import type { WrapUp } from '../record/record.ts';

/** A counsellor as the child and the transcript may see them: an id and a chosen alias. */
export interface Speaker {
  readonly id: string;
  readonly alias: string;
}

export type TimerName = 'idle' | 'update' | 'first-reply' | 'feedback' | 'retention';

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
  /** The child's page came back after a silence; nothing may be shown before it is safe. */
  | { readonly kind: 'returned' }
  /** The channel says that this child cannot be written to any more. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'timer'; readonly name: TimerName }
  /** A message to the child was given up for good. */
  | { readonly kind: 'undelivered'; readonly why: 'window' | 'refused' | 'too-old' }
  /** An input that no turn could finish was taken out of the way; what it said is not known. */
  | { readonly kind: 'poisoned' }
  | { readonly kind: 'claimed'; readonly by: Speaker }
  | { readonly kind: 'released'; readonly by: Speaker; readonly why: ReleaseReason }
  | { readonly kind: 'transferred'; readonly from: Speaker; readonly to: Speaker }
  | {
      readonly kind: 'said';
      readonly by: Speaker;
      readonly text: string;
      readonly language?: Language;
    }
  | { readonly kind: 'noted'; readonly by: Speaker; readonly text: string }
  | { readonly kind: 'closed'; readonly by: Speaker }
  | { readonly kind: 'wrapped-up'; readonly by: Speaker; readonly wrapUp: WrapUp };

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
