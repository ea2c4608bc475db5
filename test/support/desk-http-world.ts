import { randomBytes } from 'node:crypto';
import { conversationIdOf } from '../../src/app/addressing.ts';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import { readMember } from '../../src/app/staff/member.ts';
import { isAvailable } from '../../src/app/staff/presence.ts';
import type { ServerOptions } from '../../src/http/server-options.ts';
import { appWorld } from './app-world.ts';
import { httpWorld } from './http-world.ts';

/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened; a person, yes, no writing. */
const TO_QUEUE = ['hello', '2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];

export type DeskHttpWorld = Awaited<ReturnType<typeof deskHttpWorld>>;

/** A real server over the real desk, its stores and its seals, in this process. */
export async function deskHttpWorld(more: Partial<ServerOptions> = {}) {
  const app = await appWorld();
  const { core } = app;
  const { documents } = core;
  const served = desk(core, {
    aliasOf: async (id) => (await readMember(documents, id))?.member.alias ?? null,
    available: async (id) => isAvailable(documents, id, await core.store.now()),
  });
  const http = await httpWorld({
    desk: served,
    documents,
    now: app.now,
    storeNow: () => core.store.now(),
    factorSeals: core.vault,
    ...more,
  });
  let children = 0;
  const stored = async (id: string) => {
    const known = conversationIdOf(id);
    return known === undefined ? null : core.store.get(known);
  };
  return {
    app,
    http,
    served,
    stored,
    /** A child who goes all the way to the queue. */
    joins: (child: string) => app.says(child, ...TO_QUEUE),
    /** The child of the latest conversation that began here goes on. */
    childSays: (words: string) => app.says(`child-${children}`, words),
    /** A child who waits for a person; answers the conversation's id. */
    async waiting(): Promise<string> {
      children += 1;
      const before = new Set((await served.queue(NOBODY)).waiting.map(({ id }) => id));
      await app.says(`child-${children}`, ...TO_QUEUE);
      const fresh = (await served.queue(NOBODY)).waiting.find(({ id }) => !before.has(id));
      if (fresh === undefined) throw new Error('the child does not wait');
      return fresh.id;
    },
    /** A waiting child whom this person takes. */
    async held(viewer: Viewer): Promise<string> {
      const id = await this.waiting();
      const claimed = await served.claim(viewer, id, `hold-${randomBytes(12).toString('hex')}`);
      if (!claimed.ok) throw new Error(claimed.error.kind);
      await app.idle();
      return id;
    },
    async close(): Promise<void> {
      await http.close();
      await app.close();
    },
  };
}

const NOBODY: Viewer = { id: 'nobody', alias: '', role: 'counsellor' };

/** An id of the right form that no conversation has. */
export function missingId(): string {
  return `p00.${randomBytes(16).toString('base64url')}`;
}
