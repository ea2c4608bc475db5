import type { Sealed, WrappedKey } from './conversation-store.ts';

/** An opened data key. Opaque: only the vault that made it can use it. */
export interface DataKey {
  readonly __brand: 'DataKey';
}

/** What a ciphertext is bound to; opening it as anything else fails. */
export interface SealContext {
  readonly kind: 'input' | 'state' | 'line' | 'out' | 'draft' | 'record' | 'document' | 'factor';
  /** The conversation, or whatever owns the content. */
  readonly owner: string;
  /** Its place there (`seq`, item id); '' where there is one only. */
  readonly place: string;
}

/**
 * Seals content before it reaches a store (AES-256-GCM; plaintext padded to buckets) and makes it unreadable
 * in time: a data key is wrapped by the key of the hour in which the content must be dead, and that key is destroyed then.
 */
export interface Vault {
  /** @param deadAt - Milliseconds since the epoch. Rejects when the key of that hour cannot be had. */
  newKey(deadAt: number): Promise<{ readonly key: DataKey; readonly wrapped: WrappedKey }>;
  /** Null when the hour key is destroyed: the content is gone for good. Throws when it should be there and is not. */
  openKey(wrapped: WrappedKey): Promise<DataKey | null>;
  /** The same data key under the key of another hour; answers `wrapped` itself when the hour is the same. */
  rewrap(key: DataKey, wrapped: WrappedKey, deadAt: number): Promise<WrappedKey>;
  seal(key: DataKey, context: SealContext, plaintext: string): Sealed;
  /** Null when the ciphertext was changed, swapped or moved. */
  open(key: DataKey, context: SealContext, sealed: Sealed): string | null;
  /** A self-contained envelope, its data key inside, for content that has no conversation yet. */
  enclose(context: SealContext, plaintext: string, deadAt: number): Promise<Sealed>;
  disclose(context: SealContext, sealed: Sealed): Promise<string | null>;
  /** The records key does not expire: what it seals is anonymous already. */
  sealRecord(plaintext: string): Sealed;
  openRecord(sealed: Sealed): string | null;
  /** A counsellor's authenticator secret, for as long as the account has it. `owner`: the account's id. */
  sealFactor(owner: string, plaintext: string): Sealed;
  openFactor(owner: string, sealed: string): string | null;
  /** Keyed hash (base64url, 128 bits) for addresses, dedupe and echo keys; rotates with overlap. */
  hash(purpose: 'address' | 'dedupe' | 'ref' | 'session', value: string): string;
  /** Makes the keys that are due ahead and destroys those whose hour is over, by store time. */
  tend(now: number): Promise<void>;
  health(): { readonly ok: boolean; readonly why?: string };
}
