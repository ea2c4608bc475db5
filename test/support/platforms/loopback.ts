import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A message as the child would see it, whichever platform took it. */
export interface SentMessage {
  readonly to: string;
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly silent: boolean;
  /** The id that the platform gave it. */
  readonly id: string;
  /** What our side can be told apart by (`biz_opaque_callback_data`, `metadata`); null elsewhere. */
  readonly item: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly raw: unknown;
}

/** How the next calls go wrong. */
export interface Trouble {
  /** This status instead of an answer; nothing is taken. */
  readonly status?: number;
  readonly body?: unknown;
  readonly retryAfter?: number;
  /** Waits so long before it looks at the call. */
  readonly delayMs?: number;
  /** Takes the message, then cuts the socket without an answer. */
  readonly dropAfterAcceptance?: boolean;
  /** For how many calls; 1 when absent. */
  readonly times?: number;
}

export interface Verdict {
  readonly status: number;
  readonly body: unknown;
  readonly sent?: SentMessage;
  /** Why a call was refused; for the failing test to show. */
  readonly refused?: string;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
}

export interface Platform {
  readonly url: string;
  readonly sent: SentMessage[];
  /** Every refusal, in words. A test that expects none checks that this is empty. */
  readonly refused: string[];
  /** Every call, taken or not. */
  readonly calls: Call[];
  onSend(callback: (message: SentMessage) => void): void;
  /** The message was taken, and perhaps nobody read the answer: the line went away with or after it, and carried no further call. */
  onUnread(callback: (message: SentMessage) => void): void;
  answerWith(trouble: Trouble): void;
  /** From now on every call takes so long; half of it before the message is taken. */
  lag(ms: number): void;
  /** Resolves when `count` messages were taken; rejects after `timeoutMs`. */
  waitFor(count: number, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

export type Judge = (call: Call) => Verdict;
export type TroubleBody = (status: number, trouble: Trouble) => unknown;

/** A platform on a loopback port: `judge` knows its rules, this part its bad days. */
export async function startPlatform(judge: Judge, troubleBody: TroubleBody): Promise<Platform> {
  const sent: SentMessage[] = [];
  const refused: string[] = [];
  const calls: Call[] = [];
  const troubles: Trouble[] = [];
  const listeners: ((message: SentMessage) => void)[] = [];
  const unread: ((message: SentMessage) => void)[] = [];
  /** What the last call on each line was answered for. */
  const lastOn = new Map<Socket, SentMessage | null>();
  let lagMs = 0;

  const take = (verdict: Verdict): void => {
    if (verdict.refused !== undefined) refused.push(verdict.refused);
    if (verdict.sent === undefined) return;
    sent.push(verdict.sent);
    for (const listener of [...listeners]) listener(verdict.sent);
  };

  const hungUp = (socket: Socket): void => {
    const message = lastOn.get(socket) ?? null;
    lastOn.delete(socket);
    if (message !== null) for (const listener of unread) listener(message);
  };

  const server = http.createServer(async (request, response) => {
    const call = await readCall(request).catch(() => null);
    if (call === null) return;
    calls.push(call);
    lastOn.set(request.socket, null);
    if (lagMs > 0) await delay(lagMs / 2);
    const trouble = troubles.shift();
    if (trouble?.delayMs !== undefined) await delay(trouble.delayMs);
    if (trouble?.status !== undefined) {
      const after: http.OutgoingHttpHeaders = {};
      if (trouble.retryAfter !== undefined) after['retry-after'] = String(trouble.retryAfter);
      const body = trouble.body ?? troubleBody(trouble.status, trouble);
      return answer(response, trouble.status, body, after);
    }
    const verdict = judge(call);
    take(verdict);
    lastOn.set(request.socket, verdict.sent ?? null);
    if (request.socket.destroyed) hungUp(request.socket);
    if (lagMs > 0) await delay(lagMs / 2);
    if (trouble?.dropAfterAcceptance === true) return void request.socket.destroy();
    answer(response, verdict.status, verdict.body, {});
  });
  server.on('connection', (socket) => socket.once('close', () => hungUp(socket)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    sent,
    refused,
    calls,
    onSend: (callback) => void listeners.push(callback),
    onUnread: (callback) => void unread.push(callback),
    answerWith: (trouble) => {
      for (let i = 0; i < (trouble.times ?? 1); i += 1) troubles.push(trouble);
    },
    lag(ms) {
      lagMs = ms;
    },
    waitFor: (count, timeoutMs = 5_000) => waitFor(sent, listeners, count, timeoutMs),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function readCall(request: http.IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url ?? '/', 'http://loopback');
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: parse(Buffer.concat(chunks).toString('utf8')),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(
  response: http.ServerResponse,
  status: number,
  body: unknown,
  headers: http.OutgoingHttpHeaders,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function waitFor(
  sent: readonly SentMessage[],
  listeners: ((message: SentMessage) => void)[],
  count: number,
  timeoutMs: number,
): Promise<void> {
  if (sent.length >= count) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`took ${sent.length} of ${count} messages`)),
      timeoutMs,
    );
    listeners.push(() => {
      if (sent.length < count) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** A webhook call, ready to be posted to our server or handed to a door. */
export interface Webhook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What the platforms make a preview of. */
export const HAS_LINK = /(?:https?:\/\/|www\.)\S/iu;
