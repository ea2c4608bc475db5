import { z } from 'zod';
import type { SendError } from '../../ports/channel.ts';
import { type HttpAnswer, type Transport, TransportError } from '../../ports/transport.ts';

/** A refused send: class and code, never Graph's own error, whose text may name a number or an id. */
export class MetaRefusal extends Error {
  readonly error: SendError;

  constructor(error: SendError) {
    super(`meta: ${error.kind} ${error.code}`);
    this.name = 'MetaRefusal';
    this.error = error;
  }
}

export interface GraphOptions {
  readonly transport: Transport;
  readonly token: string;
  /** `v26.0`. */
  readonly version: string;
  /** The phone number id or the page id. */
  readonly sender: string;
  readonly timeoutMs?: number;
}

export type Classify = (code: number, subcode: number | undefined) => SendError['kind'] | undefined;

/** Posts to `/{version}/{sender}/messages`; the token travels in a header, where no access log looks. */
export async function postMessage(
  options: GraphOptions,
  body: object,
  classify: Classify,
): Promise<unknown> {
  const call = {
    path: `/${options.version}/${options.sender}/messages`,
    headers: { authorization: `Bearer ${options.token}` },
    body: JSON.stringify(body),
    timeoutMs: options.timeoutMs ?? 10_000,
  };
  const answer = await options.transport.post(call).catch(refuseTransport);
  const parsed = parse(answer.body);
  const failed = Failed.safeParse(parsed);
  if (failed.success) throw new MetaRefusal(errorOf(failed.data.error, answer, classify));
  if (answer.status < 200 || answer.status > 299 || parsed === undefined) {
    throw new MetaRefusal({ kind: kindOfStatus(answer.status), code: `http-${answer.status}` });
  }
  return parsed;
}

function refuseTransport(error: unknown): never {
  const code = error instanceof TransportError ? error.code : 'network';
  throw new MetaRefusal({ kind: 'retry', code });
}

const Failed = z.looseObject({
  error: z.looseObject({ code: z.number(), error_subcode: z.number().optional() }),
});

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function errorOf(
  error: { readonly code: number; readonly error_subcode?: number | undefined },
  answer: HttpAnswer,
  classify: Classify,
): SendError {
  const code = String(error.code);
  const known = classify(error.code, error.error_subcode) ?? kindOfGraph(error.code);
  const kind = known ?? kindOfStatus(answer.status);
  const unsure = known === undefined || meansEitherWay(error.code);
  if (kind === 'auth' && unsure) return { kind, code, scope: 'perhaps-child' };
  if (kind !== 'retry') return { kind, code };
  if (error.code === PAIR_RATE) return { kind, code, afterMs: PAIR_RATE_MS, scope: 'child' };
  const afterMs = retryAfter(answer);
  if (error.code === UNWELL && afterMs === undefined) return { kind, code, scope: 'perhaps-child' };
  return afterMs === undefined ? { kind, code } : { kind, code, afterMs };
}

/** WhatsApp: too many messages to one child; about one in 6 s is allowed. */
const PAIR_RATE = 131056;
const PAIR_RATE_MS = 6_000;

/** "Retry later", which Meta also says where a person has blocked the business. */
const UNWELL = 2;

/** A permission that the app has lost, or a person who takes no messages from it. */
function meansEitherWay(code: number): boolean {
  return code === 10 || code === 131005 || (code >= 200 && code <= 299);
}

function retryAfter(answer: HttpAnswer): number | undefined {
  const header = answer.headers['retry-after'];
  if (typeof header !== 'string') return undefined;
  const ms = /^\d+$/u.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

/** Codes of the Graph API itself: 1, 2 passing; 4, 17, 32, 613 too many calls; 190 token; 10 and 200 to 299 permission; 368 blocked for a policy. */
function kindOfGraph(code: number): SendError['kind'] | undefined {
  if ([1, 2, 4, 17, 32, 613, 80007].includes(code)) return 'retry';
  if ([0, 3, 10, 102, 190].includes(code) || (code >= 200 && code <= 299)) return 'auth';
  if (code === 368) return 'account';
  return code === 100 ? 'bug' : undefined;
}

/** A 2xx that cannot be read is tried again too: nobody knows what it meant. */
function kindOfStatus(status: number): SendError['kind'] {
  if (status === 401 || status === 403) return 'auth';
  const ours = status >= 400 && status < 500 && status !== 429 && status !== 408;
  return ours ? 'bug' : 'retry';
}
