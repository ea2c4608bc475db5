import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { acceptEvents } from '../app/accept.ts';
import { noteTaken } from '../app/delivery/note-taken.ts';
import { desk } from '../app/desk.ts';
import { readMember } from '../app/staff/member.ts';
import { deskPeople } from '../app/staff/presence.ts';
import { storeDown } from '../app/store-down.ts';
import { childDoor } from '../app/web-chat.ts';
import { botText } from '../app/words.ts';
import type { Settings } from '../config/settings.ts';
import { createServer } from '../http/server.ts';
import type { Log } from '../ports/log.ts';
import type { Built } from './build-core.ts';
import { closerOf } from './close-server.ts';
import type { ConsoleBuild } from './console-build.ts';

export interface Opening {
  readonly settings: Settings;
  readonly built: Built;
  readonly root: string;
  readonly log: Log;
  readonly page: ConsoleBuild;
  readonly draining: AbortSignal;
}

export interface OpenServer {
  readonly port: number;
  readonly publicUrl: string;
  close(): Promise<void>;
}

/** Listens, with every route in place. */
export async function openServer(opening: Opening): Promise<OpenServer> {
  const { settings, built, root, log, page, draining } = opening;
  const { core, channels, unreviewed, unsafe } = built;
  const now = () => core.store.now();
  const whenDown = storeDown(core);
  const server = createServer({
    publicUrl: settings.PUBLIC_URL,
    trustedProxies: settings.TRUSTED_PROXIES,
    sessionSecret: await sessionSecret(built),
    doors: settings.ROLE === 'worker' ? [] : channels.doors,
    async accept(events) {
      try {
        await acceptEvents(core, events);
      } catch (error) {
        whenDown(events);
        throw error;
      }
    },
    taken: (names) => noteTaken(core, names),
    ready: () => readiness(built),
    documents: core.documents,
    desk: desk(core, {
      aliasOf: async (id) => (await readMember(core.documents, id))?.member.alias ?? null,
      available: async (id) =>
        (await deskPeople(core.documents, await now())).some(
          (person) => person.id === id && person.available,
        ),
    }),
    child: childDoor(core),
    storeNow: now,
    subscribe: (listener) => core.store.subscribe(listener),
    about: () => ({
      mode: settings.MODE,
      transcriptRetentionSeconds: settings.TRANSCRIPT_RETENTION_SECONDS,
      idleSeconds: settings.IDLE_SECONDS,
      languages: [...core.bundles.current().languages],
      warnings: [
        ...(unreviewed > 0 ? ['unreviewed-texts'] : []),
        ...(unsafe ? ['unsafe-store'] : []),
      ],
    }),
    consoleDir: join(root, 'dist', 'console'),
    consoleState: page.state,
    chatDir: join(root, 'src', 'adapters', 'web-chat', 'page'),
    log,
    draining,
    notices: settings.MODE === 'production' ? [] : trialNotices(built),
  });
  const close = closerOf(server);
  server.listen(settings.PORT, settings.HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    publicUrl: settings.PUBLIC_URL.replace(/:0$/, `:${port}`),
    close,
  };
}

async function readiness({ core }: Built): Promise<{ ok: boolean; why?: string }> {
  const store = await core.store.health();
  return store.ok ? core.vault.health() : store;
}

/** Shared by all processes of one store; the sessions' ids are what is secret in them, this only signs the cookie. */
async function sessionSecret({ core }: Built): Promise<string> {
  const key = 'settings/session-secret';
  const made = randomBytes(32).toString('base64url');
  await core.documents.put(key, made, 0);
  const stored = (await core.documents.get(key))?.value;
  return createHash('sha256').update(String(stored)).digest('base64url');
}

function trialNotices({ core }: Built): { language: string; text: string }[] {
  const bundle = core.bundles.current();
  return bundle.languages.map((language) => ({
    language,
    text: botText(bundle, language, 'trial'),
  }));
}
