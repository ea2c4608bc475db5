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
}

export interface OutCall {
  readonly to: Address;
  readonly rendered: Rendered;
  /** Names the outbox item, for platforms that give it back; random characters, nothing of the child. */
  readonly item: string;
}

/** Who is to blame, and so what to do: try later, stop, or tell a technician. */
export type SendError =
  | {
      readonly kind: 'retry';
      readonly afterMs?: number;
      readonly code: string;
      /** `child`: too many messages to this one; the others need not wait. */
      readonly scope?: 'child';
    }
  | { readonly kind: 'window'; readonly code: string }
  | { readonly kind: 'gone'; readonly code: string }
  | { readonly kind: 'auth'; readonly code: string }
  | { readonly kind: 'policy'; readonly code: string }
  | { readonly kind: 'bug'; readonly code: string };

export type Delivery =
  | { readonly ok: true; readonly messageIds: readonly string[] }
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
  deliver(call: OutCall): Promise<Delivery>;
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
  /** The names of outbox items that the platform says it took whole. Absent where it never does. */
  took?(body: unknown): readonly string[];
}
