import type { z } from 'zod';
import { Conversation, Queue, Session } from '../../src/http/api.ts';
import type { Member } from './processes.ts';

/** A counsellor's hands: the API of whichever process answers, as a console behind a balancer would reach it. */
export interface DeskClient {
  readonly alias: string;
  queue(): Promise<z.infer<typeof Queue> | null>;
  conversation(id: string): Promise<z.infer<typeof Conversation> | null>;
  /** Does it under one key until a process has answered; answers the status. */
  act(method: 'POST' | 'PUT', path: string, body: object): Promise<number>;
  /** Holds the live line open, as an open console does. */
  keepPresent(): Promise<void>;
  leave(): void;
}

const PATIENCE_MS = 2500;
const PAUSE_MS = 150;
const PASSWORD = 'a long and quiet pass phrase';

export interface Joining {
  readonly doors: readonly Member[];
  readonly name: string;
  readonly token: string;
}

export async function joinDesk({ doors, name, token }: Joining): Promise<DeskClient> {
  const alias = `Desk ${name}`;
  const door = doors[0];
  if (door === undefined) throw new Error('no process serves');
  const account = { token, name: `desk.${name}`, alias, password: PASSWORD };
  const joined = await call(door.url, '/api/invitations/accept', { method: 'POST', body: account });
  const { csrf } = Session.parse(await joined.json());
  const cookie = joined.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const headers = { cookie, 'x-csrf-token': csrf };
  const over = new AbortController();
  let turn = 0;

  /** Null when no process gave an answer of its own this time. */
  const once = async (path: string, options: Ask = {}): Promise<Response | null> => {
    turn += 1;
    const url = doors[turn % doors.length]?.url ?? door.url;
    const answer = await call(url, path, { ...options, headers }).catch(() => null);
    return answer === null || answer.status >= 500 || answer.status === 429 ? null : answer;
  };
  const read = async <S extends z.ZodType>(path: string, shape: S): Promise<z.infer<S> | null> => {
    const answer = await once(path);
    if (answer === null || answer.status !== 200) return null;
    const body = await answer.json().catch(() => null);
    return shape.safeParse(body).data ?? null;
  };
  const act = async (method: 'POST' | 'PUT', path: string, body: object): Promise<number> => {
    for (;;) {
      const answer = await once(path, { method, body });
      if (answer !== null) return answer.status;
      await pause();
    }
  };
  return {
    alias,
    queue: () => read('/api/queue', Queue),
    conversation: (id) => read(`/api/conversations/${id}`, Conversation),
    act,
    async keepPresent() {
      while (!over.signal.aborted) {
        await once('/api/presence', { method: 'PUT', body: { available: true } });
        turn += 1;
        const url = doors[turn % doors.length]?.url ?? door.url;
        await follow(`${url}/api/events`, cookie, over.signal);
        await pause();
      }
    },
    leave: () => over.abort(),
  };
}

/** Reads the live events until the line breaks. */
async function follow(url: string, cookie: string, signal: AbortSignal): Promise<void> {
  try {
    const events = await fetch(url, { headers: { cookie }, signal });
    await events.body?.pipeTo(new WritableStream());
  } catch {
    // The process behind it is gone; the next one is tried.
  }
}

interface Ask {
  readonly method?: 'POST' | 'PUT';
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

function call(url: string, path: string, { method, body, headers }: Ask): Promise<Response> {
  const change = { origin: url, 'content-type': 'application/json' };
  return fetch(`${url}${path}`, {
    method: method ?? 'GET',
    headers: { ...(method === undefined ? {} : change), ...headers },
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
