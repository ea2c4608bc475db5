import type { ConversationStore, Failed, Sent } from '../../ports/conversation-store.ts';
import { accept, find } from './accept.ts';
import { changes } from './changes.ts';
import { commit, reassign } from './commit.ts';
import { type Context, contextOf, type RedisStoreOptions } from './context.ts';
import { deliver, fetched, type Outcome, taken } from './deliver.ts';
import { health } from './health.ts';
import { follow, link } from './link.ts';
import { heldReader, lines, outbox, read, waiting, waitingScores } from './read.ts';
import { dropRecords, takeRecords } from './records.ts';
import { storeClock } from './store-clock.ts';
import { sweep } from './sweep.ts';

/**
 * The live conversations in Redis or Valkey, for any number of processes. Every write is one script in one partition,
 * durable before its promise resolves when the server appends with fsync (see `checkRedisServer`). `close` lets go of the
 * connection, and so ends the documents on it too.
 */
export async function redisConversationStore(
  options: RedisStoreOptions,
): Promise<ConversationStore> {
  const context = contextOf(options);
  const { redis } = context;
  const news = await changes(context);
  return {
    now: storeClock(context),
    ...writers(context),
    ...readers(context),
    sweep: (lease, limit) => sweep(context, lease, limit),
    subscribe: news.subscribe,
    health: () => health(redis),
    async close() {
      news.stop();
      await redis.close();
    },
  };
}

/** Entries of one call travel together, in order. */
function writers(context: Context) {
  return {
    link: (primary, secondary) => link(context, primary, secondary),
    accept: (entries) => accept(context, entries),
    commit: (commits) => Promise.all(commits.map((turn) => commit(context, turn))),
    sent: (items) => Promise.all(items.map((item) => deliver(context, item, sentOf(item)))),
    failed: (items) => Promise.all(items.map((item) => deliver(context, item, outcomeOf(item)))),
    taken: async (items) => void (await Promise.all(items.map((item) => taken(context, item)))),
    fetched: (id, items) => fetched(context, id, items),
    reassign: (change) => reassign(context, change),
    takeRecords: (batch) => takeRecords(context, batch),
    dropRecords: (batch) => dropRecords(context, batch),
  } satisfies Partial<ConversationStore>;
}

function sentOf({ begun }: Sent): Outcome {
  return begun === undefined ? { what: 'sent' } : { what: 'begun', begun };
}

function outcomeOf({ retryAt, doubt }: Failed): Outcome {
  if (retryAt === null) return { what: 'drop' };
  return { what: doubt === true ? 'doubt' : 'retry', at: retryAt };
}

function readers(context: Context) {
  return {
    canonical: async (address) => (await follow(context, address)).address,
    get: (id) => read(context, id),
    find: (address) => find(context, address),
    waiting: (limit) => waiting(context, limit),
    waitingScores: () => waitingScores(context),
    heldBy: heldReader(context),
    lines: (id) => lines(context, id),
    outbox: (id) => outbox(context, id),
  } satisfies Partial<ConversationStore>;
}
