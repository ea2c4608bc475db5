import type { z } from 'zod';
import type { ChildDoor } from '../app/child-types.ts';
import type { Desk } from '../app/desk-types.ts';
import type { Door, InboundEvent } from '../ports/channel.ts';
import type { Change } from '../ports/conversation-store.ts';
import type { Documents } from '../ports/documents.ts';
import type { Log } from '../ports/log.ts';
import type { About } from './api.ts';
import type { Notice } from './chat/chat-page.ts';

/** `preparing`: a build runs beside the server; `failed`: it ended without a console to show. */
export type ConsoleState = 'ready' | 'preparing' | 'failed';

/** All that the server needs, built by `main`. */
export interface ServerOptions {
  /** Where people reach us. https, or http on a loopback host for a demo. */
  readonly publicUrl: string;
  /** Addresses or ranges of proxies whose X-Forwarded-* counts. */
  readonly trustedProxies: readonly string[];
  /** Signs session cookies. What makes a session hard to guess is its id, not this. */
  readonly sessionSecret: string;
  readonly doors: readonly Door[];
  /** Resolves when every event is durable; rejects when that is unknown, and the platform is told to come again. */
  accept(events: readonly InboundEvent[]): Promise<void>;
  /** Names of outbox items that a platform says it took. */
  taken(items: readonly string[]): Promise<void>;
  ready(): Promise<{ readonly ok: boolean; readonly why?: string }>;
  readonly documents: Documents;
  readonly desk: Desk;
  readonly child: ChildDoor;
  subscribe(listener: (change: Change) => void): () => void;
  about(): z.infer<typeof About>;
  /** The built console (`dist/console`); may appear while the server runs. */
  readonly consoleDir: string;
  consoleState(): ConsoleState;
  /** The chat page's three files. */
  readonly chatDir: string;
  /** Where a child's quick exit leads to. */
  readonly neutralUrl?: string;
  /** Said above the chat page outside production. */
  readonly notices?: readonly Notice[];
  readonly log: Log;
  readonly now?: () => number;
  /** The store's clock, by which leases count whatever the clock of this process says. */
  storeNow(): Promise<number>;
  /** Aborted when the server drains: live connections end, and new ones are not begun. */
  readonly draining?: AbortSignal;
}
