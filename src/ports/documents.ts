/** Anything that JSON can hold. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

export interface Document {
  readonly key: string;
  /** Rises by one with each put; 0 stands for "not there". */
  readonly version: number;
  readonly value: Json;
}

/**
 * The cold rest: staff, sessions, bundles, drafts, services, audit log, counters, records.
 * Keys are paths (`staff/<id>`). Never the content of a conversation, but for the sealed draft of a counsellor, for minutes.
 */
export interface Documents {
  get(key: string): Promise<Document | null>;
  /** Writes when the stored version is `version` (0: when nothing is there). Returns the new version, or null when it is another. */
  put(key: string, value: Json, version: number, ttlMs?: number): Promise<number | null>;
  /** Keys in ascending order. */
  list(prefix: string): Promise<readonly Document[]>;
  /** True when it was there. */
  delete(key: string): Promise<boolean>;
  /** Adds an entry to a log that only grows; answers its sequence number, from 1. */
  append(log: string, value: Json): Promise<number>;
  read(
    log: string,
    after: number,
    limit: number,
  ): Promise<readonly { readonly seq: number; readonly value: Json }[]>;
  /** Adds to a counter and answers its new value. */
  increment(counter: string, by: number): Promise<number>;
  counters(prefix: string): Promise<Readonly<Record<string, number>>>;
}
