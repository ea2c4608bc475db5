import type { RequestHandler } from 'express';
import session from 'express-session';
import type { Documents } from '../../ports/documents.ts';
import type { Site } from '../origin.ts';
import { SESSION_LIMITS, type SessionLimits, SessionStore } from './session-store.ts';

export interface SessionOptions {
  readonly documents: Documents;
  readonly secret: string;
  readonly now: () => number;
  readonly limits?: SessionLimits;
}

/** `__Host-` ties the cookie to this host and to https; a browser takes it over https only. */
export function cookieName(site: Site): string {
  return site.https ? '__Host-tvear' : 'tvear';
}

/** A session of the browser: gone with its window, and on the server after the limits. No cookie before sign-in. */
export function sessions(options: SessionOptions, site: Site): RequestHandler {
  const { documents, now, secret, limits = SESSION_LIMITS } = options;
  const cookie = { path: '/', httpOnly: true, secure: site.https, sameSite: 'strict' } as const;
  return session({
    name: cookieName(site),
    secret,
    cookie,
    resave: false,
    saveUninitialized: false,
    store: new SessionStore({
      documents,
      now,
      limits,
      cookie: { ...cookie, originalMaxAge: null },
    }),
  });
}
