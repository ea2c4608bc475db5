import { LiveEvent as LiveEventSchema, LiveSnapshot } from '../../http/api.ts';
import { type SseEvent, sseParser } from './sse-parser.ts';
import type { LiveEvent } from './types.ts';

export type LinkState = 'connecting' | 'live' | 'lost' | 'signed-out';

export interface LiveOptions {
  readonly fetch: typeof fetch;
  /** Waits; rejects when aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onState: (state: LinkState) => void;
  readonly onChange: (event: LiveEvent) => void;
  /** How far each conversation on the own desk is, once a connection. */
  readonly onSnapshot: (versions: readonly Pick<LiveEvent, 'id' | 'version'>[]) => void;
  readonly onQueue: () => void;
}

/** Over twice the server's ping of 15 s: a dead link must not look alive. */
const SILENCE_MS = 40_000;
const BACKOFF_MS = [500, 1000, 2000, 4000, 8000];

/**
 * Follows `GET /api/events` until stopped, and begins again whenever it breaks or falls silent. `onState('live')`
 * is said once per connection: what happened before it may have been missed, so the caller reads everything anew.
 *
 * @returns Stops.
 */
export function followLive(options: LiveOptions): () => void {
  const stop = new AbortController();
  void run(options, stop.signal);
  return () => stop.abort();
}

async function run(options: LiveOptions, stopped: AbortSignal): Promise<void> {
  for (let failures = 0; !stopped.aborted; failures += 1) {
    const end = await connection(options, stopped, () => {
      failures = 0;
    });
    if (stopped.aborted) return;
    options.onState(end);
    if (end === 'signed-out') return;
    const ms = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 8000;
    await options.wait(ms, stopped).catch(() => undefined);
  }
}

/** One connection, from opening to its end; never throws. */
async function connection(
  options: LiveOptions,
  stopped: AbortSignal,
  onOpen: () => void,
): Promise<'lost' | 'signed-out'> {
  const watch = watchdog(stopped);
  try {
    const response = await options.fetch('/api/events', {
      headers: { accept: 'text/event-stream' },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: watch.signal,
    });
    if (response.status === 401) return 'signed-out';
    if (!response.ok || !response.body) return 'lost';
    onOpen();
    options.onState('live');
    await drain(response.body, sseParser(dispatchTo(options)), watch.alive);
    return 'lost';
  } catch {
    return 'lost';
  } finally {
    watch.end();
  }
}

async function drain(
  body: ReadableStream<Uint8Array>,
  feed: (piece: string) => void,
  alive: () => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    feed(decoder.decode(value, { stream: true }));
  }
}

function dispatchTo(options: LiveOptions): (event: SseEvent) => void {
  return ({ event, data }) => {
    if (event === 'queue') return options.onQueue();
    if (event === 'snapshot') {
      const snapshot = LiveSnapshot.safeParse(jsonOf(data));
      if (snapshot.success) options.onSnapshot(snapshot.data.versions);
    }
    if (event !== 'change') return;
    const change = LiveEventSchema.safeParse(jsonOf(data));
    if (change.success) options.onChange(change.data);
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function watchdog(stopped: AbortSignal) {
  const silent = new AbortController();
  const bark = () => silent.abort();
  let timer = setTimeout(bark, SILENCE_MS);
  return {
    signal: AbortSignal.any([stopped, silent.signal]),
    alive: () => {
      clearTimeout(timer);
      timer = setTimeout(bark, SILENCE_MS);
    },
    end: () => clearTimeout(timer),
  };
}
