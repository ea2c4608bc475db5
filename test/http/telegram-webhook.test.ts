import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { telegramDoor } from '../../src/adapters/telegram/door.ts';
import type { InboundEvent } from '../../src/ports/channel.ts';
import { type HttpWorld, httpWorld } from '../support/http-world.ts';
import { mutated } from '../support/mutations.ts';
import { nodeTransport } from '../support/node-transport.ts';
import type { Webhook } from '../support/platforms/loopback.ts';
import {
  startTelegram,
  TELEGRAM_SECRET,
  TELEGRAM_TOKEN,
  type TelegramPlatform,
  telegramWebhooks,
} from '../support/platforms/telegram.ts';
import { CONTENTS, IGNORED, SERVICE_MESSAGES } from '../support/platforms/telegram-fixtures.ts';

const CHAT = 55501;
const AT = Date.UTC(2026, 10, 1, 8, 0, 0);
const from = telegramWebhooks();

let platform: TelegramPlatform;
let world: HttpWorld;
let events: InboundEvent[];

beforeEach(async () => {
  events = [];
  platform = await startTelegram();
  const door = telegramDoor({
    token: TELEGRAM_TOKEN,
    secret: TELEGRAM_SECRET,
    transport: nodeTransport(platform.url),
    ref: (id) => `hash(${id})`,
  });
  world = await httpWorld({ doors: [door], accept: async (some) => void events.push(...some) });
});
afterEach(async () => {
  await world.close();
  await platform.close();
});

async function post({ path, headers, body }: Pick<Webhook, 'path' | 'headers' | 'body'>) {
  const bytes = new Uint8Array(body);
  const response = await fetch(`${world.origin}${path}`, { method: 'POST', headers, body: bytes });
  return [response.status, await response.text()];
}

const OK = [200, ''];
const address = { channel: 'telegram', id: String(CHAT) };

describe('every kind of update, through the real server', () => {
  it('a text', async () => {
    const hook = from.text(CHAT, 'សួស្តី', { id: 1, at: AT, messageId: 7, language: 'km' });

    expect(await post(hook)).toEqual(OK);

    const input = { kind: 'text', text: 'សួស្តី', ref: `hash(telegram:${CHAT}:7)` };
    expect(events).toEqual([{ address, id: '1', at: AT, hint: 'km', messageId: '7', input }]);
  });

  it('a text that answers, forwards and quotes others is no more than its own words', async () => {
    const hook = from.message(CHAT, {
      text: 'this',
      reply_to_message: {
        message_id: 1,
        date: 1,
        chat: { id: CHAT, type: 'private' },
        text: 'canary',
      },
      forward_origin: { type: 'user', date: 1, sender_user: { id: 1, first_name: 'Canary' } },
      quote: { text: 'canary', position: 0 },
      via_bot: { id: 2, is_bot: true, first_name: 'Canary' },
    });

    expect(await post(hook)).toEqual(OK);

    expect(events.map(({ input }) => input)).toMatchObject([{ kind: 'text', text: 'this' }]);
    expect(JSON.stringify(events)).not.toMatch(/canary/iu);
  });

  it.each(CONTENTS)('%s', async (_, content, what) => {
    expect(await post(from.message(CHAT, content, { id: 1, at: AT, messageId: 7 }))).toEqual(OK);

    const caption = 'caption' in content ? { caption: content.caption } : {};
    const input = { kind: 'media', what, ref: `hash(telegram:${CHAT}:7)`, ...caption };
    expect(events).toEqual([{ address, id: '1', at: AT, messageId: '7', input }]);
    expect(JSON.stringify(events)).not.toMatch(/canary/iu);
  });

  it('an edit', async () => {
    expect(await post(from.edited(CHAT, 7, 'other', { id: 1, at: AT }))).toEqual(OK);

    const input = { kind: 'edited', text: 'other', ref: `hash(telegram:${CHAT}:7)` };
    expect(events).toEqual([{ address, id: '1', at: AT, messageId: '7', input }]);
  });

  it('a tap, whose spinner ends', async () => {
    expect(await post(from.choice(CHAT, 'n.1', { id: 1 }))).toEqual(OK);

    expect(events).toEqual([{ address, id: '1', at: null, input: { kind: 'choice', id: 'n.1' } }]);
    await vi.waitFor(() => expect(platform.calls).toHaveLength(1), 15_000);
    expect(platform.refused).toEqual([]);
  });

  it.each([
    ['kicked', [{ kind: 'gone' }]],
    ['member', []],
  ])('a chat whose bot is %s now', async (status, inputs) => {
    expect(await post(from.member(CHAT, status, 'private', { at: AT }))).toEqual(OK);

    expect(events.map(({ input }) => input)).toEqual(inputs);
    expect(platform.calls).toEqual([]);
  });

  it.each([
    ['member', 'group'],
    ['administrator', 'supergroup'],
    ['administrator', 'channel'],
  ])('a bot that became %s of a %s leaves it', async (status, type) => {
    expect(await post(from.member(-CHAT, status, type))).toEqual(OK);

    await vi.waitFor(() => expect(platform.calls).toHaveLength(1), 15_000);
    expect(platform.calls[0]).toMatchObject({ body: { chat_id: -CHAT } });
    expect(platform.calls[0]?.path).toMatch(/\/leaveChat$/u);
    expect(events).toEqual([]);
  });

  it.each(SERVICE_MESSAGES)('%s says nothing', async (_, content) => {
    expect(await post(from.message(CHAT, content))).toEqual(OK);
    expect(events).toEqual([]);
  });

  it.each(IGNORED)('%s is taken and left alone', async (_, update) => {
    expect(await post(from.update(update))).toEqual(OK);
    expect(events).toEqual([]);
    expect(platform.calls).toEqual([]);
  });
});

describe('20,000 mutilated and truncated bodies, through the real server', () => {
  const RUNS = 20_000;
  const BATCH = 20;
  const bodies = [
    from.text(CHAT, 'hello'),
    from.text(CHAT, '/start x'),
    from.edited(CHAT, 1, 'x'),
    from.choice(CHAT, 'n.1'),
    from.member(CHAT, 'kicked'),
    ...CONTENTS.map(([, content]) => from.message(CHAT, content)),
    ...IGNORED.map(([, update]) => from.update(update)),
  ].map(({ body }): unknown => JSON.parse(body.toString('utf8')));
  const { path, headers } = from.text(CHAT, 'x');
  const whole = mutated(bodies).map((body) => JSON.stringify(body) ?? 'null');
  const cut = fc
    .tuple(whole, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([text, part]) => text.slice(0, Math.floor(text.length * part)));
  const garbage = fc.oneof({ arbitrary: whole, weight: 3 }, { arbitrary: cut, weight: 1 });

  it('never break it: no 5xx, no crash, nothing unhandled, no growth', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const statuses = new Map<unknown, number>();
    const heap: number[] = [];
    let left = RUNS / BATCH;
    await fc.assert(
      fc.asyncProperty(fc.array(garbage, { minLength: BATCH, maxLength: BATCH }), async (texts) => {
        const answers = await Promise.all(
          texts.map((text) => post({ path, headers, body: Buffer.from(text) })),
        );
        for (const [status] of answers) {
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          expect([200, 400]).toContain(status);
        }
        for (const event of events) {
          expect(event.address.id).toMatch(/^-?\d+$/u);
          expect(event.id).toMatch(/^\d+$/u);
        }
        events = [];
        platform.calls.length = 0;
        platform.refused.length = 0;
        left -= 1;
        if (left % 250 === 0) heap.push(heapNow());
      }),
      { numRuns: RUNS / BATCH, seed: 20_261_128 },
    );
    process.off('unhandledRejection', note);

    expect(unhandled).toEqual([]);
    expect([...statuses.keys()].toSorted()).toEqual([200, 400]);
    expect([...statuses.values()].reduce((sum, n) => sum + n, 0)).toBe(RUNS);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
    // What the last half of all bodies left behind, against what the server itself takes.
    expect((heap.at(-1) ?? 0) - (heap[1] ?? 0)).toBeLessThan(16_000_000);
  }, 180_000);
});

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Bytes in use once what nobody holds is gone. */
function heapNow(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
