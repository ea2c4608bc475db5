import { createHmac } from 'node:crypto';
import type { Call, Trouble, Verdict, Webhook } from './loopback.ts';

export const META_APP_SECRET = 'loopback-meta-app-secret';

/**
 * JSON as Meta puts it on the wire before it signs it: every UTF-16 unit outside ASCII as `\u` and four lower-case
 * hex digits, and slashes escaped.
 */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replaceAll(/[\u0080-\uffff]/gu, (unit) =>
      unit
        .split('')
        .map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join(''),
    )
    .replaceAll(/[\u{10000}-\u{10ffff}]/gu, (pair) =>
      [0, 1].map((at) => `\\u${pair.charCodeAt(at).toString(16)}`).join(''),
    );
}

export function metaSignature(body: Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export function metaWebhook(path: string, value: unknown, secret: string): Webhook {
  const body = Buffer.from(metaJson(value));
  return {
    path,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      'x-hub-signature-256': metaSignature(body, secret),
    },
    body,
  };
}

export function graphError(
  status: number,
  code: number,
  why: string,
  subcode?: number,
): Verdict & { readonly refused: string } {
  return {
    status,
    body: {
      error: {
        message: `(#${code}) ${why}`,
        type: 'OAuthException',
        code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam',
      },
    },
    refused: `graph ${status} ${code} ${why}`,
  };
}

/** What both products check first: version, sender, and a bearer token that is in no URL. */
export function checkGraphCall(call: Call, sender: string, token: string): Verdict | null {
  const [, version, id] = /^\/(v\d+\.\d+)\/([^/]+)\/messages$/u.exec(call.path) ?? [];
  if (version === undefined) return graphError(404, 2500, 'Unknown path components');
  if (id !== sender) return graphError(400, 100, 'Unsupported post request');
  if (call.query.has('access_token')) return graphError(400, 190, 'A token in a URL is logged');
  if (call.headers.authorization !== `Bearer ${token}`) {
    return graphError(401, 190, 'Invalid OAuth access token');
  }
  if (!/^application\/json\b/u.test(call.headers['content-type'] ?? '')) {
    return graphError(400, 100, 'The body is not JSON');
  }
  return null;
}

export function graphTrouble(status: number, _: Trouble): unknown {
  return graphError(status, status === 429 ? 4 : 2, 'Trouble').body;
}
