import type { ChannelId } from '../domain/flow/bundle.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Channel } from '../ports/channel.ts';
import type { ConversationStore, Outgoing } from '../ports/conversation-store.ts';
import type { Documents } from '../ports/documents.ts';
import type { Log } from '../ports/log.ts';
import type { Services } from '../ports/services.ts';
import type { Vault } from '../ports/vault.ts';
import type { Lanes } from './delivery/lanes.ts';
import type { DeskFacts } from './desk-facts.ts';
import type { SealedItem } from './sealed.ts';

/** What every use case stands on. Made once, in `main`. */
export interface Core {
  readonly mode: 'demo' | 'pilot' | 'production';
  readonly store: ConversationStore;
  readonly documents: Documents;
  readonly vault: Vault;
  readonly bundles: Bundles;
  readonly services: Services;
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly lanes: Lanes;
  readonly log: Log;
  readonly deskFacts: () => Promise<DeskFacts>;
  /** The longest that content is held when a life is in danger (hours), and who signed for it in law; null: nothing is held. */
  readonly hold: { readonly hours: number; readonly signOff: string } | null;
  readonly limits: Limits;
  /** Random text of `A-Za-z0-9_-`; 22 characters hold 128 bits. */
  readonly random: (characters: number) => string;
  /** Sends a leased outbox, its head in clear if the caller just sealed it, beside whatever the caller does next. */
  readonly send: (outgoing: Outgoing, known?: SealedItem) => void;
  /** Runs work that nobody waits for, and lets a shutdown wait for it. */
  readonly background: (work: () => Promise<void>) => void;
  readonly worker: string;
}

export interface Limits {
  readonly idleMs: number;
  readonly retentionMs: number;
  readonly firstReplyMs: number;
  readonly updateMs: number;
  /** How long a process may think about one turn before another takes it over. */
  readonly leaseMs: number;
  readonly sendLeaseMs: number;
  /** How long a message of unknown fate waits for the platform to tell of it. */
  readonly doubtMs: number;
  readonly dedupeMs: number;
  /** Input older than this by the platform's time is late; a bot text older than `staleMs` is stale. */
  readonly lateMs: number;
  readonly staleMs: number;
  /** A counsellor's words are given up after this. */
  readonly giveUpMs: number;
  readonly capacity: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const DEFAULT_LIMITS: Limits = {
  idleMs: 15 * MINUTE,
  retentionMs: 24 * HOUR,
  firstReplyMs: 3 * MINUTE,
  updateMs: 5 * MINUTE,
  leaseMs: 30 * SECOND,
  sendLeaseMs: 30 * SECOND,
  doubtMs: 20 * SECOND,
  // Platforms redeliver for seven days.
  dedupeMs: 8 * 24 * HOUR,
  lateMs: 15 * MINUTE,
  staleMs: 10 * MINUTE,
  giveUpMs: 2 * HOUR,
  capacity: 3,
};
