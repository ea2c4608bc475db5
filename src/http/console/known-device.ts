import type { Request, RequestHandler, Response } from 'express';
import { DEVICE_MS } from '../../app/staff/known-devices.ts';
import type { Site } from '../origin.ts';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const toSet = new WeakMap<Response, string>();

/**
 * Hands out the token of a known browser. It opens nothing: whoever comes with it only waits behind their own attempts
 * instead of behind those of all strangers. Before the session's middleware, so that its cookie stands behind that one's.
 */
export function deviceCookies(site: Site): RequestHandler {
  return (_request, response, next) => {
    const write = response.writeHead;
    response.writeHead = ((...head: Parameters<typeof write>) => {
      const token = toSet.get(response);
      if (token !== undefined) response.appendHeader('set-cookie', cookieOf(site, token));
      toSet.delete(response);
      return Reflect.apply(write, response, head);
    }) as typeof write;
    next();
  };
}

export function setDevice(response: Response, token: string): void {
  toSet.set(response, token);
}

/** What the browser carries from a sign-in before. */
export function deviceOf(site: Site, request: Request): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const [, token = ''] = pairs.find(([name]) => name === nameOf(site)) ?? [];
  return TOKEN.test(token) ? token : null;
}

function cookieOf(site: Site, token: string): string {
  const marks = ['Path=/', 'HttpOnly', ...(site.https ? ['Secure'] : []), 'SameSite=Strict'];
  return [`${nameOf(site)}=${token}`, `Max-Age=${DEVICE_MS / 1000}`, ...marks].join('; ');
}

function nameOf(site: Site): string {
  return site.https ? '__Host-tvear-known' : 'tvear-known';
}
