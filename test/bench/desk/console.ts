import type { QueueAnswer as Answer, Queue } from '../../../src/console/api/types.ts';
import { queueAfter } from '../../../src/console/state/queue-after.ts';
import { ApiError, QueueAnswer, Session } from '../../../src/http/api.ts';

/** An open console, as far as the server can tell: a session, a live connection, and a queue that it reads when told. */
export interface Console {
  readonly id: string;
  /** 'won', or the server's word why not. */
  claim(conversation: string): Promise<string>;
  read(conversation: string): Promise<number>;
  waiting(): readonly string[];
  /** What its reads of the queue held so far. */
  bytes(): number;
  leave(): void;
}

export interface Seat {
  readonly origin: string;
  readonly token: string;
  readonly at: number;
  /** It never says what it knows, and so gets the whole queue at each read. */
  readonly whole: boolean;
}

export async function openConsole({ origin, token, at, whole }: Seat): Promise<Console> {
  const from = { 'x-forwarded-for': `10.9.${at >> 8}.${at & 255}`, origin };
  const json = { ...from, 'content-type': 'application/json' };
  const name = `counsellor-${at}`;
  const account = { token, name, alias: name, password: 'correct horse battery staple' };
  const joined = await fetch(`${origin}/api/invitations/accept`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(account),
  });
  if (!joined.ok) throw new Error(`no account: ${joined.status}`);
  const { me, csrf } = Session.parse(await joined.json());
  const cookie = joined.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const gone = new AbortController();
  const queue = follow({ origin, headers: { cookie, ...from }, signal: gone.signal, whole });
  await queue.open;
  return {
    id: me.id,
    async claim(conversation) {
      const claimed = await fetch(`${origin}/api/queue/${conversation}/claim`, {
        method: 'POST',
        headers: { ...json, cookie, 'x-csrf-token': csrf },
        body: JSON.stringify({ key: `bench-claim-${String(at).padStart(10, '0')}` }),
      });
      if (claimed.status === 204) return 'won';
      return ApiError.safeParse(await claimed.json()).data?.error ?? String(claimed.status);
    },
    async read(conversation) {
      const path = `${origin}/api/conversations/${conversation}`;
      const answer = await fetch(path, { headers: { cookie, ...from } });
      await answer.arrayBuffer();
      return answer.status;
    },
    waiting: queue.waiting,
    bytes: queue.bytes,
    leave: () => gone.abort(),
  };
}

interface Follow {
  readonly origin: string;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly whole: boolean;
}

/** Reads the queue whenever the server says so, never twice at a time, like the console's page. */
function follow({ origin, headers, signal, whole }: Follow) {
  let known: Queue | null = null;
  let bytes = 0;
  let busy = false;
  let again = false;
  const ask = async (path: string): Promise<Answer | null> => {
    const answer = await fetch(`${origin}/api/queue${path}`, { headers, signal }).catch(() => null);
    const text = (await answer?.text().catch(() => '')) ?? '';
    bytes += text.length;
    return text === '' ? null : QueueAnswer.parse(JSON.parse(text));
  };
  const read = async (): Promise<void> => {
    again = busy;
    if (busy) return;
    busy = true;
    const answer = await ask(known === null || whole ? '' : `?since=${known.name}`);
    if (answer !== null && 'waiting' in answer) known = answer;
    else if (answer !== null && known !== null) known = queueAfter(known, answer);
    busy = false;
    if (again && !signal.aborted) await read();
  };
  const open = (async () => {
    const events = await fetch(`${origin}/api/events`, { headers, signal });
    void listen(events, read).catch(() => undefined);
    // The page reads the line when it opens; the connection tells only of what changes from then on.
    await read();
  })();
  return { open, waiting: () => known?.waiting.map(({ id }) => id) ?? [], bytes: () => bytes };
}

async function listen(events: Response, read: () => Promise<void>): Promise<void> {
  const decoder = new TextDecoder();
  for await (const piece of events.body ?? []) {
    if (decoder.decode(piece).includes('event: queue')) void read();
  }
}
