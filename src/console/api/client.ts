import type { z } from 'zod';
import { fail, ok, type Result } from '../../domain/result.ts';
import { ApiError } from '../../http/api.ts';

/** Why a call did not do what was asked. */
export type ApiFailure =
  /** No answer, or one of a proxy; whether the act happened is unknown, so retry it with the same key. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signed-out' }
  /** The server's word, final for this request. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly error: string;
      readonly by?: string;
    };

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/`, already encoded. */
  readonly path: string;
  readonly body?: unknown;
  /** It goes on when the page goes away. */
  readonly outlives?: boolean;
}

export interface Api {
  /** Calls for its answer, checked against the shared schema. */
  read<T>(call: ApiCall, schema: z.ZodType<T>): Promise<Result<T, ApiFailure>>;
  /** Calls for its effect. */
  act(call: ApiCall): Promise<Result<null, ApiFailure>>;
}

export interface ApiOptions {
  readonly fetch: typeof fetch;
  /** The token of the session in hand; null before there is one. */
  readonly csrf: () => string | null;
  /** Called on each 401. */
  readonly onSignedOut: () => void;
  /** Called on each 423. */
  readonly onLocked: () => void;
}

const UNREACHABLE: ReadonlySet<number> = new Set([408, 425, 500, 502, 503, 504]);
/** The session was locked, here or in another window. */
export const LOCKED = 423;
const REPLY_MS = 30_000;

export function apiClient(options: ApiOptions): Api {
  return {
    read: async (call, schema) => {
      const reply = await send(options, call);
      if (!reply.ok) return reply;
      const parsed = schema.safeParse(await bodyOf(reply.value));
      return parsed.success ? ok(parsed.data) : fail({ kind: 'unreachable' });
    },
    act: async (call) => {
      const reply = await send(options, call);
      return reply.ok ? ok(null) : reply;
    },
  };
}

async function send(options: ApiOptions, call: ApiCall): Promise<Result<Response, ApiFailure>> {
  const csrf = options.csrf();
  const response = await options
    .fetch(`/api/${call.path}`, requestOf(call, csrf))
    .catch(() => null);
  if (!response) return fail({ kind: 'unreachable' });
  if (response.ok) return ok(response);
  // An answer to the session before this one says nothing of this one.
  if (options.csrf() === csrf) tellOf(response.status, options);
  return fail(await failureOf(response));
}

function requestOf(call: ApiCall, csrf: string | null): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (call.method !== 'GET' && csrf) headers['x-csrf-token'] = csrf;
  if (call.body !== undefined) headers['content-type'] = 'application/json';
  return {
    method: call.method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    signal: AbortSignal.timeout(REPLY_MS),
    ...(call.outlives === true ? { keepalive: true } : {}),
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  };
}

function tellOf(status: number, { onSignedOut, onLocked }: ApiOptions): void {
  if (status === 401) onSignedOut();
  if (status === LOCKED) onLocked();
}

async function failureOf(response: Response): Promise<ApiFailure> {
  if (response.status === 401) return { kind: 'signed-out' };
  if (UNREACHABLE.has(response.status)) return { kind: 'unreachable' };
  const parsed = ApiError.safeParse(await bodyOf(response));
  const error = parsed.success ? parsed.data.error : 'unknown';
  const by = parsed.success ? parsed.data.by : undefined;
  return { kind: 'refused', status: response.status, error, ...(by === undefined ? {} : { by }) };
}

async function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}
