import type { Input } from '../domain/conversation/input.ts';
import type { ChannelId, Language } from '../domain/flow/bundle.ts';
import type { Caps, Rendered } from '../domain/text/render.ts';

/** Where a child can be reached. Platform ids: sealed wherever they rest, never logged. */
export interface Address {
  readonly channel: ChannelId;
  readonly id: string;
  /** A second id of the same child (WhatsApp: the phone number beside the business-scoped id). */
  readonly also?: string;
}

/** One thing that a platform told us, in our own words. Media ids and URLs do not get this far. */
export interface InboundEvent {
  readonly address: Address;
  /** The platform's id of this message or tap: what makes a redelivery a duplicate. */
  readonly id: string;
  /** When the child did it, by the platform's clock (ms); null when it does not say. */
  readonly at: number | null;
  readonly input: Input;
  readonly hint?: Language;
  /** The platform's id of the message that lies in the child's chat now, on a channel that can take it back. */
  readonly messageId?: string;
}

export interface OutCall {
  readonly to: Address;
  readonly rendered: Rendered;
  /** For a platform that lets us write only for a while after the child did; absent: the child wrote just now. */
  readonly reach?: Reach;
  /** Names the outbox item, for platforms that give it back; random characters, nothing of the child. */
  readonly item: string;
  /** How many of its messages the platform took before; absent: none. */
  readonly from?: number;
  /** Names the first so many of its messages in the same way. */
  readonly partName?: (parts: number) => string;
  /** Holds numbers that a child may want to copy, so that it must not be protected from that. */
  readonly keepable?: boolean;
}

export interface Reach {
  readonly from: 'bot' | 'counsellor';
  /** How long the child has said nothing (ms). */
  readonly quietMs: number;
  /** The child asked to be written to now, in this language; null for any other message. */
  readonly callback: Language | null;
}

/**
 * What a platform tells of messages that it took, in any order: of one item by its name, or of all that it sent to a child up to
 * a time of its own clock (ms).
 */
export type Receipt =
  | { readonly item: string; readonly state: 'sent'; readonly at: number }
  | { readonly item: string; readonly state: 'delivered' | 'read' }
  | { readonly item: string; readonly state: 'failed'; readonly why: 'window' | 'refused' }
  | { readonly address: Address; readonly state: 'delivered' | 'read'; readonly until: number };

/** Who is to blame, and so what to do: try later, stop, or tell a technician. */
export type SendError =
  | {
      readonly kind: 'retry';
      readonly afterMs?: number;
      readonly code: string;
      /** `child`: too many messages to this one; the others need not wait. */
      readonly scope?: 'child' | PerhapsChild;
    }
  | { readonly kind: 'window'; readonly code: string }
  | { readonly kind: 'gone'; readonly code: string }
  | { readonly kind: 'auth'; readonly code: string; readonly scope?: PerhapsChild }
  /** Locked, restricted or unpaid: nothing goes to anybody until a person mends it. */
  | { readonly kind: 'account'; readonly code: string }
  /** This message may not go to this child. */
  | { readonly kind: 'policy'; readonly code: string }
  | { readonly kind: 'bug'; readonly code: string };

/** The code says the same of a platform that refuses all of us and of one child who blocked us: it shows by the others. */
type PerhapsChild = 'perhaps-child';

export type Delivery =
  /** `more`: the platform takes this item as several messages, and this was not the last. */
  | { readonly ok: true; readonly messageIds: readonly string[]; readonly more?: true }
  | { readonly ok: false; readonly error: SendError };

/** What a platform takes, to everybody and to one child. */
export interface Pace {
  /** Messages a second. */
  readonly perSecond: number;
  readonly perChild: { readonly perSecond: number; readonly burst: number } | null;
}

/** A platform, seen from the app: what it can show, and how to speak on it. */
export interface Channel {
  readonly id: ChannelId;
  readonly caps: Caps;
  /** False where the child's page fetches (web chat): nothing is sent, the outbox waits to be read. */
  readonly push: boolean;
  /** Whether its door tells later which items it took, so that one in doubt can wait for that. */
  readonly tells: boolean;
  readonly pace: Pace | null;
  /** So long after the child's last word a counsellor's are still taken (ms). Absent where there is no such rule. */
  readonly counsellorWindowMs?: number;
  /** Sends one message: the item, or the one of its several messages that comes after `from`. */
  deliver(call: OutCall): Promise<Delivery>;
  /** Takes messages of both sides out of a child's chat; those that are gone already count. Absent where a platform cannot. */
  clear?(to: Address, messageIds: readonly string[]): Promise<Delivery>;
  /** Shows the child that an answer comes. Best effort: a failure is nobody's business. Absent where it is off. */
  signal?(event: Pick<InboundEvent, 'address' | 'id'>): Promise<void>;
}

/** A platform's webhook, seen from the server. It never throws on a shape that it does not know. */
export interface Door {
  readonly path: string;
  /** Over the raw bytes, in constant time. */
  verify(
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
    body: Buffer,
  ): boolean;
  /** The subscription handshake (Meta): the text to echo, or null for 403. */
  challenge(query: URLSearchParams): string | null;
  /** Parsed JSON in, events out; what we do not handle is left out. */
  receive(body: unknown): Promise<readonly InboundEvent[]>;
  /** The names of outbox items, or of first parts of them, that the platform says it took. Absent where it never does. */
  took?(body: unknown): readonly string[];
  /** What the same call tells of messages that it took before. */
  receipts?(body: unknown): readonly Receipt[];
}
