import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpWorld, httpWorld } from '../support/http-world.ts';

let world: HttpWorld;
beforeEach(async () => {
  world = await httpWorld();
});
afterEach(() => world.close());

const CANARY = 'canary-77aa';
const id = (n: number): string => `message-${String(n).padStart(12, '0')}`;

const post = (
  path: string,
  token: string | null,
  body: unknown = {},
  headers: Record<string, string> = {},
) =>
  fetch(`${world.origin}/chat/api/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify(body),
  });

async function start(): Promise<string> {
  const value: unknown = await (await post('start', null)).json();
  if (typeof value === 'object' && value !== null && 'token' in value) return String(value.token);
  throw new Error('no token');
}

/** Reads a stream until `until` is in it, or it ends. */
async function read(response: Response, until: string): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece);
    if (text.includes(until)) break;
  }
  return text;
}

describe('the chat page API', () => {
  it('hears a message once, however often it is sent', async () => {
    const token = await start();

    expect((await post('send', token, { id: id(1), text: 'hello' })).status).toBe(202);
    expect((await post('send', token, { id: id(1), text: 'hello' })).status).toBe(202);
    expect((await post('send', token, { id: id(2), choice: 'n.1.0' })).status).toBe(202);

    expect(world.child.talks.get(token)?.heard).toEqual([
      { id: id(1), text: 'hello' },
      { id: id(2), choice: 'n.1.0' },
    ]);
  });

  it('streams each item once, goes on when something is said, and ends with the conversation', async () => {
    const token = await start();
    world.child.say(token, { texts: ['one'] });
    const response = await post('stream', token);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const all = read(response, 'event: ended');
    world.child.say(token, { texts: ['two'] });
    world.child.change(token, (talk) => {
      talk.keep = true;
    });
    world.child.say(token, { texts: ['three'] });
    world.child.change(token, (talk) => {
      talk.ended = true;
    });
    const text = await all;

    const items = [...text.matchAll(/event: item\ndata: (.*)\n/g)].map(([, data]) =>
      JSON.parse(data ?? ''),
    );
    expect(items.map(({ texts }) => texts[0])).toEqual(['one', 'two', 'three']);
    expect(items.at(-1).keep).toBe(true);
    expect(text.endsWith('event: ended\ndata: \n\n')).toBe(true);
    expect(world.child.talks.get(token)?.listeners.size).toBe(0);
    expect(world.child.talks.get(token)?.seen).toBeGreaterThan(0);
  });

  it('brings what was not acknowledged again, and what was never', async () => {
    const token = await start();
    const first = world.child.say(token, { texts: ['first'] });
    world.child.say(token, { texts: ['second'] });
    await read(await post('stream', token), 'second');

    expect((await post('ack', token, { ids: [first.id] })).status).toBe(204);
    const again = await read(await post('stream', token), 'second');

    expect(again).not.toContain('first');
    expect(await (await post('poll', token, { ack: [] })).json()).toMatchObject({
      items: [{ texts: ['second'] }],
      ended: false,
    });
  });

  it('kills the token at exit', async () => {
    const token = await start();
    world.child.say(token, { texts: ['secret'] });

    expect((await post('exit', token)).status).toBe(204);

    for (const path of ['send', 'stream', 'poll', 'resume']) {
      const body = path === 'send' ? { id: id(1), text: 'x' } : {};
      expect((await post(path, token, body)).status).toBe(401);
    }
    expect((await post('exit', token)).status).toBe(204);
  });

  it('says when a conversation is over', async () => {
    const token = await start();
    world.child.change(token, (talk) => {
      talk.ended = true;
    });

    expect((await post('send', token, { id: id(1), text: 'x' })).status).toBe(410);
  });

  it.each([
    [{ id: 'short', text: 'x' }],
    [{ id: id(1) }],
    [{ id: id(1), text: '   ' }],
    [{ id: id(1), text: ['x'] }],
    [{ id: id(1), text: 'x', choice: 'y' }],
    [{ id: id(1), text: 'x'.repeat(4_001) }],
  ])('refuses a message that is none', async (body) => {
    const token = await start();

    expect((await post('send', token, body)).status).toBe(400);
    expect(world.child.talks.get(token)?.heard).toEqual([]);
  });

  it('takes the token from its header alone', async () => {
    const token = await start();

    expect((await post(`poll?token=${token}`, null)).status).toBe(401);
    expect((await post('poll', null, {}, { cookie: `token=${token}` })).status).toBe(401);
    expect((await post('poll', 'x'.repeat(500))).status).toBe(401);
  });

  it('is not for the pages of other sites', async () => {
    expect((await post('start', null, {}, { origin: 'https://example.com' })).status).toBe(403);
    expect((await post('start', null, {}, { origin: world.origin })).status).toBe(201);
  });

  it('slows a flood down, but not the way out nor another child', async () => {
    const token = await start();
    const other = await start();
    const statuses: number[] = [];
    for (let n = 0; n < 100; n += 1) {
      statuses.push((await post('send', token, { id: id(n), text: 'x' })).status);
    }

    expect(statuses.slice(0, 90)).toEqual(Array(90).fill(202));
    expect(statuses.at(-1)).toBe(429);
    expect((await post('send', other, { id: id(1), text: 'x' })).status).toBe(202);
    expect((await post('exit', token)).status).toBe(204);
  });

  it('bounds what one address and all addresses begin, and tells those children what helps', async () => {
    for (const limits of [{ startsOfAddress: 2 }, { starts: 2 }]) {
      await world.close();
      world = await httpWorld({ chatLimits: limits });
      await start();
      await start();
      const refused = await post('start', null);

      expect(refused.status).toBe(429);
      expect(await refused.json()).toEqual({ error: 'slow-down', safety: [world.child.safety] });
    }
  });

  it('answers words of danger also in a flood, and others with nothing', async () => {
    await world.close();
    world = await httpWorld({ chatLimits: { sendsOfToken: 1 } });
    const token = await start();
    await post('send', token, { id: id(1), text: 'x' });

    const danger = await post('send', token, { id: id(2), text: 'I am in danger' });
    const calm = await post('send', token, { id: id(3), text: 'hello' });
    expect([danger.status, calm.status]).toEqual([429, 429]);
    expect(await danger.json()).toEqual({ error: 'slow-down', safety: [world.child.safety] });
    expect(await calm.json()).toEqual({ error: 'slow-down' });
  });

  it('says that it cannot take anything in while the store is away, and what helps meanwhile', async () => {
    const token = await start();
    world.child.door.send = world.child.door.open = async () => {
      throw new Error('the store is away');
    };

    const answers = [
      await post('start', null),
      await post('send', token, { id: id(1), text: 'I am in danger' }),
      await post('send', token, { id: id(2), text: 'hello' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    const safety = [world.child.safety];
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
      { error: 'unavailable', safety },
      { error: 'unavailable', safety },
      { error: 'unavailable' },
    ]);
  });

  it('holds a few streams a token, and lets the oldest go', async () => {
    const token = await start();
    const streams = [];
    for (let n = 0; n < 5; n += 1) streams.push(await post('stream', token));

    expect(await read(streams[0] as Response, 'never')).toContain(': hello');
    expect(await read(streams[1] as Response, 'never')).toContain(': hello');
    expect(world.child.talks.get(token)?.listeners.size).toBe(3);
    const said = read(streams[4] as Response, 'still');
    world.child.say(token, { texts: ['still'] });
    expect(await said).toContain('still');
  });

  it('puts nothing of a child into the log or an error', async () => {
    await world.close();
    world = await httpWorld();
    world.child.door.send = async () => {
      throw Object.assign(new Error(CANARY), { code: CANARY });
    };
    const token = await start();

    const response = await post('send', token, { id: id(1), text: CANARY });

    expect([response.status, await response.json()]).toEqual([503, { error: 'unavailable' }]);
    expect(world.logged).toEqual([
      { event: 'request-failed', fields: { route: '/send', status: 503, code: 'unknown' } },
    ]);
    expect(JSON.stringify(world.logged)).not.toContain(token);
  });
});
