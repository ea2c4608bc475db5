import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { messenger, whatsapp } from '../../../src/adapters/meta/channels.ts';
import { telegramChannel } from '../../../src/adapters/telegram/channel.ts';
import { type ClosingTransport, undiciTransport } from '../../../src/adapters/undici/transport.ts';
import { type PlainMessage, type RenderWords, render } from '../../../src/domain/text/render.ts';
import type { Channel } from '../../../src/ports/channel.ts';
import type { Platform } from '../../support/platforms/loopback.ts';
import {
  MESSENGER_PAGE_ID,
  MESSENGER_TOKEN,
  startMessenger,
} from '../../support/platforms/messenger.ts';
import { META_APP_SECRET } from '../../support/platforms/meta.ts';
import { startTelegram, TELEGRAM_TOKEN } from '../../support/platforms/telegram.ts';
import {
  startWhatsapp,
  WHATSAPP_PHONE_NUMBER_ID,
  WHATSAPP_TOKEN,
} from '../../support/platforms/whatsapp.ts';

const WORDS: RenderWords = {
  standingLine: '0 = ចាកចេញ, 9 = មនុស្ស',
  exit: 'ចាកចេញ',
  person: 'មនុស្ស',
  counsellor: 'Sok:',
  choose: 'សូមសរសេរលេខ',
  list: 'ជ្រើសរើស',
};

interface Stage {
  readonly platform: Platform;
  readonly transport: ClosingTransport;
  readonly channel: Channel;
}

const STAGES: Readonly<Record<string, () => Promise<Stage>>> = {
  async telegram() {
    const platform = await startTelegram();
    const transport = undiciTransport(platform.url);
    return { platform, transport, channel: telegramChannel({ token: TELEGRAM_TOKEN, transport }) };
  },
  async whatsapp() {
    const platform = await startWhatsapp();
    const transport = undiciTransport(platform.url);
    const sender = { token: WHATSAPP_TOKEN, sender: WHATSAPP_PHONE_NUMBER_ID };
    const { channel } = await whatsapp({ ...sender, ...metaOptions(transport) });
    return { platform, transport, channel };
  },
  async messenger() {
    const platform = await startMessenger();
    const transport = undiciTransport(platform.url);
    const sender = { token: MESSENGER_TOKEN, sender: MESSENGER_PAGE_ID };
    const { channel } = await messenger({ ...sender, ...metaOptions(transport) });
    return { platform, transport, channel };
  },
};

function metaOptions(transport: ClosingTransport) {
  const secrets = { appSecret: META_APP_SECRET, verifyToken: 'w' };
  return { secrets, version: 'v26.0', transport, ref: (id: string) => id, timeoutMs: 10_000 };
}

const LONG = `${'ខ្ញុំជឿអ្នក។ '.repeat(500)} https://example.org/help 👩‍👩‍👧‍👦`;
const LABELS = [
  'បាទ',
  'ទេ',
  'មិនប្រាកដ',
  'រំលង',
  'ផ្សេងទៀត',
  'a label much too long for any button of theirs',
];

function messages(): PlainMessage[] {
  const counts = [0, 1, 3, 5, 6];
  return counts.flatMap((count) =>
    (['buttons', 'numbers'] as const).flatMap((style) =>
      ['Are you safe?', LONG].map((text): PlainMessage => {
        const choices = LABELS.slice(0, count).map((label, index) => ({ id: `n.${index}`, label }));
        return { from: 'bot', texts: [text], choices, style, standing: true, silent: count === 0 };
      }),
    ),
  );
}

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.transport.close();
  await stage?.platform.close();
  stage = undefined;
});

describe.each(Object.entries(STAGES))('%s, over the real transport', (_, start) => {
  const callOf = (channel: Channel, message: PlainMessage, item: string) => ({
    to: { channel: channel.id, id: '85500000001' },
    item,
    rendered: render(message, channel.caps, WORDS),
  });

  it('takes every form of every length, and finds no fault with one', async () => {
    stage = await start();
    const { channel, platform } = stage;

    for (const [index, message] of messages().entries()) {
      const call = callOf(channel, message, `i${index}`);
      for (let from = 0, more = true; more; from += 1) {
        const delivery = await channel.deliver({ ...call, from });
        expect(delivery.ok, platform.refused.join('\n')).toBe(true);
        more = delivery.ok && delivery.more === true;
      }
    }

    expect(platform.refused).toEqual([]);
    expect(platform.sent.length).toBeGreaterThan(messages().length);
  });

  it('is told when to try again, and does not wait for the slow', async () => {
    stage = await start();
    const { channel, platform } = stage;
    const [message] = messages();
    if (message === undefined) throw new Error('no message');

    platform.answerWith({ status: 429, retryAfter: 9 });
    const busy = await channel.deliver(callOf(channel, message, 'a'));
    platform.answerWith({ status: 500 });
    const broken = await channel.deliver(callOf(channel, message, 'b'));
    platform.answerWith({ dropAfterAcceptance: true });
    const cut = await channel.deliver(callOf(channel, message, 'c'));

    expect(busy).toMatchObject({ ok: false, error: { kind: 'retry', afterMs: 9000 } });
    expect(broken).toMatchObject({ ok: false, error: { kind: 'retry' } });
    expect(cut).toMatchObject({ ok: false, error: { kind: 'retry', code: 'network' } });
    expect(platform.sent).toHaveLength(1);
  });
});

describe('the loopback platforms', () => {
  const post = async (platform: Platform, path: string, token: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const call = { method: 'POST', headers, body: JSON.stringify(body) };
    const { status } = await fetch(`${platform.url}${path}`, call);
    return status;
  };

  it('refuse on Telegram: a wrong token, a preview, a long text, a fat button', async () => {
    const platform = await startTelegram();
    const send = (body: object, token = TELEGRAM_TOKEN) =>
      post(platform, `/bot${token}/sendMessage`, '', body);
    const keys = [[{ text: 'x', callback_data: 'x'.repeat(65) }]];

    expect(await send({ chat_id: 1, text: 'x' }, '1:another')).toBe(401);
    expect(await send({ chat_id: 1, text: 'https://example.org' })).toBe(400);
    expect(await send({ chat_id: 1, text: 'x'.repeat(4097) })).toBe(400);
    expect(await send({ chat_id: 1, text: 'x', reply_markup: { inline_keyboard: keys } })).toBe(
      400,
    );
    expect(await send({ chat_id: 1, text: 'x' })).toBe(200);
    await platform.close();
  });

  it('refuse on WhatsApp: a wrong token, a preview, four buttons, twins, a long body', async () => {
    const platform = await startWhatsapp();
    const path = `/v26.0/${WHATSAPP_PHONE_NUMBER_ID}/messages`;
    const send = (body: object, token = WHATSAPP_TOKEN) =>
      post(platform, path, token, { messaging_product: 'whatsapp', to: '85500000001', ...body });
    const button = (title: string) => ({ type: 'reply', reply: { id: title, title } });
    const asking = (text: string, titles: readonly string[]) => {
      const action = { buttons: titles.map(button) };
      return { type: 'interactive', interactive: { type: 'button', body: { text }, action } };
    };

    expect(await send({ type: 'text', text: { body: 'x' } }, 'another')).toBe(401);
    expect(await send({ type: 'text', text: { body: 'x', preview_url: true } })).toBe(400);
    expect(await send(asking('x', ['1', '2', '3', '4']))).toBe(400);
    expect(await send(asking('x', ['1', '1']))).toBe(400);
    expect(await send(asking('x'.repeat(1025), ['1']))).toBe(400);
    expect(await send(asking('x', ['1']))).toBe(200);
    await platform.close();
  });

  it('refuse on Messenger: a wrong token, one in the URL, a link, a long title', async () => {
    const platform = await startMessenger();
    const path = `/v26.0/${MESSENGER_PAGE_ID}/messages`;
    const send = (message: object, token = MESSENGER_TOKEN, query = '') =>
      post(platform, path + query, token, {
        recipient: { id: '1' },
        messaging_type: 'RESPONSE',
        message,
      });
    const reply = { content_type: 'text', title: 'x'.repeat(21), payload: 'p' };

    expect(await send({ text: 'x' }, 'another')).toBe(401);
    expect(await send({ text: 'x' }, MESSENGER_TOKEN, '?access_token=x')).toBe(400);
    expect(await send({ text: 'see https://example.org' })).toBe(400);
    expect(await send({ text: 'x', quick_replies: [reply] })).toBe(400);
    expect(await send({ text: 'x' })).toBe(200);
    await platform.close();
  });
});

describe('Botkit', () => {
  it('is not loaded before a Meta channel is built', async () => {
    const script = `
      const { whatsapp } = await import('./src/adapters/meta/channels.ts');
      const { createRequire } = await import('node:module');
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((one) => one.includes('botkit'));
      const before = loaded();
      await whatsapp({ secrets: { appSecret: 's', verifyToken: 'w' } });
      console.log(before, loaded());`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      script,
    ]);

    expect(stdout.trim()).toBe('false true');
  }, 20_000);
});
