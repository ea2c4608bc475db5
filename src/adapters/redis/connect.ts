import type { createClient } from 'redis';
import { afterReading } from '../after-reading.ts';
import { RedisError, redisErrorOf } from './redis-error.ts';
import { SCRIPTS, type ScriptName } from './scripts.ts';

/** One Redis or Valkey, as the adapters use it. Nothing waits in memory while it is away: every call rejects then. */
export interface Redis {
  /** Rejects with a `RedisError`. Commands of one tick travel together, in order. */
  send(command: readonly string[]): Promise<unknown>;
  /** Runs a script; all of its keys lie in one slot. */
  run(script: ScriptName, keys: readonly string[], args: readonly Argument[]): Promise<unknown>;
  /** Hears a channel; `again` is called whenever the connection was lost and is back: messages may have been missed. */
  listen(channel: string, heard: (message: string) => void, again: () => void): Promise<void>;
  /** Lets go of both connections; what is under way is rejected. A second call does nothing. */
  close(): Promise<void>;
}

/** Null is the empty text, true is 1; see `scripts/parts/base.lua`. */
export type Argument = string | number | boolean | null;

export interface ConnectOptions {
  /** `redis://` or `rediss://`, with name and password if need be. Never logged. */
  readonly url: string;
  /** How long a command may take before it counts as failed and the connection as dead. */
  readonly timeoutMs?: number;
  /** How long to try at the start before giving up. */
  readonly patienceMs?: number;
}

const TIMEOUT_MS = 2000;
const PATIENCE_MS = 10_000;
/** So many commands without an answer mean that something is badly wrong: refuse further ones. */
const MOST_UNDER_WAY = 20_000;

/** How often the quiet connection is tried, so that a dead one is noticed. */
const HEARTBEAT_MS = 5000;

/**
 * Connects, and from then on connects again by itself, for ever. Rejects when that did not succeed within `patienceMs`,
 * with what was in the way: `offline`, `WRONGPASS`, `NOAUTH`.
 */
export async function connectRedis(options: ConnectOptions): Promise<Redis> {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  // Not loaded by a server that keeps everything in SQLite.
  const { createClient } = await import('redis');
  const commands = connection(clientOf(createClient, options.url));
  const events = connection(clientOf(createClient, options.url));
  commands.onReady(() => {
    for (const { source } of SCRIPTS.values()) {
      commands.client.sendCommand(['SCRIPT', 'LOAD', source]).catch(ignore);
    }
  });
  const opened = Promise.all([commands.open(), events.open()]);
  const stopHeart = heartbeat(events, timeoutMs);
  const close = async (): Promise<void> => {
    stopHeart();
    commands.close();
    events.close();
  };
  try {
    await within(opened, options.patienceMs ?? PATIENCE_MS, 'offline');
  } catch {
    await close();
    throw commands.trouble() ?? new RedisError('offline');
  }

  const send = sender(commands, timeoutMs);
  return { send: (command) => send(command), run: runner(send), listen: listener(events), close };
}

function heartbeat(events: Connection, timeoutMs: number): () => void {
  const timer = setInterval(() => {
    if (!events.client.isReady) return;
    within(events.client.ping(), timeoutMs, 'timeout').catch(() => events.renew());
  }, HEARTBEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}

type Client = ReturnType<typeof clientOf>;

interface Connection {
  readonly client: Client;
  onReady(callback: () => void): void;
  open(): Promise<void>;
  /** What the last failure of the connection was. */
  trouble(): RedisError | null;
  /** Drops a connection that does not answer any more, and all that waits on it, and begins a new one. */
  renew(): void;
  close(): void;
}

function clientOf(create: typeof createClient, url: string) {
  return create({
    url,
    RESP: 2,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MOST_UNDER_WAY,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    // Ours counts until the answer is there; theirs, until it is written, costs an AbortSignal a command.
    commandOptions: { timeout: 0 },
    socket: { connectTimeout: TIMEOUT_MS, reconnectStrategy: backoffMs },
  });
}

/** 50 ms doubling to 2 s, half of it by chance, so that many processes do not come back at the same moment. */
function backoffMs(retries: number): number {
  const most = Math.min(2000, 50 * 2 ** Math.min(retries, 10));
  return most / 2 + Math.random() * (most / 2);
}

function connection(client: Client): Connection {
  let closed = false;
  let trouble: RedisError | null = null;
  // Every failure shows in the command that it hits and in `health`; without a listener it would end the process.
  client.on('error', (error: unknown) => {
    trouble = redisErrorOf(error);
  });
  return {
    client,
    onReady: (callback) => void client.on('ready', callback),
    open: async () => void (await client.connect()),
    trouble: () => trouble,
    renew() {
      if (closed) return;
      client.destroy();
      client.connect().catch(ignore);
    },
    close() {
      if (closed) return;
      closed = true;
      client.destroy();
    },
  };
}

type Send = (command: readonly string[], where?: string) => Promise<unknown>;

function sender(connection: Connection, timeoutMs: number): Send {
  let round = 0;
  connection.onReady(() => {
    round += 1;
  });
  return async (command, where) => {
    const own = round;
    try {
      return await within(connection.client.sendCommand([...command]), timeoutMs, 'timeout');
    } catch (error) {
      const known = redisErrorOf(error, where);
      if (known.code === 'timeout' && own === round) {
        round += 1;
        connection.renew();
      }
      throw known;
    }
  };
}

function runner(send: Send): Redis['run'] {
  return async (name, keys, args) => {
    const script = SCRIPTS.get(name);
    if (script === undefined) throw new Error(`no script ${name}`);
    const rest = [String(keys.length), ...keys, ...args.map(argumentOf)];
    try {
      return await send(['EVALSHA', script.sha, ...rest], name);
    } catch (error) {
      if (!(error instanceof RedisError) || error.code !== 'NOSCRIPT') throw error;
      return await send(['EVAL', script.source, ...rest], name);
    }
  };
}

function argumentOf(value: Argument): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return value === null ? '' : String(value);
}

function listener(events: Connection): Redis['listen'] {
  return async (channel, heard, again) => {
    const subscribed = events.client.subscribe(channel, heard);
    await within(subscribed, TIMEOUT_MS, 'timeout').catch((error: unknown) => {
      throw redisErrorOf(error);
    });
    events.onReady(again);
  };
}

/** A result after its time is up is dropped, a failure too. */
function within<T>(promise: Promise<T>, ms: number, code: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = afterReading(ms, () => reject(new RedisError(code)));
    const settle = <V>(how: (value: V) => void) => {
      return (value: V): void => {
        callOff();
        how(value);
      };
    };
    promise.then(settle(resolve), settle(reject));
  });
}

function ignore(): void {}
