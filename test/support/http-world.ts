import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sqliteDocuments } from '../../src/adapters/sqlite/documents.ts';
import { openDatabase } from '../../src/adapters/sqlite/open-database.ts';
import { acceptInvitation, invite } from '../../src/app/staff/invitations.ts';
import type { Role } from '../../src/domain/staff/roles.ts';
import { createServer } from '../../src/http/server.ts';
import type { ServerOptions } from '../../src/http/server-options.ts';
import type { Change, Sealed } from '../../src/ports/conversation-store.ts';
import type { LogEvent, LogFields } from '../../src/ports/log.ts';
import { memoryChildDoor } from './memory-child-door.ts';
import { memoryDesk } from './memory-desk.ts';
import { memoryPosters } from './memory-posters.ts';

export const PASSWORD = 'correct horse battery staple';
/** Marks instead of sealing: what a route keeps in clear would not open. */
export const PLAIN_SEALS: ServerOptions['factorSeals'] = {
  sealFactor: (owner, plaintext) => `${owner}:${plaintext}` as Sealed,
  openFactor: (owner, sealed) =>
    sealed.startsWith(`${owner}:`) ? sealed.slice(owner.length + 1) : null,
};
const LINES = [{ text: 'Thank you for telling me.', signed: false }];
const GUIDANCE = { say: LINES, avoid: LINES, next: LINES, more: LINES };
export type HttpWorld = Awaited<ReturnType<typeof httpWorld>>;

/** A real server on a loopback port, with real documents in SQLite and the app's two doors in memory. */
export async function httpWorld(more: Partial<ServerOptions> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'tvear-http-'));
  const clock = { ahead: 0 };
  const now = more.now ?? (() => Date.now() + clock.ahead);
  const database = openDatabase(dir);
  const documents = more.documents ?? sqliteDocuments({ database, clock: now });
  const child = memoryChildDoor();
  const desk = memoryDesk();
  const posters = memoryPosters();
  const listeners = new Set<(change: Change) => void>();
  const logged: { readonly event: LogEvent; readonly fields: LogFields | undefined }[] = [];
  const note = (event: LogEvent, fields?: LogFields): void => void logged.push({ event, fields });
  const draining = new AbortController();
  const server = createServer({
    publicUrl: 'http://localhost',
    trustedProxies: [],
    sessionSecret: 'only for tests',
    factorSeals: PLAIN_SEALS,
    doors: [],
    accept: async () => {},
    taken: async () => {},
    receipts: async () => {},
    ready: async () => ({ ok: true }),
    documents,
    desk: desk.desk,
    child: child.door,
    posters,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    guidance: (language) => (language === 'en' ? new Map([['other', GUIDANCE]]) : undefined),
    about: () => ({
      mode: 'demo',
      transcriptRetentionSeconds: 86_400,
      hold: null,
      idleSeconds: 900,
      languages: ['km', 'en'],
      warnings: [],
    }),
    consoleDir: join(dir, 'console'),
    consoleState: () => 'preparing',
    chatDir: fileURLToPath(new URL('../../src/adapters/web-chat/page', import.meta.url)),
    log: { info: note, warn: note, error: note },
    now,
    storeNow: async () => now(),
    draining: draining.signal,
    ...more,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    origin,
    dir,
    server,
    clock,
    now,
    documents,
    child,
    posters,
    desk,
    logged,
    draining,
    emit(change: Change): void {
      for (const listener of listeners) listener(change);
    },
    listening: () => listeners.size,
    /** An account, made the way accounts are made. */
    async member(name: string, role: Role) {
      const { token } = await invite(documents, { role, by: 'test', now: now() });
      const made = await acceptInvitation(
        documents,
        { token, name, alias: name, password: PASSWORD },
        now(),
      );
      if (!made.ok) throw new Error(made.error);
      return made.value;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      database.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A browser, as far as the API can tell: a cookie jar, an origin and the session's token. */
export function browser(origin: string) {
  let cookie = '';
  let csrf = '';
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(method === 'GET' ? {} : { origin, 'x-csrf-token': csrf }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
    });
    const set = response.headers.getSetCookie()[0];
    if (set !== undefined) cookie = set.split(';')[0] ?? '';
    return response;
  };
  return {
    call,
    get: (path: string) => call('GET', path),
    post: (path: string, body: unknown) => call('POST', path, body),
    cookie: () => cookie,
    useCookie(other: string): void {
      cookie = other;
    },
    async signIn(name: string, password = PASSWORD) {
      const response = await call('POST', '/api/session', { name, password });
      const session: unknown = await response.clone().json();
      if (typeof session === 'object' && session !== null && 'csrf' in session) {
        csrf = String(session.csrf);
      }
      return response;
    },
  };
}
