import { randomBytes } from 'node:crypto';
import { absentRedis } from '../adapters/redis/absent-redis.ts';
import { redisConversationStore } from '../adapters/redis/conversation-store.ts';
import { redisDocuments } from '../adapters/redis/documents.ts';
import { absentVault } from '../adapters/vault/absent-vault.ts';
import type { OncePerChild } from '../app/store-down.ts';
import type { Settings } from '../config/settings.ts';
import type { Log } from '../ports/log.ts';
import { background } from './background.ts';
import { assemble, readContent } from './build-core.ts';
import { openServer } from './open-server.ts';

export interface WaitingRoom {
  readonly settings: Settings;
  readonly log: Log;
  readonly root: string;
  readonly once: OncePerChild;
}

/**
 * The server as it will be, on a store that is not there: what it does then is what it does when it loses its store later.
 * Webhooks are verified and read, platforms hear 503, a child in distress gets the safety text from memory. Answers the way
 * to end it; throws when the flows or texts have mistakes.
 */
export async function openWaitingRoom(
  { settings, log, root, once }: WaitingRoom,
  why: () => string,
): Promise<() => Promise<void>> {
  const work = background(log);
  const redis = absentRedis(why);
  const parts = {
    content: await readContent(settings),
    stores: {
      store: await redisConversationStore({ redis }),
      documents: redisDocuments({ redis }),
      unsafe: [],
    },
    vault: absentVault(),
  };
  const built = await assemble(settings, parts, { log, work });
  const ended = new AbortController();
  const server = await openServer({
    ...{ settings, root, log, once, built, draining: ended.signal },
    page: { state: () => 'store-away' },
    // Nobody can be signed in without a store.
    sessionSecret: randomBytes(32).toString('base64url'),
  });
  return async () => {
    ended.abort();
    await server.close();
    // Safety texts may still be on their way; the door of the server itself does not stay shut for them.
    void work
      .idle()
      .then(() => built.channels.close())
      .catch(() => undefined);
  };
}
