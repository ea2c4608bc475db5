import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Door, InboundEvent, Receipt } from '../ports/channel.ts';
import type { Log } from '../ports/log.ts';
import { parseJson } from './parse-json.ts';
import { type BodyError, readBody } from './read-body.ts';

export interface WebhookOptions {
  readonly doors: readonly Door[];
  accept(events: readonly InboundEvent[]): Promise<void>;
  /** Names of outbox items that a platform says it took. */
  taken(items: readonly string[]): Promise<void>;
  /** How far messages came that a platform took before. */
  receipts(receipts: readonly Receipt[]): Promise<void>;
  readonly log: Log;
}

export type Webhook = (request: IncomingMessage, response: ServerResponse) => boolean;

const BODY_LIMIT = 1_048_576;
const BODY_MS = 10_000;

const STATUS: Readonly<Record<BodyError, number>> = {
  'too-large': 413,
  'too-slow': 408,
  aborted: 400,
};

/**
 * Serves the platforms' webhooks without a framework: this is the path that every message takes. Answers false for
 * a request that is none of its own. 200 is said only when every event is durable; refusals have no body.
 */
export function webhook(options: WebhookOptions): Webhook {
  const doors = new Map(options.doors.map((door) => [door.path, door]));
  return (request, response) => {
    const url = request.url ?? '';
    const query = url.indexOf('?');
    const door = doors.get(query === -1 ? url : url.slice(0, query));
    if (door === undefined) return false;
    serve(options, door, request)
      .catch(() => 500)
      .then((status) => answer(request, response, status))
      .catch(() => response.destroy());
    return true;
  };
}

async function serve(
  options: WebhookOptions,
  door: Door,
  request: IncomingMessage,
): Promise<number | string> {
  if (request.method === 'GET') return handshake(door, request);
  if (request.method !== 'POST') return 405;
  if (!isPlainJson(request)) return 415;
  const body = await readBody(request, BODY_LIMIT, BODY_MS);
  if (!body.ok) return STATUS[body.error];
  const status = await receive(options, door, request, body.value);
  if (status >= 400) report(options.log, door, status);
  return status;
}

function handshake(door: Door, request: IncomingMessage): number | string {
  const { searchParams } = new URL(request.url ?? '', 'http://localhost');
  return door.challenge(searchParams) ?? 403;
}

async function receive(
  options: WebhookOptions,
  door: Door,
  request: IncomingMessage,
  body: Buffer,
): Promise<number> {
  if (!door.verify(request.headers, body)) return 401;
  const value = parseJson(body);
  if (value === undefined) return 400;
  try {
    const events = await door.receive(value);
    if (events.length > 0) await options.accept(events);
    const taken = door.took?.(value) ?? [];
    if (taken.length > 0) await options.taken(taken);
    const receipts = door.receipts?.(value) ?? [];
    if (receipts.length > 0) await options.receipts(receipts);
    return 200;
  } catch {
    // Whatever broke, what the platform sent is not safely ours: it comes again.
    return 503;
  }
}

function isPlainJson({ headers }: IncomingMessage): boolean {
  const encoding = headers['content-encoding'] ?? 'identity';
  return (
    encoding === 'identity' && /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')
  );
}

function report(log: Log, door: Door, status: number): void {
  if (status === 503) log.error('webhook-failed', { route: door.path, status });
  else log.warn('webhook-refused', { route: door.path, status });
}

const HEADERS = [
  ...['cache-control', 'no-store', 'x-content-type-options', 'nosniff'],
  ...['content-type', 'text/plain; charset=utf-8'],
];
const EMPTY = [...HEADERS, 'content-length', '0'];

/** Nearly every answer is an empty one to a request that was read: it leaves in one write, without a look at its headers. */
function answer(request: IncomingMessage, response: ServerResponse, said: number | string): void {
  if (typeof said === 'number' && said !== 405 && request.complete) {
    response.writeHead(said, EMPTY);
    response.end();
    return;
  }
  const text = typeof said === 'string' ? said : '';
  const unread = !request.complete;
  response.writeHead(typeof said === 'string' ? 200 : said, [
    ...[...HEADERS, 'content-length', String(Buffer.byteLength(text))],
    ...(said === 405 ? ['allow', 'GET, POST'] : []),
    ...(unread ? ['connection', 'close'] : []),
  ]);
  // What was not read must not be taken for a next request.
  response.end(text, () => unread && request.destroy());
}
