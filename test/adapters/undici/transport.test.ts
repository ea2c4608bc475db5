import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClosingTransport, undiciTransport } from '../../../src/adapters/undici/transport.ts';

/** In a thread of its own: it goes on while ours stands still. */
const ANSWERS_SLOWLY = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:http').createServer((_, response) => setTimeout(() => response.end('{}'), 150));
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

let server: http.Server;
let transport: ClosingTransport;
let handle: http.RequestListener;
let sockets: Set<unknown>;

beforeEach(async () => {
  sockets = new Set();
  server = http.createServer((request, response) => handle(request, response));
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  transport = undiciTransport(`http://127.0.0.1:${address.port}/base/`);
});
afterEach(async () => {
  await transport.close();
  server.closeAllConnections();
  server.close();
});

function post(change: object = {}) {
  const call = { path: '/canary-token/send', headers: {}, body: '{"a":1}', timeoutMs: 10_000 };
  return transport.post({ ...call, ...change });
}

/** What a failure says to whoever logs it whole. */
async function failure(change: object = {}): Promise<string> {
  const error: unknown = await post(change).catch((caught: unknown) => caught);
  if (!(error instanceof Error)) throw new Error('it did not fail');
  expect(`${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toMatch(/canary/u);
  return error.message;
}

describe('undiciTransport', () => {
  it('posts JSON under the root and answers status, headers and body', async () => {
    handle = async (request, response) => {
      const body = (await request.toArray()).join('');
      response.writeHead(429, { 'retry-after': '3' });
      response.end(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
    };

    const answer = await post({ headers: { authorization: 'Bearer x' } });

    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('3');
    expect(answer.body).toBe('POST /base/canary-token/send application/json {"a":1}');
  });

  it('keeps its sockets', async () => {
    handle = (_, response) => response.end('{}');

    for (let i = 0; i < 20; i += 1) await post();

    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it('follows no redirect', async () => {
    handle = (_, response) => response.writeHead(302, { location: '/elsewhere' }).end();

    expect((await post()).status).toBe(302);
  });

  it('gives up in time, on the first byte and on the last', async () => {
    handle = () => undefined;
    expect(await failure({ timeoutMs: 300 })).toBe('transport: timeout');

    handle = (_, response) => void response.write('{');
    expect(await failure({ timeoutMs: 300 })).toBe('transport: timeout');
  });

  it('takes an answer that came while this process stood still', async () => {
    const other = new Worker(ANSWERS_SLOWLY, { eval: true });
    const [port]: unknown[] = await once(other, 'message');
    const elsewhere = undiciTransport(`http://127.0.0.1:${port}`);
    const call = { path: '/', headers: {}, body: '{}', timeoutMs: 2_000 };
    await elsewhere.post(call);

    const answer = elsewhere.post(call);
    await sleep(50);
    // As in the middle of a turn: before the loop looks at its timers.
    await setImmediate();
    standStill(2_500);

    expect((await answer).status).toBe(200);
    await elsewhere.close();
    await other.terminate();
  });

  it('never sends what it gave up while every socket was taken', async () => {
    let heard = 0;
    const held: http.ServerResponse[] = [];
    handle = (_, response) => {
      heard += 1;
      held.push(response);
    };
    const first = Array.from({ length: 32 }, () => post());
    await vi.waitFor(() => expect(heard).toBe(32), 10_000);
    await expect(post({ timeoutMs: 200 })).rejects.toThrow('transport: timeout');

    for (const response of held) response.end('{}');
    await Promise.all(first);
    handle = (_, response) => response.end(String(heard));

    expect((await post()).body).toBe('32');
  });

  it('reads no more than an answer can be', async () => {
    handle = (_, response) => response.end('x'.repeat(1_000_000));

    expect(await failure()).toBe('transport: too-large');
  });

  it('says that the line was cut, and no more', async () => {
    handle = (request) => request.socket.destroy();

    expect(await failure()).toBe('transport: network');
  });

  it('says the same of a port where nobody listens', async () => {
    await transport.close();
    transport = undiciTransport('http://127.0.0.1:9');

    expect(await failure()).toBe('transport: network');
  });

  it('serves the calls after a failed one', async () => {
    handle = (request) => request.socket.destroy();
    await failure();
    handle = (_, response) => response.end('{}');

    expect((await post()).status).toBe(200);
  });
});
