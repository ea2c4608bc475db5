import { Pool } from 'undici';
import {
  type HttpAnswer,
  type HttpCall,
  type Transport,
  TransportError,
} from '../../ports/transport.ts';

/** A platform's answers are short; more than this is not an answer. */
const MOST_ANSWER_BYTES = 262_144;
const CONNECTIONS = 32;
const CONNECT_MS = 5_000;
const KEEP_ALIVE_MS = 30_000;

export interface ClosingTransport extends Transport {
  close(): Promise<void>;
}

/**
 * Posts to one platform over one pool of kept-alive sockets. It follows no redirect, retries nothing, and a
 * failure carries a code and no more: the path may hold a token.
 *
 * @param root - The platform's root, such as `https://graph.facebook.com`; its path comes before each call's.
 */
export function undiciTransport(root: string): ClosingTransport {
  const { origin, pathname } = new URL(root);
  const base = pathname.replace(/\/+$/u, '');
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  return {
    async post(call) {
      const timer = new AbortController();
      const timeout = setTimeout(() => timer.abort(), call.timeoutMs);
      try {
        return await request(pool, base, call, timer.signal);
      } catch (error) {
        if (error instanceof TransportError) throw error;
        throw new TransportError(timer.signal.aborted ? 'timeout' : 'network');
      } finally {
        clearTimeout(timeout);
      }
    },
    close: () => pool.close(),
  };
}

async function request(
  pool: Pool,
  base: string,
  call: HttpCall,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const answer = await pool.request({
    method: 'POST',
    path: `${base}${call.path}`,
    headers: { 'content-type': 'application/json', ...call.headers },
    body: call.body,
    signal,
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) {
      answer.body.destroy();
      throw new TransportError('too-large');
    }
    chunks.push(chunk);
  }
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
