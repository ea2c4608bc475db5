import type { OutMessage } from './message.ts';
import type { Brief, Ended } from './state.ts';

/** What a turn asks of the world. Carried out in one commit with the new state. */
export type Effect =
  | { readonly kind: 'send'; readonly message: OutMessage }
  /** Drops every undelivered message; comes before the one neutral line of an exit. */
  | { readonly kind: 'clear-outbox' }
  | { readonly kind: 'line'; readonly line: Line; readonly ref: string | null }
  /** Unsend: the line disappears everywhere. */
  | { readonly kind: 'forget-line'; readonly ref: string }
  | { readonly kind: 'forget-lines' }
  /** Telegram alone can take our messages back. */
  | { readonly kind: 'clear-chat' }
  | { readonly kind: 'ended'; readonly how: Ended }
  /** The record is complete: it goes to the pending list now. */
  | { readonly kind: 'record' }
  /** Nothing of the conversation may stay. */
  | { readonly kind: 'purge' }
  | { readonly kind: 'alarm'; readonly alarm: Alarm }
  | { readonly kind: 'queued'; readonly brief: Brief };

export type Alarm = 'help-word' | 'distress' | 'distress-late' | 'child-left' | 'poison';

/** One line of the sealed transcript. */
export interface Line {
  readonly from: 'child' | 'bot' | 'counsellor' | 'note' | 'event';
  readonly text: string;
  readonly at: number;
  /** A counsellor's alias, on their own lines and notes. */
  readonly alias?: string;
}
