import { z } from 'zod';
import { findChoice, plainLines, type Shown } from './plain-lines.ts';

const Item = z.object({
  id: z.string(),
  texts: z.array(z.string()),
  choices: z.array(z.object({ id: z.string(), label: z.string() })),
});

/** A child, at whatever channel: writes, picks, reads. */
export interface TestChild {
  readonly channel: string;
  write(text: string): Promise<void>;
  /** Picks a choice of the last message by its label. */
  pick(label: string): Promise<void>;
  /** All that was shown so far, without what only rendering adds. */
  read(): readonly string[];
}

export interface WebChild extends TestChild {
  readonly token: string;
  readonly ended: () => boolean;
  post(path: string, body: object): Promise<Response>;
  /** Closes the page without a word to the server. */
  close(): void;
}

/** A child's page without a browser: it starts, follows the stream and acknowledges what it has shown. */
export async function webChild(url: string): Promise<WebChild> {
  const started = await post(url, 'start', null, {});
  const { token } = z.object({ token: z.string() }).parse(await started.json());
  const shown: Shown[] = [];
  const seen = new Set<string>();
  const gone = new AbortController();
  let ended = false;
  const take = async (item: z.infer<typeof Item>) => {
    if (!seen.has(item.id)) shown.push(item);
    seen.add(item.id);
    await post(url, 'ack', token, { ids: [item.id] });
  };
  const follow = async () => {
    while (!ended && !gone.signal.aborted) {
      const stream = await post(url, 'stream', token, {}, gone.signal);
      if (stream.status !== 200 || stream.body === null) return;
      for await (const { event, data } of events(stream.body)) {
        if (event === 'item') await take(Item.parse(JSON.parse(data)));
        if (event === 'ended') ended = true;
      }
    }
  };
  follow().catch(() => undefined);
  let sent = 0;
  const send = async (message: object) => {
    sent += 1;
    const id = `message-${String(sent).padStart(12, '0')}`;
    const answer = await post(url, 'send', token, { id, ...message });
    if (answer.status !== 202) throw new Error(`not taken: ${answer.status}`);
  };
  return {
    channel: 'web',
    token,
    ended: () => ended,
    post: (path, body) => post(url, path, token, body),
    close: () => gone.abort(),
    write: (text) => send({ text }),
    async pick(label) {
      const found = findChoice(shown.at(-1) ?? { texts: [], choices: [] }, label);
      if (found === null) throw new Error(`no choice ${label}`);
      await send('id' in found ? { choice: found.id } : { text: found.number });
    },
    read: () => shown.flatMap(plainLines),
  };
}

function post(
  url: string,
  path: string,
  token: string | null,
  body: object,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(`${url}/chat/api/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function* events(body: ReadableStream<Uint8Array>) {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
      yield { event: field('event'), data: field('data') };
    }
  }
}
