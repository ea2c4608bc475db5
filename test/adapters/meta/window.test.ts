import nock from 'nock';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DoorAndChannel, messenger, whatsapp } from '../../../src/adapters/meta/channels.ts';
import type { OutCall, Reach } from '../../../src/ports/channel.ts';
import { nodeTransport } from '../../support/node-transport.ts';
import {
  MESSENGER_PAGE_ID,
  MESSENGER_TOKEN,
  startMessenger,
} from '../../support/platforms/messenger.ts';
import { META_APP_SECRET } from '../../support/platforms/meta.ts';
import {
  startWhatsapp,
  WHATSAPP_PHONE_NUMBER_ID,
  WHATSAPP_TOKEN,
} from '../../support/platforms/whatsapp.ts';

const ROOT = 'https://graph.facebook.com';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const templates = new Map([['km', { name: 'call_back_km', code: 'en_US' }]]);
const CLOSED = { ok: false, error: { kind: 'window', code: 'closed' } };

function optionsOf(token: string, sender: string, root: string) {
  return {
    secrets: { appSecret: META_APP_SECRET, verifyToken: 'the-word' },
    token,
    version: 'v26.0',
    sender,
    transport: nodeTransport(root),
    ref: (id: string) => `hash(${id})`,
    timeoutMs: 10_000,
  };
}

const whatsappAt = (root: string, more = {}) =>
  whatsapp({ ...optionsOf(WHATSAPP_TOKEN, WHATSAPP_PHONE_NUMBER_ID, root), templates, ...more });
const messengerAt = (root: string, more = {}) =>
  messenger({ ...optionsOf(MESSENGER_TOKEN, MESSENGER_PAGE_ID, root), ...more });

function callOf(channel: 'whatsapp' | 'messenger', reach: Partial<Reach>): OutCall {
  return {
    to: { channel, id: channel === 'whatsapp' ? 'KH.13491208655302741918' : '9000000000000001' },
    item: 'item-1',
    reach: { from: 'bot', quietMs: 0, callback: null, ...reach },
    rendered: {
      texts: ['words'],
      control: { kind: 'none' },
      standing: null,
      silent: false,
    },
  };
}

afterEach(() => nock.cleanAll());

describe('the window of WhatsApp', () => {
  const PATH = `/v26.0/${WHATSAPP_PHONE_NUMBER_ID}/messages`;
  let own: DoorAndChannel;
  beforeAll(async () => {
    own = await whatsappAt(ROOT);
  }, 30_000);
  const deliver = (reach: Partial<Reach>) => own.channel.deliver(callOf('whatsapp', reach));

  it('is open for not quite a day after the child wrote', async () => {
    nock(ROOT)
      .post(PATH, (body) => body.type === 'text')
      .reply(200, { messages: [{ id: 'wamid.1' }] });

    expect(await deliver({ quietMs: DAY - 6 * 60_000 })).toEqual({
      ok: true,
      messageIds: ['wamid.1'],
    });
  });

  it('is closed afterwards, for the bot and for a counsellor, without a call', async () => {
    for (const from of ['bot', 'counsellor'] as const) {
      expect(await deliver({ from, quietMs: DAY - 4 * 60_000 })).toEqual(CLOSED);
    }
  });

  it('lets a callback through as the approved template of its language, and as no other', async () => {
    const sent = nock(ROOT)
      .post(PATH, {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        recipient: 'KH.13491208655302741918',
        biz_opaque_callback_data: 'item-1',
        type: 'template',
        template: { name: 'call_back_km', language: { code: 'en_US' } },
      })
      .reply(200, { messages: [{ id: 'wamid.2' }] });

    expect(await deliver({ quietMs: DAY, callback: 'km' })).toEqual({
      ok: true,
      messageIds: ['wamid.2'],
    });
    sent.done();
    expect(await deliver({ quietMs: DAY, callback: 'en' })).toEqual(CLOSED);
  });

  it('says the callback in its own words while the window is open', async () => {
    nock(ROOT)
      .post(PATH, (body) => body.type === 'text')
      .reply(200, { messages: [{ id: 'wamid.3' }] });

    expect((await deliver({ quietMs: HOUR, callback: 'km' })).ok).toBe(true);
  });

  it('sends the template when WhatsApp closed the window before us', async () => {
    nock(ROOT)
      .post(PATH, (body) => body.type === 'text')
      .reply(400, { error: { code: 131047 } });
    const sent = nock(ROOT)
      .post(PATH, (body) => body.type === 'template')
      .reply(200, { messages: [{ id: 'wamid.4' }] });

    expect(await deliver({ quietMs: HOUR, callback: 'km' })).toEqual({
      ok: true,
      messageIds: ['wamid.4'],
    });
    sent.done();
  });

  it.each([
    [132001, 'bug'],
    [132015, 'policy'],
    [131048, 'account'],
    [133010, 'auth'],
  ])('classes the refusal %i of a template', async (code, kind) => {
    nock(ROOT).post(PATH).reply(400, { error: { code } });

    expect(await deliver({ quietMs: DAY, callback: 'km' })).toMatchObject({ error: { kind } });
  });

  it('passes the platform with a template and with the blue ticks', async () => {
    const platform = await startWhatsapp();
    const { channel } = await whatsappAt(platform.url, { typing: true });
    const event = { address: callOf('whatsapp', {}).to, id: 'wamid.of-the-child' };

    await channel.signal?.(event);
    await channel.deliver(callOf('whatsapp', { quietMs: DAY, callback: 'km' }));

    expect(platform.refused).toEqual([]);
    expect(platform.calls[0]?.body).toEqual({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.of-the-child',
      typing_indicator: { type: 'text' },
    });
    expect(platform.sent.map(({ text }) => text)).toEqual(['call_back_km']);
    await platform.close();
  });
});

describe('the window of Messenger', () => {
  const PATH = `/v26.0/${MESSENGER_PAGE_ID}/messages`;
  const typeOf = async (more: object, reach: Partial<Reach>) => {
    const { channel } = await messengerAt(ROOT, more);
    let said: unknown;
    nock(ROOT)
      .post(PATH, ({ messaging_type: kind, tag }) => {
        said = { kind, tag };
        return true;
      })
      .reply(200, { message_id: 'm_1' });
    const delivery = await channel.deliver(callOf('messenger', reach));
    nock.cleanAll();
    return delivery.ok ? said : delivery;
  };
  const RESPONSE = { kind: 'RESPONSE', tag: undefined };
  const TAGGED = { kind: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
  const granted = { humanAgent: true };

  it('is open for not quite a day, for everybody', async () => {
    const quietMs = DAY - 6 * 60_000;
    expect(await typeOf({}, { quietMs })).toEqual(RESPONSE);
    expect(await typeOf(granted, { quietMs, from: 'counsellor' })).toEqual(RESPONSE);
  });

  it("lets a counsellor's own words through for not quite seven days, where Meta granted it", async () => {
    expect(await typeOf(granted, { from: 'counsellor', quietMs: DAY })).toEqual(TAGGED);
    expect(await typeOf(granted, { from: 'counsellor', quietMs: 7 * DAY - 6 * 60_000 })).toEqual(
      TAGGED,
    );
    expect(await typeOf(granted, { from: 'counsellor', quietMs: 7 * DAY })).toEqual(CLOSED);
    expect(await typeOf({}, { from: 'counsellor', quietMs: DAY })).toEqual(CLOSED);
  });

  it('never lets the bot through with a tag, a callback neither', async () => {
    expect(await typeOf(granted, { quietMs: DAY })).toEqual(CLOSED);
    expect(await typeOf(granted, { quietMs: DAY, callback: 'km' })).toEqual(CLOSED);
  });

  it('passes the platform with the tag and with "typing"; a failed "typing" is nobody\'s business', async () => {
    const platform = await startMessenger();
    const { channel } = await messengerAt(platform.url, { ...granted, typing: true });
    const event = { address: callOf('messenger', {}).to, id: 'm_of-the-child' };

    await channel.signal?.(event);
    await channel.deliver(callOf('messenger', { from: 'counsellor', quietMs: DAY }));
    platform.answerWith({ status: 500 });
    await channel.signal?.(event);

    expect(platform.refused).toEqual([]);
    expect(platform.calls[0]?.body).toEqual({
      recipient: { id: '9000000000000001' },
      sender_action: 'typing_on',
    });
    expect(platform.sent).toHaveLength(1);
    await platform.close();
  });

  it('shows nothing unless it is turned on', async () => {
    expect((await messengerAt(ROOT)).channel.signal).toBeUndefined();
    expect((await whatsappAt(ROOT)).channel.signal).toBeUndefined();
  });
});
