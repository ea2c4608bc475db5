import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const nonces = new WeakMap<ServerResponse, string>();

/** The nonce that this response's policy allows for scripts and styles of our own. */
export function nonceOf(response: ServerResponse): string {
  const known = nonces.get(response);
  if (known !== undefined) return known;
  const nonce = randomBytes(16).toString('base64');
  nonces.set(response, nonce);
  return nonce;
}

/** On every response, errors too: nothing from elsewhere, nothing inline without the nonce, nothing kept. */
export function secureHeaders(https: boolean): RequestHandler[] {
  const ours = (_request: unknown, response: ServerResponse): string =>
    `'nonce-${nonceOf(response)}'`;
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'", ours],
          styleSrc: ["'self'", ours],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.setHeader('cache-control', 'no-store');
      response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=()');
      next();
    },
  ];
}

/** Lets pages of these origins hold this one answer in a frame; nobody when there are none. */
export function allowFrames(response: ServerResponse, parents: readonly string[]): void {
  if (parents.length === 0) return;
  const policy = String(response.getHeader('content-security-policy') ?? '');
  const named = policy.replace("frame-ancestors 'none'", `frame-ancestors ${parents.join(' ')}`);
  response.setHeader('content-security-policy', named);
  // The old header knows no list. Browsers that know the policy would leave it aside anyway.
  response.removeHeader('x-frame-options');
}
