import { z } from 'zod';

/** What a set-up asks of the Graph API: rare calls, of every method, by a technician. The sending of messages goes another way. */
export interface GraphAdmin {
  get(path: string, query?: Query, token?: string): Promise<unknown>;
  post(path: string, body: object, token?: string): Promise<unknown>;
}

type Query = Readonly<Record<string, string>>;

export interface GraphAdminOptions {
  /** `https://graph.facebook.com`. */
  readonly root: string;
  /** `v26.0`. */
  readonly version: string;
  readonly token: string;
  readonly timeoutMs?: number;
}

/** Codes alone: Graph's own words may name an account or a token. */
export class GraphRefusal extends Error {
  /** The Graph API's code; null when it gave none. */
  readonly code: number | null;
  /** The HTTP status, or why there was none. */
  readonly status: number | 'timeout' | 'network';

  constructor(status: GraphRefusal['status'], code: number | null) {
    super(`graph: ${status} ${code ?? ''}`);
    this.name = 'GraphRefusal';
    this.status = status;
    this.code = code;
  }
}

export function graphAdmin(options: GraphAdminOptions): GraphAdmin {
  const at = (path: string, query: Query = {}) => {
    const search = new URLSearchParams(query).toString();
    return `${options.root}/${options.version}/${path}${search === '' ? '' : `?${search}`}`;
  };
  const call = (url: string, token: string | undefined, more: RequestInit) =>
    ask(url, {
      ...more,
      // In a header, where no access log looks.
      headers: {
        authorization: `Bearer ${token ?? options.token}`,
        'content-type': 'application/json',
      },
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs ?? 15_000),
    });
  return {
    get: (path, query, token) => call(at(path, query), token, { method: 'GET' }),
    post: (path, body, token) =>
      call(at(path), token, { method: 'POST', body: JSON.stringify(body) }),
  };
}

const Failed = z.looseObject({ error: z.looseObject({ code: z.number() }) });

async function ask(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(url, request).catch((error: unknown) => {
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new GraphRefusal(late ? 'timeout' : 'network', null);
  });
  const answer: unknown = await response.json().catch(() => undefined);
  const failed = Failed.safeParse(answer).data;
  if (failed !== undefined) throw new GraphRefusal(response.status, failed.error.code);
  if (!response.ok || answer === undefined) throw new GraphRefusal(response.status, null);
  return answer;
}
