import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type DoorAndChannel,
  type WhatsappOptions,
  whatsapp,
} from '../../../src/adapters/meta/channels.ts';
import { mutated } from '../../support/mutations.ts';
import { nodeTransport } from '../../support/node-transport.ts';
import type { Webhook } from '../../support/platforms/loopback.ts';
import { META_APP_SECRET } from '../../support/platforms/meta.ts';
import {
  WHATSAPP_PHONE_NUMBER_ID,
  WHATSAPP_TOKEN,
  whatsappWebhooks,
} from '../../support/platforms/whatsapp.ts';

const ROOT = 'https://graph.facebook.com';
const PHONE = '85500000001';
const SCOPED = 'KH.13491208655302741918';
const AT = Date.UTC(2026, 10, 1, 8, 0, 0);
const from = whatsappWebhooks();
const undelivered: string[] = [];

function optionsOf(change: Partial<WhatsappOptions> = {}): WhatsappOptions {
  return {
    secrets: { appSecret: META_APP_SECRET, verifyToken: 'the-word' },
    token: WHATSAPP_TOKEN,
    version: 'v26.0',
    sender: WHATSAPP_PHONE_NUMBER_ID,
    transport: nodeTransport(ROOT),
    ref: (id) => `hash(${id})`,
    timeoutMs: 10_000,
    undelivered: (code) => void undelivered.push(code),
    ...change,
  };
}

let own: DoorAndChannel;
beforeAll(async () => {
  own = await whatsapp(optionsOf());
}, 30_000);
afterEach(() => {
  undelivered.length = 0;
});

function bodyOf(webhook: Webhook): unknown {
  return JSON.parse(webhook.body.toString('utf8'));
}

async function inputs(webhook: Webhook) {
  return (await own.door.receive(bodyOf(webhook))).map(({ input }) => input);
}

describe('the door of WhatsApp', () => {
  it('lets in what Meta signed', () => {
    const webhook = from.text(PHONE, 'សួស្តី 🙂');

    expect(own.door.path).toBe('/webhooks/whatsapp');
    expect(own.door.verify(webhook.headers, webhook.body)).toBe(true);
  });

  it('hears a text', async () => {
    const events = await own.door.receive(bodyOf(from.text(PHONE, 'សួស្តី', { id: 'w1', at: AT })));

    expect(events).toEqual([
      {
        address: { channel: 'whatsapp', id: PHONE },
        id: 'w1',
        at: AT,
        input: { kind: 'text', text: 'សួស្តី', ref: 'hash(whatsapp:w1)' },
      },
    ]);
  });

  it('knows a child by the scoped id, and by the phone number beside it', async () => {
    const both = await own.door.receive(bodyOf(from.text(PHONE, 'a', { scoped: SCOPED })));
    const one = await own.door.receive(
      bodyOf(from.text(PHONE, 'a', { scoped: SCOPED, noPhone: true })),
    );

    expect(both[0]?.address).toEqual({ channel: 'whatsapp', id: SCOPED, also: PHONE });
    expect(one[0]?.address).toEqual({ channel: 'whatsapp', id: SCOPED });
  });

  it.each([
    ['a button', from.choice(PHONE, 'n.1', 'Yes'), { kind: 'choice', id: 'n.1' }],
    ['a row', from.row(PHONE, 'n.2', 'No'), { kind: 'choice', id: 'n.2' }],
    [
      'a template button',
      from.message(PHONE, { type: 'button', button: { payload: 'n.3', text: 'x' } }),
      { kind: 'choice', id: 'n.3' },
    ],
    ['a welcome', from.message(PHONE, { type: 'request_welcome' }), { kind: 'opened' }],
    [
      'an unsend',
      from.message(PHONE, { type: 'revoke', revoke: { original_message_id: 'w1' } }),
      { kind: 'unsent', ref: 'hash(whatsapp:w1)' },
    ],
    [
      'an edit',
      from.message(PHONE, {
        type: 'edit',
        edit: { original_message_id: 'w1', message: { type: 'text', text: { body: 'new' } } },
      }),
      { kind: 'edited', text: 'new', ref: 'hash(whatsapp:w1)' },
    ],
  ])('hears %s', async (_, webhook, input) => {
    expect(await inputs(webhook)).toEqual([input]);
  });

  const file = { id: 'canary-media', mime_type: 'x/y', sha256: 'canary' };
  it.each([
    ['picture', { type: 'image', image: { ...file, caption: 'look' } }, { caption: 'look' }],
    ['video', { type: 'video', video: file }, {}],
    ['voice', { type: 'audio', audio: { ...file, voice: true } }, {}],
    ['file', { type: 'document', document: { ...file, filename: 'canary.pdf' } }, {}],
    ['sticker', { type: 'sticker', sticker: file }, {}],
    ['location', { type: 'location', location: { latitude: 1, longitude: 2 } }, {}],
    ['contact', { type: 'contacts', contacts: [{ name: { formatted_name: 'canary' } }] }, {}],
    ['other', { type: 'unsupported', errors: [{ code: 131051 }] }, {}],
    ['other', { type: 'unsupported', unsupported: { type: 'poll_creation' } }, {}],
  ])('keeps the kind of a %s and no more', async (what, content, caption) => {
    const events = await own.door.receive(bodyOf(from.message(PHONE, content, { id: 'm1' })));

    const ref = 'hash(whatsapp:m1)';
    expect(events.map(({ input }) => input)).toEqual([{ kind: 'media', what, ref, ...caption }]);
    expect(JSON.stringify(events)).not.toMatch(/canary/iu);
  });

  it.each(['sent', 'delivered', 'read', 'played'])('drops the status %s', async (status) => {
    expect(await inputs(from.status(PHONE, status, 'w9'))).toEqual([]);
    expect(undelivered).toEqual([]);
  });

  it('knows its own items in the statuses of messages that were taken', () => {
    const took = (status: string, item?: string) =>
      own.door.took?.(bodyOf(from.status(PHONE, status, 'w9', item === undefined ? {} : { item })));

    expect(took('sent', 'item-1')).toEqual(['item-1']);
    expect(took('failed', 'item-1')).toEqual(['item-1']);
    expect(took('read', 'item-1')).toEqual([]);
    expect(took('sent')).toEqual([]);
    expect(own.door.took?.({ object: 'x', entry: [] })).toEqual([]);
  });

  it('learns from a failed status that a child cannot be reached', async () => {
    expect(await inputs(from.status(PHONE, 'failed', 'w9', { code: 131026 }))).toEqual([
      { kind: 'gone' },
    ]);
    expect(await inputs(from.status(PHONE, 'failed', 'w9', { code: 131047 }))).toEqual([]);
    expect(undelivered).toEqual(['131026', '131047']);
  });

  it.each([
    ['a reaction', from.message(PHONE, { type: 'reaction', reaction: { emoji: '🙂' } })],
    ['a group', from.message(PHONE, { type: 'text', text: { body: 'x' }, group_id: 'g' })],
    ['a system note', from.message(PHONE, { type: 'system', system: { body: 'x' } })],
    ['a pin', from.message(PHONE, { type: 'unsupported', unsupported: { type: 'pin' } })],
    ['an object for a text', from.message(PHONE, { type: 'text', text: { body: { $gt: '' } } })],
    ['another number of ours', whatsappWebhooks(META_APP_SECRET, '1').text(PHONE, 'x')],
  ])('leaves %s out', async (_, webhook) => {
    expect(await inputs(webhook)).toEqual([]);
  });

  it.each([
    ['one that nobody knows', from.message(PHONE, { type: 'hologram', hologram: {} })],
    ['an inherited name', from.message(PHONE, { type: 'constructor' })],
  ])('says that something came of a type that is %s', async (_, webhook) => {
    expect(await inputs(webhook)).toMatchObject([{ kind: 'media', what: 'other' }]);
  });

  it('hears the good ones of a batch', async () => {
    const message = (id: string) => ({
      id,
      from: PHONE,
      timestamp: '1793520000',
      type: 'text',
      text: { body: id },
    });
    const batch = Array.from({ length: 500 }, (_, index) => message(`b${index}`));
    const spoilt = [...batch.slice(0, 250), { id: {}, type: [] }, ...batch.slice(250)];

    const heard = await own.door.receive(bodyOf(from.webhook({ messages: spoilt })));

    expect(heard.map(({ id }) => id)).toEqual(batch.map(({ id }) => id));
  });

  it('rejects, without a word of the child, when a handler fails', async () => {
    const ref = () => {
      throw new Error('canary');
    };
    const failing = await whatsapp(optionsOf({ ref }));

    await expect(failing.door.receive(bodyOf(from.text(PHONE, 'canary')))).rejects.toThrow(
      /^meta: a handler failed$/u,
    );
  });

  it('survives 2,000 mutilated bodies', async () => {
    const bodies = [
      from.text(PHONE, 'hello', { scoped: SCOPED }),
      from.choice(PHONE, 'n.1', 'Yes'),
      from.image(PHONE, 'look'),
      from.status(PHONE, 'failed', 'w1', { code: 131026 }),
    ].map(bodyOf);
    await fc.assert(
      fc.asyncProperty(mutated(bodies), async (body) => {
        for (const event of await own.door.receive(body)) {
          expect(typeof event.address.id).toBe('string');
          expect(typeof event.id).toBe('string');
        }
      }),
      { numRuns: 2_000 },
    );
  }, 60_000);
});
