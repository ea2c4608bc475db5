import type { ReceiptNote } from './input.ts';
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
  | { readonly kind: 'queued'; readonly brief: Brief }
  /** A time was left for a message, or cleared (null). The state says it all; this is for readers of transcripts. */
  | { readonly kind: 'callback'; readonly window: string | null };

export type Alarm =
  | 'help-word'
  | 'distress'
  | 'distress-late'
  | 'child-left'
  | 'callback-missed'
  /** The child asked for erasing while counsellor and supervisor hold what was written. */
  | 'erase-held'
  | 'poison';

/** One line of the sealed transcript. */
export interface Line {
  readonly from: 'child' | 'bot' | 'counsellor' | 'note' | 'event';
  readonly text: string;
  readonly at: number;
  /** A counsellor's alias, on their own lines and notes. */
  readonly alias?: string;
  /** The outbox item that carries a counsellor's words, or that an event is about. */
  readonly item?: string;
  /** A receipt is no line to read: the desk draws from it what became of the counsellor's words. */
  readonly receipt?: ReceiptNote;
}
