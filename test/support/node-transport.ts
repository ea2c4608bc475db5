import http from 'node:http';
import https from 'node:https';
import type { HttpAnswer, HttpCall, Transport } from '../../src/ports/transport.ts';
import { TransportError } from '../../src/ports/transport.ts';

/** The transport over `node:http`, which nock sees (undici it does not). For tests alone. */
export function nodeTransport(root: string): Transport {
  const { protocol, origin, pathname } = new URL(root);
  const base = pathname.replace(/\/+$/u, '');
  const client = protocol === 'https:' ? https : http;
  return { post: (call) => post(client, `${origin}${base}${call.path}`, call) };
}

function post(
  client: typeof http | typeof https,
  url: string,
  call: HttpCall,
): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const request = client.request(
    url,
    { method: 'POST', headers: { 'content-type': 'application/json', ...call.headers } },
    (response) =>
      void answerOf(response).then(resolve, () => reject(new TransportError('network'))),
  );
  request.setTimeout(call.timeoutMs, () => request.destroy(new TransportError('timeout')));
  request.on('error', (error) =>
    reject(error instanceof TransportError ? error : new TransportError('network')),
  );
  request.end(call.body);
  return promise;
}

async function answerOf(response: http.IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
