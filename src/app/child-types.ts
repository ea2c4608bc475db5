/** One message to a child, as the page shows it. */
export interface PageItem {
  readonly id: string;
  /** When it was written (ms). */
  readonly at: number;
  readonly from: 'bot' | 'counsellor';
  /** How a counsellor's words are labelled (R4), in the message's language; null on the bot's. */
  readonly label: string | null;
  readonly texts: readonly string[];
  /** Numbers and addresses of the directory that stand in them: what can be tapped (R43). */
  readonly reach: readonly string[];
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  /** Choices are shown as numbers, because a tapped label stays on the screen. */
  readonly discreet: boolean;
  readonly language: string;
  /** Labels of the standing exits; null after the conversation ended. */
  readonly standing: { readonly exit: string; readonly person: string } | null;
}

/** A line that was already said, shown again after a reload. */
export interface PageLine {
  readonly from: 'child' | 'bot' | 'counsellor';
  readonly label: string | null;
  readonly text: string;
  readonly at: number;
  readonly language: string;
}

export interface Told {
  readonly language: string;
  readonly text: string;
}

export interface Fetched {
  /** Not acknowledged yet, oldest first. */
  readonly items: readonly PageItem[];
  readonly ended: boolean;
  /** From "I want a person" on, the page may keep its token over a reload. */
  readonly keep: boolean;
}

/** What a child's page can do. A token names one conversation and is known to nobody else. */
export interface ChildDoor {
  /** Mints a token (128 random bits) and begins a conversation. */
  /** @param campaign - The code of the link that led here, to be counted and forgotten. */
  open(campaign?: string): Promise<{ token: string }>;
  /** Durable when it resolves with `ok`; the same message id twice has one effect. */
  send(
    token: string,
    message: { id: string; text?: string; choice?: string },
  ): Promise<'ok' | 'ended' | 'unknown'>;
  /** Null: no conversation has that token. */
  fetch(token: string): Promise<Fetched | null>;
  ack(token: string, ids: readonly string[]): Promise<void>;
  /** When it resolves, the token is dead and nothing undelivered is left. */
  exit(token: string): Promise<void>;
  /** After a reload; `ask`: too long since a live connection, so that the safety question comes first. */
  resume(
    token: string,
  ): Promise<{ mode: 'ask' } | { mode: 'lines'; lines: readonly PageLine[] } | null>;
  /** Calls back when there may be something to fetch. Returns the way to stop. */
  onChange(token: string, listener: () => void): () => void;
  /** A live connection exists now. */
  seen(token: string): void;
  /**
   * What a child is told when we cannot take their words now: the text that names no number, in every language. Nothing when
   * what was written does not sound like distress. From memory: it needs no store.
   *
   * @param said - Null when the child has had no chance to write.
   */
  safety(said: string | null): readonly Told[];
}
