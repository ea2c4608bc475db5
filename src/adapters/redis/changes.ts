import { randomUUID } from 'node:crypto';
import type { Change, ConversationId } from '../../ports/conversation-store.ts';
import type { Redis } from './connect.ts';
import type { Context } from './context.ts';
import { CHANGES } from './keys.ts';
import { read, watched } from './read.ts';

/** How many of the conversations that were heard of last are told of again after a lost connection. */
const REMEMBERED = 5000;
const AGAIN_MS = 500;

export interface Changes {
  subscribe(listener: (change: Change) => void): () => void;
  stop(): void;
}

type Listener = (change: Change) => void;

/**
 * Hears what changes in any process. Redis tells only those who are connected: after a lost connection every
 * conversation that waits, is held, has something to fetch or was heard of lately is told of once more, with the
 * version that it has by then (0: it is gone), so that whoever looks at a version misses nothing.
 */
export async function changes(context: Context): Promise<Changes> {
  const { redis } = context;
  const listeners = new Set<Listener>();
  const late = latecomers(redis, listeners);
  const heard = new Set<ConversationId>();
  let stopped = false;

  const tell = (change: Change): void => {
    remember(heard, change.id);
    for (const listener of listeners) {
      queueMicrotask(() => listeners.has(listener) && listener(change));
    }
  };
  const tellAgain = async (): Promise<void> => {
    const ids = new Set([...(await watched(context)), ...heard]);
    for (const id of ids) {
      const version = (await read(context, id))?.version ?? 0;
      for (const what of ['turn', 'owner', 'outbox'] as const) tell({ id, version, what });
    }
  };
  const again = (): void => {
    if (stopped) return;
    late.admitAll();
    // The other connection may need a moment more.
    tellAgain().catch(() => setTimeout(again, AGAIN_MS).unref());
  };

  const hear = (message: string): void => {
    if (!late.admit(message)) changesOf(message).forEach(tell);
  };
  await redis.listen(CHANGES, hear, again);
  return {
    subscribe: late.add,
    stop() {
      stopped = true;
      listeners.clear();
    },
  };
}

const MARK = 'listening ';

/**
 * A listener hears what happens after it began, and nothing of what is still on its way from before: it is admitted by a
 * mark that takes the same way as the changes. Whatever it asks the store for comes after the mark too.
 */
function latecomers(redis: Redis, listeners: Set<Listener>) {
  const waiting = new Map<string, Listener>();
  const admit = (message: string): boolean => {
    const listener = waiting.get(message);
    waiting.delete(message);
    if (listener !== undefined) listeners.add(listener);
    return message.startsWith(MARK);
  };
  return {
    admit,
    admitAll: (): void => [...waiting.keys()].forEach(admit),
    add(given: Listener): () => void {
      const mark = `${MARK}${randomUUID()}`;
      // Its own function, so that the same listener can be added twice.
      const listener: Listener = (change) => given(change);
      waiting.set(mark, listener);
      redis.send(['PUBLISH', CHANGES, mark]).catch(() => admit(mark));
      return () => {
        waiting.delete(mark);
        listeners.delete(listener);
      };
    },
  };
}

function remember(heard: Set<ConversationId>, id: ConversationId): void {
  heard.delete(id);
  heard.add(id);
  if (heard.size <= REMEMBERED) return;
  const [oldest] = heard;
  if (oldest !== undefined) heard.delete(oldest);
}

const KINDS: readonly string[] = ['turn', 'owner', 'outbox'] satisfies Change['what'][];

/** `<id> <version> <what>,<what>` */
function changesOf(message: string): readonly Change[] {
  const [id = '', version = '', whats = ''] = message.split(' ');
  const kinds = whats.split(',').filter(isKind);
  if (kinds.length === 0 || !Number.isFinite(Number(version))) throw new Error(STRANGE);
  return kinds.map((what) => ({ id: id as ConversationId, version: Number(version), what }));
}

const STRANGE = 'the news of a change are not as expected';

function isKind(what: string): what is Change['what'] {
  return KINDS.includes(what);
}
