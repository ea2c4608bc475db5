import type { z } from 'zod';
import type { Role } from '../../src/domain/staff/roles.ts';
import { ApiError, Conversation, Queue, Session, type WrapUpBody } from '../../src/http/api.ts';
import type { RunningServer } from './running-server.ts';

export const STAFF_PASSWORD = 'correct horse battery staple';
const AN_ACT = { method: 'POST', body: {} };

export type StaffClient = Awaited<ReturnType<typeof joinStaff>>;

/** An account made by invitation, as the console makes it: through the API of the running server. */
export async function joinStaff(server: RunningServer, role: Role, name: string) {
  const { link } = JSON.parse(await server.cli('staff', 'invite', '--role', role, '--json'));
  const token = new URL(link).hash.replace('#token=', '');
  const account = { token, name, alias: aliasOf(name), password: STAFF_PASSWORD };
  const joined = await call(server.url, '/api/invitations/accept', {
    method: 'POST',
    body: account,
  });
  if (joined.status !== 200) throw new Error(`no account: ${joined.status}`);
  const { me, csrf } = Session.parse(await joined.json());
  const cookie = joined.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const signedIn = (path: string, options: Ask) =>
    call(server.url, path, { ...options, headers: { cookie, 'x-csrf-token': csrf } });
  const connection = new AbortController();
  const act = (path: string, body: object = {}) =>
    signedIn(path, { ...AN_ACT, body: { key: actKey(), ...body } });
  return {
    me,
    /** What must be found in no log. */
    secrets: [csrf, decodeURIComponent(cookie.split('=')[1] ?? ''), token],
    ask: signedIn,
    /** Takes new conversations for as long as this client lives, like an open console. */
    async available() {
      await signedIn('/api/presence', { method: 'PUT', body: { available: true } });
      const headers = { cookie };
      const events = await fetch(`${server.url}/api/events`, {
        headers,
        signal: connection.signal,
      });
      void events.body?.pipeTo(new WritableStream()).catch(() => undefined);
    },
    queue: async () => Queue.parse(await (await signedIn('/api/queue', {})).json()),
    async conversation(id: string) {
      const answer = await signedIn(`/api/conversations/${id}`, {});
      return answer.status === 200 ? Conversation.parse(await answer.json()) : null;
    },
    claim: async (id: string) => outcome(await act(`/api/queue/${id}/claim`)),
    say: async (id: string, text: string) =>
      outcome(await act(`/api/conversations/${id}/messages`, { text })),
    note: async (id: string, text: string) =>
      outcome(await act(`/api/conversations/${id}/notes`, { text })),
    close: async (id: string) => outcome(await act(`/api/conversations/${id}/close`)),
    async wrapUp(id: string, wrapUp: Partial<z.infer<typeof WrapUpBody>> = {}) {
      const path = `/api/conversations/${id}/wrap-up`;
      return outcome(await signedIn(path, { method: 'PUT', body: { ...WRAP_UP, ...wrapUp } }));
    },
    leave: () => connection.abort(),
  };
}

const WRAP_UP: z.infer<typeof WrapUpBody> = {
  contact: 'counselling',
  category: null,
  risk: null,
  ageBand: null,
  gender: null,
  referredTo: [],
};

interface Ask {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

function call(
  url: string,
  path: string,
  { method = 'GET', body, headers }: Ask,
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method,
    headers: {
      ...(method === 'GET' ? {} : { origin: url, 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** `done`, or the API's own word for why not. */
async function outcome(answer: Response): Promise<{ done: boolean; error?: string; by?: string }> {
  if (answer.ok) return { done: true };
  const { error, by } = ApiError.parse(await answer.json());
  return { done: false, error, ...(by === undefined ? {} : { by }) };
}

let acts = 0;
function actKey(): string {
  acts += 1;
  return `test-act-${String(acts).padStart(16, '0')}`;
}

function aliasOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
