import { Agent, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childDoor } from '../../src/app/web-chat.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';
import { type HttpWorld, httpWorld } from '../support/http-world.ts';
import { mutated } from '../support/mutations.ts';

/** The page's API on the real app and a real store, against bodies that no page sends. */

const SEED = 20_261_128;
const MUTATED = 16_000;
const TORN = 4_000;
const AT_ONCE = 16;
/** A token may ask each thing a few dozen times a minute: enough of them that hardly anything is slowed. */
const TOKENS = 240;
const UNLIMITED = 1_000_000;

let app: AppWorld;
let world: HttpWorld;
let tokens: string[];
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

beforeAll(async () => {
  app = await appWorld();
  world = await httpWorld({
    child: childDoor(app.core),
    chatLimits: {
      startsOfAddress: UNLIMITED,
      starts: UNLIMITED,
      ofAddress: UNLIMITED,
      sends: UNLIMITED,
      sendsOfToken: UNLIMITED,
    },
  });
  tokens = [];
  for (let n = 0; n < TOKENS; n += 1) {
    const { body } = await post('start', '', Buffer.from('{}'));
    tokens.push(JSON.parse(body).token);
  }
}, 120_000);
afterAll(async () => {
  agent.destroy();
  await world.close();
  await app.close();
});

function post(
  path: string,
  token: string,
  body: Buffer,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    };
    const options = { method: 'POST', agent, headers };
    const asked = request(`${world.origin}/chat/api/${path}`, options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        // A stream goes on until somebody leaves it.
        if (text.startsWith(': hello')) response.destroy();
      });
      response.on('close', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const ID = 'message-000000000001';
const BODIES: Readonly<Record<string, readonly unknown[]>> = {
  send: [
    { id: ID, text: 'hello' },
    { id: 'message-000000000002', text: 'ខ្ញុំចង់និយាយជាមួយមនុស្ស' },
    { id: 'message-000000000003', choice: 'person' },
    { id: 'message-000000000004', choice: 'nonce.1.0' },
  ],
  ack: [{ ids: ['1.0', '1.1'] }],
  poll: [{ ack: [] }, { ack: ['1.0'] }],
  resume: [{}],
  stream: [{}],
  start: [{}],
};
const PATHS = ['send', 'send', 'send', 'ack', 'poll', 'resume', 'stream', 'start'];

function pathOf(at: number): string {
  return PATHS[at % PATHS.length] ?? 'send';
}

/** A token that lives, one that nobody has, or one cut short. */
function tokenAt(at: number): string {
  const token = tokens[at % TOKENS] ?? '';
  return at % 11 === 0 ? 'x'.repeat(22) : at % 13 === 0 ? token.slice(0, 16) : token;
}

async function throwAll(bodies: readonly Buffer[]): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  let next = 0;
  const one = async (): Promise<void> => {
    for (let at = next++; at < bodies.length; at = next++) {
      const { status } = await post(pathOf(at), tokenAt(at), bodies[at] ?? Buffer.alloc(0));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return statuses;
}

function asJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) ?? 'null');
}

function mutations(count: number, seed: number): Buffer[] {
  const all = Object.fromEntries(
    Object.entries(BODIES).map(([path, bodies]) => [
      path,
      fc.sample(mutated(bodies), { seed, numRuns: Math.ceil(count / PATHS.length) * 3 }),
    ]),
  );
  return Array.from({ length: count }, (_, at) =>
    asJson(all[pathOf(at)]?.[Math.floor(at / PATHS.length) % (all[pathOf(at)]?.length ?? 1)]),
  );
}

/** Bodies cut off anywhere, also within a letter, or with bytes flipped, doubled and put in. */
function torn(count: number, seed: number): Buffer[] {
  const places = fc.sample(fc.tuple(fc.nat(200), fc.nat(255), fc.nat(3)), { seed, numRuns: count });
  return places.map(([place, byte, how], at) => {
    const bodies = BODIES[pathOf(at)] ?? [];
    const whole = asJson(bodies[at % bodies.length]);
    const cut = place % (whole.length + 1);
    if (how === 0) return whole.subarray(0, cut);
    if (how === 1)
      return Buffer.concat([whole.subarray(0, cut), Buffer.from([byte]), whole.subarray(cut)]);
    if (how === 2) return Buffer.concat([whole, whole.subarray(cut)]);
    const flipped = Buffer.from(whole);
    flipped[cut % whole.length] = byte;
    return flipped;
  });
}

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}

/** What may be answered: all of it ours to say, nothing of it a failure. */
const CALM = new Set([200, 201, 202, 204, 400, 401, 410, 413, 429]);

describe('the chat page API, whatever is posted', () => {
  it('answers calmly to 20,000 mutated and torn bodies, and holds no more memory after them', {
    timeout: 600_000,
  }, async () => {
    const bodies = [...mutations(MUTATED, SEED), ...torn(TORN, SEED)];
    const quarter = bodies.length / 4;
    const first = await throwAll(bodies.slice(0, quarter));
    await app.idle();
    const before = heapInUse();
    const rest = await throwAll(bodies.slice(quarter));
    await app.idle();
    const grown = heapInUse() - before;

    const statuses = [...first, ...rest];
    expect(statuses.reduce((sum, [, count]) => sum + count, 0)).toBe(bodies.length);
    expect(statuses.filter(([status]) => !CALM.has(status))).toEqual([]);
    // Not everything is refused, and not everything is taken.
    for (const status of [200, 202, 400, 401]) expect(rest.get(status) ?? 0).toBeGreaterThan(20);
    expect(rest.get(429) ?? 0).toBeLessThan(bodies.length / 20);
    expect(grown).toBeLessThan(32 * 1024 * 1024);
    expect(world.logged).toEqual([]);
    expect(app.logged.filter(({ event }) => /failed|lost/.test(event))).toEqual([]);
  });

  it('still serves a child afterwards', async () => {
    const { body } = await post('start', '', Buffer.from('{}'));
    const { token } = JSON.parse(body);
    expect((await post('send', token, asJson({ id: ID, text: '2' }))).status).toBe(202);
    await app.idle();
    const { items } = JSON.parse((await post('poll', token, asJson({ ack: [] }))).body);

    expect(items.at(-1).language).toBe('en');
  });

  it.each([
    ['deep nesting', Buffer.from('['.repeat(30_000))],
    ['many keys', Buffer.from(`{${Array.from({ length: 4_000 }, (_, n) => `"k${n}":1`).join()}}`)],
    ['numbers beyond all bounds', Buffer.from('{"id":1e400,"text":-1e999}')],
    ['a body over the limit', Buffer.from(`{"id":"${ID}","text":"${'x'.repeat(70_000)}"}`)],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['a mark of byte order', Buffer.from('\ufeff{}')],
    ['endless marks on one letter', asJson({ id: ID, text: `a${'\u0301'.repeat(3_900)}` })],
    ['lone surrogates', Buffer.from(`{"id":"${ID}x","text":"\\ud800 \\udfff"}`)],
  ])('takes %s calmly', async (_, body) => {
    for (const path of ['send', 'ack', 'poll', 'resume']) {
      expect(CALM.has((await post(path, tokens[5] ?? '', body)).status)).toBe(true);
    }
    await app.idle();
    expect(world.logged).toEqual([]);
  });
});
