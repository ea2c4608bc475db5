import { type Dispatcher, Pool } from 'undici';
import {
  type HttpAnswer,
  type HttpCall,
  type Transport,
  TransportError,
} from '../../ports/transport.ts';
import { afterReading } from '../after-reading.ts';

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
 * failure carries a code and no more: the path may hold a token. Undici's `dispatch` is used as it is: its comfort (bodies as
 * streams, signals) costs as much as the call.
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
    post: (call) => post(pool, base, call),
    close: () => pool.close(),
  };
}

function post(pool: Pool, base: string, call: HttpCall): Promise<HttpAnswer> {
  const request = {
    method: 'POST' as const,
    path: `${base}${call.path}`,
    headers: { 'content-type': 'application/json', ...call.headers },
    body: call.body,
  };
  return new Promise((resolve, reject) => {
    const { handler, giveUp } = listener((answer) => {
      callOff();
      if (answer instanceof TransportError) reject(answer);
      else resolve(answer);
    });
    const callOff = afterReading(call.timeoutMs, () => giveUp('timeout'));
    try {
      pool.dispatch(request, handler);
    } catch {
      giveUp('network');
    }
  });
}

/** Gathers one answer. What is given up while it waits for a socket is never sent. */
function listener(done: (answer: HttpAnswer | TransportError) => void) {
  let controller: Dispatcher.DispatchController | undefined;
  let head: Omit<HttpAnswer, 'body'> | undefined;
  let failure: TransportError | undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;

  const giveUp = (code: TransportError['code']): void => {
    failure = new TransportError(code);
    controller?.abort(failure);
    done(failure);
  };
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(own) {
      controller = own;
      if (failure !== undefined) own.abort(failure);
    },
    onResponseStart(_, status, headers) {
      head = { status, headers };
    },
    onResponseData(_, chunk) {
      bytes += chunk.length;
      if (bytes > MOST_ANSWER_BYTES) giveUp('too-large');
      else chunks.push(chunk);
    },
    onResponseEnd() {
      if (head === undefined) return done(new TransportError('network'));
      done({ ...head, body: Buffer.concat(chunks).toString('utf8') });
    },
    onResponseError: () => done(failure ?? new TransportError('network')),
  };
  return { handler, giveUp };
}
