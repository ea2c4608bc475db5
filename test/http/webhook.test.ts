import { createHmac, timingSafeEqual } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Door, InboundEvent } from '../../src/ports/channel.ts';
import { type HttpWorld, httpWorld } from '../support/http-world.ts';

const CANARY = 'canary-5f1c';
const sign = (body: string | Buffer): string =>
  createHmac('sha256', 'secret').update(body).digest('hex');

/** A platform that signs raw bytes. */
const door: Door = {
  path: '/webhooks/whatsapp',
  verify(headers, body) {
    const given = Buffer.from(String(headers['x-signature'] ?? ''));
    const expected = Buffer.from(sign(body));
    return given.length === expected.length && timingSafeEqual(given, expected);
  },
  challenge: (query) => (query.get('token') === 'right' ? (query.get('challenge') ?? '') : null),
  receive: async (body) =>
    Array.isArray(body)
      ? body.map((text) => ({
          address: { channel: 'whatsapp', id: 'someone' },
          id: String(text),
          at: null,
          input: { kind: 'text', text: String(text), ref: '' },
        }))
      : [],
};

describe('webhook', () => {
  let world: HttpWorld;
  let events: InboundEvent[];
  let broken: boolean;

  beforeEach(async () => {
    events = [];
    broken = false;
    world = await httpWorld({
      doors: [door],
      accept: async (some) => {
        if (broken) throw new Error(CANARY);
        events.push(...some);
      },
    });
  });
  afterEach(() => world.close());

  const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(`${world.origin}${door.path}`, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
      headers: { 'content-type': 'application/json', 'x-signature': sign(body), ...headers },
    });

  it('accepts signed bytes and says 200 with nothing more', async () => {
    const response = await post('["hello"]');

    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(events.map(({ id }) => id)).toEqual(['hello']);
  });

  it.each(['', 'x', sign('["other"]'), sign(`["${CANARY}"]`).toUpperCase(), 'x'.repeat(10_000)])(
    'refuses a wrong signature with an empty 401 and stores nothing',
    async (signature) => {
      const response = await post(`["${CANARY}"]`, { 'x-signature': signature });

      expect([response.status, await response.text()]).toEqual([401, '']);
      expect(events).toEqual([]);
      expect(JSON.stringify(world.logged)).not.toContain(CANARY);
    },
  );

  it('asks the platform to come again when the events are not durable', async () => {
    broken = true;

    const response = await post(`["${CANARY}"]`);

    expect([response.status, await response.text()]).toEqual([503, '']);
    expect(JSON.stringify(world.logged)).not.toContain(CANARY);
  });

  it.each([
    ['not JSON', '{'],
    ['nested without end', '['.repeat(100_000)],
    ['deep but whole', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['a byte order mark', '\ufeff[]'],
    ['NaN', '[NaN]'],
    ['invalid UTF-8', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])],
  ])('answers 400 to a signed body that is %s', async (_what, body) => {
    expect((await post(body)).status).toBe(400);
    expect(events).toEqual([]);
  });

  it('is deaf to brackets inside strings', async () => {
    const body = JSON.stringify(['['.repeat(500), '\\"[']);

    expect((await post(body)).status).toBe(200);
    expect(events).toHaveLength(2);
  });

  it('leaves prototypes alone', async () => {
    expect(
      (await post('{"__proto__":{"bad":true},"constructor":{"prototype":{"bad":true}}}')).status,
    ).toBe(200);
    expect(Reflect.get({}, 'bad')).toBeUndefined();
  });

  it('refuses a packed body, another type, another method', async () => {
    const packed = gzipSync('["x"]');

    expect((await post(packed, { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await post('["x"]', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await fetch(`${world.origin}${door.path}`, { method: 'PUT', body: 'x' })).status).toBe(
      405,
    );
    expect(events).toEqual([]);
  });

  it('takes 1 MiB and not one byte more', async () => {
    const fill = (length: number): string => `["${'x'.repeat(length - 4)}"]`;

    expect((await post(fill(1_048_576))).status).toBe(200);
    expect((await post(fill(1_048_577))).status).toBe(413);
    expect(events).toHaveLength(1);
  });

  it('stops an endless chunked body and closes the connection', async () => {
    const answer = await raw(world, (socket) => {
      socket.write(
        `POST ${door.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      );
      const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
      const more = (): void => {
        while (!socket.destroyed && socket.write(chunk));
        if (!socket.destroyed) socket.once('drain', more);
      };
      more();
    });

    expect(answer).toContain('HTTP/1.1 413');
  });

  it('refuses a request with two lengths', async () => {
    const answer = await raw(world, (socket) =>
      socket.write(
        `POST ${door.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      ),
    );

    expect(answer).toContain('HTTP/1.1 400');
  });

  it('drops a body that trickles in', { timeout: 20_000 }, async () => {
    const answer = await raw(world, (socket) =>
      socket.write(
        `POST ${door.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n[`,
      ),
    );

    expect(answer).toContain('HTTP/1.1 408');
  });

  it('echoes a challenge as plain text, and only to the right token', async () => {
    const at = `${world.origin}${door.path}`;
    const right = await fetch(`${at}?token=right&challenge=<b>1</b>`);

    expect([right.status, await right.text()]).toEqual([200, '<b>1</b>']);
    expect(right.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(right.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${at}?token=wrong&challenge=1`)).status).toBe(403);
  });
});

function raw(world: HttpWorld, act: (socket: ReturnType<typeof connect>) => void): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(new URL(world.origin).port), '127.0.0.1', () => act(socket));
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}
