import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { print } from '../adapters/print/print.ts';
import { acceptEvents } from '../app/accept.ts';
import type { Core } from '../app/core.ts';
import { noteReceipts } from '../app/delivery/note-receipts.ts';
import { noteTaken } from '../app/delivery/note-taken.ts';
import { desk } from '../app/desk.ts';
import { posters } from '../app/posters.ts';
import { recent } from '../app/recent.ts';
import { readMember } from '../app/staff/member.ts';
import { isAvailable } from '../app/staff/presence.ts';
import { type OncePerChild, storeDown } from '../app/store-down.ts';
import { childDoor } from '../app/web-chat.ts';
import { botText } from '../app/words.ts';
import type { Settings } from '../config/settings.ts';
import { createServer } from '../http/server.ts';
import type { ConsoleState } from '../http/server-options.ts';
import type { Log } from '../ports/log.ts';
import type { Built } from './build-core.ts';
import { closerOf } from './close-server.ts';

export interface Opening {
  readonly settings: Settings;
  readonly built: Built;
  readonly root: string;
  readonly log: Log;
  readonly page: { state(): ConsoleState };
  readonly draining: AbortSignal;
  readonly once: OncePerChild;
  /** Signs the sessions' cookies. */
  readonly sessionSecret: string;
}

export interface OpenServer {
  readonly port: number;
  readonly publicUrl: string;
  close(): Promise<void>;
}

/** Listens, with every route in place. */
export async function openServer(opening: Opening): Promise<OpenServer> {
  const { settings, built, root, log, page, draining } = opening;
  const { core, channels } = built;
  const now = () => core.store.now();
  const whenDown = storeDown(core, opening.once);
  // Port 0 is known once it listens.
  const reached = { url: settings.PUBLIC_URL };
  const server = createServer({
    publicUrl: settings.PUBLIC_URL,
    trustedProxies: settings.TRUSTED_PROXIES,
    ...signInParts(opening),
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
    receipts: (receipts) => noteReceipts(core, receipts),
    ready: recent(READY_MS, () => readiness(built)),
    documents: core.documents,
    desk: desk(core, {
      aliasOf: async (id) => (await readMember(core.documents, id))?.member.alias ?? null,
      available: async (id) => isAvailable(core.documents, id, await now()),
    }),
    child: childDoor(core),
    posters: posters(core, print(), () => reached.url),
    storeNow: now,
    subscribe: (listener) => core.store.subscribe(listener),
    guidance: (language) => core.bundles.current().guidance.get(language),
    about: () => aboutOf(opening),
    consoleDir: join(root, 'dist', 'console'),
    consoleState: page.state,
    zone: built.zone,
    ...chatPageOf(opening),
    log,
    draining,
  });
  const close = closerOf(server);
  server.listen(settings.PORT, settings.HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  reached.url = settings.PUBLIC_URL.replace(/:0$/, `:${port}`);
  return {
    port,
    publicUrl: reached.url,
    close,
  };
}

function aboutOf({ settings, built: { core, unreviewed, unsafe } }: Opening) {
  return {
    mode: settings.MODE,
    transcriptRetentionSeconds: settings.TRANSCRIPT_RETENTION_SECONDS,
    hold: core.hold,
    idleSeconds: settings.IDLE_SECONDS,
    languages: [...core.bundles.current().languages],
    warnings: [
      ...(unreviewed > 0 ? ['unreviewed-texts'] : []),
      ...(unsafe.length > 0 ? ['unsafe-store'] : []),
    ],
  };
}

function chatPageOf({ settings, root, built }: Opening) {
  return {
    chatDir: join(root, 'src', 'adapters', 'web-chat', 'page'),
    embedParents: settings.EMBED_PARENTS,
    neutralUrl: settings.QUICK_EXIT_URL,
    notices: settings.MODE === 'production' ? [] : trialNotices(built),
  };
}

/** The probe writes, and anybody may ask. */
const READY_MS = 500;

async function readiness({ core }: Built): Promise<{ ok: boolean; why?: string }> {
  const store = await core.store.health();
  return store.ok ? core.vault.health() : store;
}

function signInParts({ built, sessionSecret }: Opening) {
  const { mode, vault } = built.core;
  return {
    sessionSecret,
    factorRequired: mode === 'production',
    factorSeals: vault,
  };
}

/** Shared by all processes of one store; the sessions' ids are what is secret in them, this only signs the cookie. */
export async function sharedSecret({ documents }: Pick<Core, 'documents'>): Promise<string> {
  const key = 'settings/session-secret';
  const made = randomBytes(32).toString('base64url');
  await documents.put(key, made, 0);
  const stored = (await documents.get(key))?.value;
  return createHash('sha256').update(String(stored)).digest('base64url');
}

function trialNotices({ core }: Built): { language: string; text: string }[] {
  const bundle = core.bundles.current();
  return bundle.languages.map((language) => ({
    language,
    text: botText(bundle, language, 'trial'),
  }));
}
