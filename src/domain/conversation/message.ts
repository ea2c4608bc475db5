import type { Language, ServiceQuery } from '../flow/bundle.ts';

/** One message to a child, in words and choices; the channel decides how they look. */
export interface OutMessage {
  readonly language: Language;
  /** A counsellor's words are labelled as such on every channel (R4). */
  readonly from: 'bot' | 'counsellor';
  /** A counsellor's alias; null on the bot's messages. */
  readonly alias: string | null;
  readonly parts: readonly MessagePart[];
  readonly choices: readonly MessageChoice[];
  /** A discreet conversation writes numbers: a tapped label stays in the history. */
  readonly style: 'buttons' | 'numbers';
  /** Whether exit (0) and a person (9) stand below. Not after the conversation ended. */
  readonly standing: boolean;
  /** Sent without a sound where the channel can. */
  readonly silent: boolean;
  /** What takes its place when it could not be delivered for ten minutes. */
  readonly stale: 'neutral' | 'drop' | 'keep';
  /**
   * Opens a talk again at the time that the child chose (R31). Where a platform's window is closed by then, its approved
   * and neutral template goes out in place of these words.
   */
  readonly callback?: true;
  /** Said because the child did something just then; anything else waits until a page that came back is safe. */
  readonly answers: boolean;
}

export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  /** Resolved when the message is sent, so that a withdrawn row never leaves the house. */
  | {
      readonly kind: 'services';
      readonly query: ServiceQuery;
      readonly province: string | null;
      readonly lead: string;
      readonly none: string;
      /** This one row, which a counsellor chose; `none` stands where it is not shown any more. */
      readonly only?: string;
    };

export interface MessageChoice {
  /** ASCII, at most 64 bytes, with a nonce of the conversation and of the turn. */
  readonly id: string;
  readonly label: string;
}
