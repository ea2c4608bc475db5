import type { z } from 'zod';
import type { ChildDoor } from '../app/child-types.ts';
import type { Desk } from '../app/desk-types.ts';
import type { Posters } from '../app/posters.ts';
import type { Guidance, GuidedCategory } from '../domain/counsel/guidance.ts';
import type { Door, InboundEvent, Receipt } from '../ports/channel.ts';
import type { Change } from '../ports/conversation-store.ts';
import type { Documents } from '../ports/documents.ts';
import type { Log } from '../ports/log.ts';
import type { Vault } from '../ports/vault.ts';
import type { About } from './api.ts';
import type { Notice } from './chat/chat-page.ts';
import type { ChatLimits } from './chat/limits.ts';

/**
 * `preparing`: a build runs beside the server; `failed`: it ended without a console to show; `store-away`: the server waits
 * for its store, and there is nothing that the console could ask it.
 */
export type ConsoleState = 'ready' | 'preparing' | 'failed' | 'store-away';

/** All that the server needs, built by `main`. */
export interface ServerOptions {
  /** Where people reach us. https, or http on a loopback host for a demo. */
  readonly publicUrl: string;
  /** Addresses or ranges of proxies whose X-Forwarded-* counts. */
  readonly trustedProxies: readonly string[];
  /** Signs session cookies. What makes a session hard to guess is its id, not this. */
  readonly sessionSecret: string;
  /** Nobody works at the desk with a password alone. */
  readonly factorRequired?: boolean;
  readonly factorSeals: Pick<Vault, 'sealFactor' | 'openFactor'>;
  readonly doors: readonly Door[];
  /** Resolves when every event is durable; rejects when that is unknown, and the platform is told to come again. */
  accept(events: readonly InboundEvent[]): Promise<void>;
  /** Names of outbox items that a platform says it took. */
  taken(items: readonly string[]): Promise<void>;
  /** How far messages came that a platform took before. */
  receipts(receipts: readonly Receipt[]): Promise<void>;
  ready(): Promise<{ readonly ok: boolean; readonly why?: string }>;
  readonly documents: Documents;
  readonly desk: Desk;
  readonly child: ChildDoor;
  readonly posters: Posters;
  subscribe(listener: (change: Change) => void): () => void;
  /** For counsellors, by category; undefined for a language that the bundle does not guide in. */
  guidance(language: string): ReadonlyMap<GuidedCategory, Guidance> | undefined;
  about(): z.infer<typeof About>;
  /** The built console (`dist/console`); may appear while the server runs. */
  readonly consoleDir: string;
  consoleState(): ConsoleState;
  /** The zone of the desk's hours, in which the console writes times. */
  readonly zone?: string;
  /** The chat page's files, and the script that puts it on another page. */
  readonly chatDir: string;
  /** Origins whose pages may hold the chat in a frame; none by default. */
  readonly embedParents?: readonly string[];
  /** Where a child's quick exit leads to. */
  readonly neutralUrl?: string;
  /** Other bounds than `CHAT_LIMITS`. */
  readonly chatLimits?: Partial<ChatLimits>;
  /** Said above the chat page outside production. */
  readonly notices?: readonly Notice[];
  readonly log: Log;
  readonly now?: () => number;
  /** The store's clock, by which leases count whatever the clock of this process says. */
  storeNow(): Promise<number>;
  /** Aborted when the server drains: live connections end, and new ones are not begun. */
  readonly draining?: AbortSignal;
}
