import { Pool } from 'undici';
import type { Target, Webhook } from './webhooks.ts';

export interface Poster {
  /** Resolves with the status when the whole answer is there; 0 when none came. */
  post(webhook: Webhook): Promise<number>;
  close(): Promise<void>;
}

const CONNECTIONS = 64;

/** Posts webhooks over kept-alive sockets, one at a time on each, as the platforms do. */
export function posterTo({ port, path }: Target): Poster {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS });
  return {
    post: ({ headers, body }) =>
      new Promise((resolve) => {
        let status = 0;
        const request = { path, method: 'POST' as const, headers: { ...headers }, body };
        pool.dispatch(request, {
          onRequestStart: () => undefined,
          onResponseStart(_, code) {
            status = code;
          },
          onResponseData: () => undefined,
          onResponseEnd: () => resolve(status),
          onResponseError: () => resolve(0),
        });
      }),
    close: () => pool.destroy(),
  };
}
