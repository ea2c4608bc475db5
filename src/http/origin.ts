import type { IncomingMessage } from 'node:http';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Where this server is reached, as far as cookies and cross-site checks go. */
export interface Site {
  readonly origin: string;
  readonly https: boolean;
  readonly loopback: boolean;
}

/** Throws when people would reach us over plain http from another machine: a sign-in there would be readable. */
export function siteOf(publicUrl: string): Site {
  const { origin, protocol, hostname } = new URL(publicUrl);
  const loopback = LOOPBACK.has(hostname) || hostname.endsWith('.localhost');
  if (protocol !== 'https:' && !loopback) {
    throw new Error('PUBLIC_URL must be https, or http on a loopback host');
  }
  return { origin, https: protocol === 'https:', loopback };
}

/** Whether a page of our own sent this. A demo is reached by any loopback name, which is then its own origin. */
export function isOwnOrigin(site: Site, request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  if (origin === site.origin) return true;
  if (site.https || !site.loopback || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  return from.protocol === 'http:' && LOOPBACK.has(from.hostname) && from.host === host;
}
