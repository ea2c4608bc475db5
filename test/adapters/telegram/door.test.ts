import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { telegramDoor } from '../../../src/adapters/telegram/door.ts';
import type { Door } from '../../../src/ports/channel.ts';
import { mutated } from '../../support/mutations.ts';
import { nodeTransport } from '../../support/node-transport.ts';
import type { Platform, Webhook } from '../../support/platforms/loopback.ts';
import {
  startTelegram,
  TELEGRAM_SECRET,
  TELEGRAM_TOKEN,
  telegramWebhooks,
} from '../../support/platforms/telegram.ts';

const CHAT = 55501;
const AT = Date.UTC(2026, 10, 1, 8, 0, 0);
const from = telegramWebhooks();

let platform: Platform;
let door: Door;
let unread: number[];

beforeEach(async () => {
  platform = await startTelegram();
  unread = [];
  door = telegramDoor({
    token: TELEGRAM_TOKEN,
    secret: TELEGRAM_SECRET,
    transport: nodeTransport(platform.url),
    ref: (id) => `hash(${id})`,
    unread: (count) => void unread.push(count),
  });
});
afterEach(() => platform.close());

function bodyOf(webhook: Webhook): unknown {
  return JSON.parse(webhook.body.toString('utf8'));
}

function bodiless(): object {
  return { message_id: 7, date: 0, chat: { id: CHAT, type: 'private' }, photo: [{ file_id: '1' }] };
}

async function inputs(webhook: Webhook) {
  return (await door.receive(bodyOf(webhook))).map(({ input }) => input);
}

describe('telegramDoor.verify', () => {
  const { headers, body } = from.text(CHAT, 'hello');
  const named = 'x-telegram-bot-api-secret-token';

  it('lets in what bears the secret', () => {
    expect(door.verify(headers, body)).toBe(true);
  });

  it.each([
    ['no header', {}],
    ['an empty one', { [named]: '' }],
    ['another secret', { [named]: 'another' }],
    ['a longer one', { [named]: `${TELEGRAM_SECRET}x` }],
    ['10 KB of it', { [named]: TELEGRAM_SECRET.repeat(500) }],
    ['an array of it', { [named]: [TELEGRAM_SECRET] }],
  ])('refuses %s', (_, given) => {
    expect(door.verify(given, body)).toBe(false);
  });

  it('knows no handshake', () => {
    expect(door.challenge(new URLSearchParams('hub.mode=subscribe'))).toBeNull();
  });
});

describe('telegramDoor.receive', () => {
  it('hears a text, with its time, its hint and a hashed reference', async () => {
    const webhook = from.text(CHAT, 'សួស្តី', { id: 9001, at: AT, messageId: 7, language: 'km-KH' });

    expect(await door.receive(bodyOf(webhook))).toEqual([
      {
        address: { channel: 'telegram', id: '55501' },
        id: '9001',
        at: AT,
        hint: 'km',
        messageId: '7',
        input: { kind: 'text', text: 'សួស្តី', ref: 'hash(telegram:55501:7)' },
      },
    ]);
  });

  it.each([
    ['/start', { kind: 'opened' }],
    ['/start poster-12', { kind: 'opened', campaign: 'poster-12' }],
    ['/start@helpline_bot poster', { kind: 'opened', campaign: 'poster' }],
    ['0 · Exit', { kind: 'choice', id: 'exit' }],
    ['9 · និយាយជាមួយមនុស្ស', { kind: 'choice', id: 'person' }],
    ['/exit', { kind: 'choice', id: 'exit' }],
    ['/stop', { kind: 'choice', id: 'exit' }],
    ['/delete@helpline_bot', { kind: 'choice', id: 'erase' }],
    ['/help', { kind: 'choice', id: 'help' }],
    ['/person', { kind: 'choice', id: 'person' }],
  ])('reads %s', async (text, input) => {
    expect(await inputs(from.text(CHAT, text))).toEqual([input]);
  });

  it.each([
    ['/khmer', 'khmer'],
    ['/english', 'english'],
  ])('hears %s as the word for the language', async (text, word) => {
    expect(await inputs(from.text(CHAT, text))).toMatchObject([{ kind: 'text', text: word }]);
  });

  it.each([
    '/settings',
    '/constructor',
    '/exit now',
    '/start some words that are no code',
    '0',
    '9',
  ])('hears %s as text', async (text) => {
    expect(await inputs(from.text(CHAT, text))).toMatchObject([{ kind: 'text', text }]);
  });

  const file = { file_id: 'canary-file', file_unique_id: 'canary-unique' };
  it.each([
    ['picture', { photo: [{ ...file, width: 90, height: 90 }], caption: 'look' }, 'look'],
    ['video', { video: { ...file, duration: 1 } }, undefined],
    ['video', { video_note: { ...file, length: 1 } }, undefined],
    ['video', { animation: file, document: file }, undefined],
    ['voice', { voice: { ...file, duration: 1 } }, undefined],
    ['voice', { audio: { ...file, duration: 1 } }, undefined],
    ['file', { document: file, caption: 'this' }, 'this'],
    ['sticker', { sticker: { ...file, emoji: '🙂' } }, undefined],
    ['location', { location: { latitude: 11.5, longitude: 104.9 } }, undefined],
    ['location', { venue: { title: 'x' }, location: { latitude: 1, longitude: 1 } }, undefined],
    ['contact', { contact: { phone_number: '000canary', first_name: 'Canary' } }, undefined],
    ['other', { poll: { id: '1', question: 'canary' } }, undefined],
  ])('keeps the kind of a %s and no more', async (what, content, caption) => {
    const events = await door.receive(bodyOf(from.message(CHAT, content)));

    const ref = expect.stringMatching(/^hash\(/u);
    const said = caption === undefined ? {} : { caption };
    expect(events[0]?.input).toEqual({ kind: 'media', what, ref, ...said });
    expect(JSON.stringify(events)).not.toMatch(/canary/iu);
  });

  it('hears an edit under the reference of the text it changes', async () => {
    const edited = from.edited(CHAT, 7, 'other words');

    expect(await inputs(edited)).toEqual([
      { kind: 'edited', text: 'other words', ref: 'hash(telegram:55501:7)' },
    ]);
  });

  it('hears a tap and ends the spinner', async () => {
    const events = await door.receive(bodyOf(from.choice(CHAT, 'nonce.1.2', { id: 12 })));

    expect(events).toEqual([
      {
        address: { channel: 'telegram', id: '55501' },
        id: '12',
        at: null,
        input: { kind: 'choice', id: 'nonce.1.2' },
      },
    ]);
    await vi.waitFor(() => expect(platform.calls).toHaveLength(1), 15_000);
    expect(platform.calls[0]?.path).toMatch(/\/answerCallbackQuery$/u);
    expect(platform.refused).toEqual([]);
  });

  it.each([
    ['without a message', { data: 'n.1' }],
    ['without data', { message: { message_id: 1, date: 0, chat: { id: CHAT, type: 'private' } } }],
    ['in a group', { data: 'n.1', message: { chat: { id: -CHAT, type: 'supergroup' } } }],
    ['with an object for data', { data: {}, message: { chat: { id: CHAT, type: 'private' } } }],
  ])('ends the spinner of a tap %s, and hears nothing', async (_, tap) => {
    const callback_query = { id: 'q1', from: { id: CHAT }, chat_instance: '1', ...tap };

    expect(await inputs(from.update({ callback_query }))).toEqual([]);

    await vi.waitFor(() => expect(platform.calls).toHaveLength(1), 15_000);
    expect(platform.calls[0]).toMatchObject({ body: { callback_query_id: 'q1' } });
  });

  it('hears a tap on a message that Telegram itself cannot reach any more', async () => {
    const message = { message_id: 1, date: 0, chat: { id: CHAT, type: 'private' } };
    const tap = { id: 'q1', from: { id: CHAT }, chat_instance: '1', data: 'n.1', message };

    expect(await inputs(from.update({ callback_query: tap }))).toEqual([
      { kind: 'choice', id: 'n.1' },
    ]);
  });

  it('hears a tap although the spinner cannot be ended', async () => {
    await platform.close();

    expect(await inputs(from.choice(CHAT, 'n.1'))).toEqual([{ kind: 'choice', id: 'n.1' }]);
  });

  it('learns that the child blocked the bot, and not that it was let in again', async () => {
    expect(await inputs(from.member(CHAT, 'kicked'))).toEqual([{ kind: 'gone' }]);
    expect(await inputs(from.member(CHAT, 'member'))).toEqual([]);
  });

  it('says nothing in a group and leaves it', async () => {
    expect(await inputs(from.group(CHAT, 'hello'))).toEqual([]);
    expect(await inputs(from.member(-CHAT, 'member', 'supergroup'))).toEqual([]);

    await vi.waitFor(() => expect(platform.calls).toHaveLength(1), 15_000);
    expect(platform.calls[0]).toMatchObject({ body: { chat_id: -CHAT } });
    expect(platform.refused).toEqual([]);
  });

  it.each([
    ['another kind of update', from.update({ poll: { id: '1' } })],
    ['an object for a text', from.message(CHAT, { text: { $gt: '' } })],
    ['an object for an id', from.update({ message: { message_id: {}, chat: { id: [] } } })],
    ['a kind of message that nobody knows yet', from.message(CHAT, { hologram: { id: 'canary' } })],
    ['a tap on nothing', from.update({ callback_query: { id: '1', from: {}, data: 'n.1' } })],
  ])('leaves %s out, and counts it', async (_, webhook) => {
    expect(await inputs(webhook)).toEqual([]);
    expect(unread).toEqual([1]);
  });

  it.each([
    ['a service message', from.message(CHAT, { pinned_message: { message_id: 1 } })],
    ['a group', from.group(CHAT, 'hello')],
    ['a child who comes back', from.member(CHAT, 'member')],
    ['an edited picture', from.update({ edited_message: bodiless() })],
  ])('leaves %s out, and knows it', async (_, webhook) => {
    expect(await inputs(webhook)).toEqual([]);
    expect(unread).toEqual([]);
  });

  it('fails without a word of the child when a handler fails', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const failing = telegramDoor({
      token: TELEGRAM_TOKEN,
      secret: TELEGRAM_SECRET,
      transport: nodeTransport(platform.url),
      ref: () => {
        throw new Error('canary');
      },
    });

    await expect(failing.receive(bodyOf(from.text(CHAT, 'canary')))).rejects.toThrow(
      /^telegram: a handler failed$/u,
    );
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });

  it('survives 2,000 mutilated updates', async () => {
    const bodies = [
      from.text(CHAT, 'hello'),
      from.edited(CHAT, 1, 'x'),
      from.choice(CHAT, 'n.1'),
      from.member(CHAT, 'kicked'),
      from.message(CHAT, { photo: [file], caption: 'c' }),
      from.text(CHAT, '/start x'),
    ].map(bodyOf);
    await fc.assert(
      fc.asyncProperty(mutated(bodies), async (body) => {
        for (const event of await door.receive(body)) {
          expect(event.address.id).toMatch(/^-?\d+$/u);
          expect(event.id).toMatch(/^\d+$/u);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  }, 60_000);
});
