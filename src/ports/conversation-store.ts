import type { Owner } from '../domain/conversation/owner.ts';
import type { Band } from '../domain/flow/bundle.ts';

/**
 * `p00.`…`p63.` and 128 random bits in base64url: the partition is part of the id, so that every key of a
 * conversation can share one hash tag.
 */
export type ConversationId = string & { readonly __brand: 'ConversationId' };
/** `p00.`…`p63.` and the keyed hash of channel and platform id. Finds the *live* conversation of a child. */
export type AddressKey = string & { readonly __brand: 'AddressKey' };
/** Ciphertext in base64url. Nothing readable ever reaches a store. */
export type Sealed = string & { readonly __brand: 'Sealed' };
/** A data key wrapped by the key of the hour in which its content must be dead. */
export type WrappedKey = string & { readonly __brand: 'WrappedKey' };

/** The clear half of a conversation: with its due times, the complete list of what a store can read. */
export interface Clear {
  readonly owner: Owner;
  readonly language: string | null;
  readonly band: Band | null;
  readonly skill: string | null;
}

export interface StoredConversation extends Clear {
  readonly id: ConversationId;
  /** Rises by one with every change; a claim counts. */
  readonly version: number;
  readonly state: Sealed;
  readonly key: WrappedKey;
  /** The score in the waiting list, lowest first; null when not waiting. */
  readonly waiting: number | null;
}

export interface StoredInput {
  /** Its place in the conversation, from 1, without gaps. */
  readonly seq: number;
  readonly body: Sealed;
}

/** A leased conversation and the next thing to do in it. */
export interface Turn {
  readonly id: ConversationId;
  /** The fencing token: a commit with an older one is refused. */
  readonly epoch: number;
  /** Null for a conversation that has not had a turn yet. */
  readonly stored: StoredConversation | null;
  /** The head of its inputs. Null when a timer is due instead. */
  readonly input: StoredInput | null;
  /** The due time of the timer that woke it. Null when an input did. */
  readonly due: number | null;
  /** How often this head was leased before without a commit (poison is seen by it). */
  readonly attempts: number;
}

export interface Accept {
  /** By address (a child) or by id (staff). A child's input to an address without a live conversation founds `candidate`. */
  readonly to:
    | {
        readonly address: AddressKey;
        readonly candidate: ConversationId;
        /** Its input is sealed for this very address, and nobody could open it where the address leads by now. */
        readonly only?: true;
      }
    | { readonly id: ConversationId };
  /** Keyed hash of the platform's message id; a second input with it is a duplicate. */
  readonly dedupe: string;
  readonly dedupeMs: number;
  readonly input: Sealed;
  /** Asks for the lease too, when the conversation is free. */
  readonly lease: Lease | null;
}

export interface Lease {
  /** Names the process for the log; the epoch is what fences. */
  readonly worker: string;
  readonly ms: number;
}

export type Accepted =
  | { readonly kind: 'duplicate' }
  /** The address that it was only for has become an alias. Nothing was taken in; seal it anew for the canonical one. */
  | { readonly kind: 'elsewhere' }
  /** No conversation has that id. */
  | { readonly kind: 'missing' }
  /** Durable; someone else is at work in the conversation, or no lease was asked for. */
  | { readonly kind: 'queued'; readonly id: ConversationId }
  | { readonly kind: 'leased'; readonly turn: Turn };

export interface Commit {
  readonly id: ConversationId;
  readonly epoch: number;
  /** The version that the turn was computed from; 0 for a new conversation. A claim in between makes it stale. */
  readonly version: number;
  /** Exactly what is removed, by name: a reply lost after execution must not remove the next head. */
  readonly removes: { readonly input: number } | { readonly due: number };
  readonly state: Sealed;
  readonly key: WrappedKey;
  readonly clear: Clear;
  readonly waiting: number | null;
  /** When the next timer wakes the conversation. */
  readonly due: number | null;
  /** When every content of it must be unreadable; the sweep checks it. */
  readonly deadAt: number;
  readonly clearOutbox: boolean;
  /** Appended after the clearing, in order. Ids are deterministic: `<removed>.<n>`. */
  readonly outbox: readonly NewItem[];
  /** False: its channel fetches (web chat), so that no sender leases the outbox. */
  readonly push: boolean;
  readonly forgetLines: 'all' | readonly string[];
  readonly lines: readonly NewLine[];
  /** Older lines beyond this many are dropped. */
  readonly keepLines: number;
  /** False releases the address: the next message of this child begins a new conversation. */
  readonly live: boolean;
  /**
   * A new id in the same partition. When the commit releases the address while inputs of the child still wait, they found
   * this conversation: what was answered for is not lost with the talk that it came too late for.
   */
  readonly successor: ConversationId;
  /** A finished record, sealed with the records key; goes to the pending list in this very commit. */
  readonly record: Sealed | null;
  /** Nothing of the conversation stays but its undelivered outbox, which goes when it is delivered. */
  readonly purge: boolean;
  /** Hands the outbox to the committer. */
  readonly send: Lease | null;
  /** Hands the next input to the committer. */
  readonly lease: Lease | null;
}

export interface NewItem {
  readonly id: string;
  readonly body: Sealed;
}

export interface NewLine {
  /** Keyed hash by which an unsend finds it. */
  readonly ref: string | null;
  readonly body: Sealed;
}

export interface StoredLine extends NewLine {
  readonly seq: number;
}

export type Committed =
  | {
      readonly ok: true;
      readonly version: number;
      readonly outbox: Outgoing | null;
      readonly next: Turn | null;
    }
  /** The lease was lost, the head is another, or the version moved on. Nothing was changed; lease again. */
  | { readonly ok: false; readonly error: 'stale' };

/** The head of a leased outbox. One item of a conversation is in flight at a time, so that order is kept. */
export interface Outgoing {
  readonly id: ConversationId;
  readonly epoch: number;
  readonly item: OutItem;
  readonly key: WrappedKey;
  /** Since when nobody knows whether the platform took this item (ms since the epoch); null when it did not. */
  readonly doubtAt: number | null;
  /** How far an item of several messages got; null when none of them is known to be taken. */
  readonly begun: Begun | null;
}

/** The platform took the first of an item's messages, and not yet the last. */
export interface Begun {
  /** Keyed hash of the texts that these are the first of: in other words an item begins anew. */
  readonly of: string;
  /** How many it took. */
  readonly parts: number;
}

export interface OutItem extends NewItem {
  /** Milliseconds since the epoch when it was committed. */
  readonly at: number;
  /** How often it, or the part of it that is next, was tried. */
  readonly attempts: number;
}

export interface Sent {
  readonly id: ConversationId;
  readonly epoch: number;
  /** The item that the platform took; another head is left alone. */
  readonly item: string;
  /** Not the whole of it: it stays the head, and is handed out again for its next message. */
  readonly begun?: Begun;
}

export type SentAnswer =
  | { readonly ok: true; readonly next: Outgoing | null }
  | { readonly ok: false; readonly error: 'stale' };

export interface Failed extends Omit<Sent, 'begun'> {
  /** When to try again; null drops the item for good. */
  readonly retryAt: number | null;
  /** The platform may have taken it all the same. A doubt stays until the platform tells, or the item is gone. */
  readonly doubt?: boolean;
}

/** An item of which the platform itself told that it took it, or how much of it. */
export type Taken = Pick<Sent, 'id' | 'item' | 'begun'>;

/** A change of owner that is not a turn: claim, release, transfer. Compare-and-set, with the input that tells the child. */
export interface Reassign {
  readonly id: ConversationId;
  readonly from: Owner;
  readonly to: Owner;
  /** The waiting score when it goes to the queue. */
  readonly waiting: number | null;
  readonly dedupe: string;
  readonly dedupeMs: number;
  readonly input: Sealed;
  readonly lease: Lease | null;
}

export type Reassigned =
  | { readonly ok: true; readonly turn: Turn | null }
  | { readonly ok: false; readonly error: 'missing' }
  | { readonly ok: false; readonly error: 'not-owner'; readonly owner: Owner };

export interface Swept {
  readonly turns: readonly Turn[];
  readonly outboxes: readonly Outgoing[];
}

/** Content-free: who may see what is decided where it is delivered. */
export interface Change {
  readonly id: ConversationId;
  readonly version: number;
  /** `turn`: state or lines; `owner`: claim and the like; `outbox`: something to fetch or something delivered. */
  readonly what: 'turn' | 'owner' | 'outbox';
}

/**
 * The live conversations: inputs, states, outboxes, transcripts, the waiting list. Every method is one atomic
 * step that survives kill -9 once its promise resolved; a rejected promise means that it is unknown
 * whether it happened, and calling again with the same names does not happen twice.
 * Time is the store's own (`now`), never the caller's.
 */
export interface ConversationStore {
  now(): Promise<number>;
  /** Leads a second address of the same child (phone number, business-scoped id) to one canonical address. */
  link(primary: AddressKey, secondary: AddressKey): Promise<AddressKey>;
  /** The canonical address of one that may be an alias. */
  canonical(address: AddressKey): Promise<AddressKey>;
  /** Order within the array is kept per conversation. Rejects as a whole when it could not be made durable. */
  accept(entries: readonly Accept[]): Promise<readonly Accepted[]>;
  commit(commits: readonly Commit[]): Promise<readonly Committed[]>;
  sent(sent: readonly Sent[]): Promise<readonly SentAnswer[]>;
  failed(failed: readonly Failed[]): Promise<readonly SentAnswer[]>;
  /** What a platform took is never handed out again; who is sending it now is not disturbed. Unknown items are none. */
  taken(taken: readonly Taken[]): Promise<void>;
  reassign(change: Reassign): Promise<Reassigned>;
  /** Leases what is due and free: inputs and timers that a dead process left, outboxes to send or to retry. */
  sweep(lease: Lease, limit: number): Promise<Swept>;

  get(id: ConversationId): Promise<StoredConversation | null>;
  /** The live conversation of an address. */
  find(address: AddressKey): Promise<StoredConversation | null>;
  /** Lowest score first. */
  waiting(limit: number): Promise<readonly StoredConversation[]>;
  /** Of all who wait, lowest first. */
  waitingScores(): Promise<readonly number[]>;
  /** Every conversation that a counsellor holds now, oldest first. */
  heldBy(counsellor: string): Promise<readonly StoredConversation[]>;
  lines(id: ConversationId): Promise<readonly StoredLine[]>;
  /** Undelivered items, for a channel that fetches; `fetched` removes the named ones when they are at the head. */
  outbox(
    id: ConversationId,
  ): Promise<{ readonly key: WrappedKey; readonly items: readonly OutItem[] } | null>;
  fetched(id: ConversationId, items: readonly string[]): Promise<void>;

  /** Names all pending records as this batch (or answers the one that a dead job left) and returns them. */
  takeRecords(
    batch: string,
  ): Promise<{ readonly batch: string; readonly rows: readonly Sealed[] } | null>;
  dropRecords(batch: string): Promise<void>;

  /** Calls back after each durable change in this process or another. Returns the way to stop. */
  subscribe(listener: (change: Change) => void): () => void;
  health(): Promise<Health>;
  close(): Promise<void>;
}

export interface Health {
  readonly ok: boolean;
  /** In plain words, for `/readyz`, the console and `doctor`; no content, no address. */
  readonly why?: string;
}
