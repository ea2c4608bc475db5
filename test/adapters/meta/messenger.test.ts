import fc from 'fast-check';
import nock from 'nock';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type DoorAndChannel,
  type MetaOptions,
  messenger,
} from '../../../src/adapters/meta/channels.ts';
import { GET_STARTED, parseMessenger } from '../../../src/adapters/meta/messenger-inbound.ts';
import type { Rendered } from '../../../src/domain/text/render.ts';
import type { OutCall } from '../../../src/ports/channel.ts';
import { mutated } from '../../support/mutations.ts';
import { nodeTransport } from '../../support/node-transport.ts';
import type { Webhook } from '../../support/platforms/loopback.ts';
import {
  MESSENGER_PAGE_ID,
  MESSENGER_TOKEN,
  messengerWebhooks,
  startMessenger,
} from '../../support/platforms/messenger.ts';
import { META_APP_SECRET } from '../../support/platforms/meta.ts';

const ROOT = 'https://graph.facebook.com';
const PATH = `/v26.0/${MESSENGER_PAGE_ID}/messages`;
const CHILD = '9000000000000001';
const AT = Date.UTC(2026, 10, 1, 8, 0, 0);
const from = messengerWebhooks();

function optionsOf(change: Partial<MetaOptions> = {}): MetaOptions {
  return {
    secrets: { appSecret: META_APP_SECRET, verifyToken: 'the-word' },
    token: MESSENGER_TOKEN,
    version: 'v26.0',
    sender: MESSENGER_PAGE_ID,
    transport: nodeTransport(ROOT),
    ref: (id) => `hash(${id})`,
    timeoutMs: 10_000,
    ...change,
  };
}

let own: DoorAndChannel;
beforeAll(async () => {
  own = await messenger(optionsOf());
}, 30_000);
afterEach(() => nock.cleanAll());

function bodyOf(webhook: Webhook): unknown {
  return JSON.parse(webhook.body.toString('utf8'));
}

async function heard(webhook: Webhook) {
  return own.door.receive(bodyOf(webhook));
}

describe('the door of Messenger', () => {
  it('hears a text', async () => {
    expect(await heard(from.text(CHILD, 'សួស្តី', { id: 'm_1', at: AT }))).toEqual([
      {
        address: { channel: 'messenger', id: CHILD },
        id: 'm_1',
        at: AT,
        input: { kind: 'text', text: 'សួស្តី', ref: 'hash(messenger:m_1)' },
      },
    ]);
  });

  const edit = { message_edit: { mid: 'm_1', text: 'new', num_edit: 2 } };
  const link = { type: 'fallback', payload: { url: 'https://canary.invalid', title: 'canary' } };
  it.each([
    [
      'a quick reply',
      from.choice(CHILD, 'n.1', 'Yes', { id: 'm_2' }),
      'm_2',
      'choice',
      { id: 'n.1' },
    ],
    ['the menu', from.postback(CHILD, 'exit', { id: 'm_3' }), 'm_3', 'choice', { id: 'exit' }],
    ['"get started"', from.postback(CHILD, GET_STARTED, { id: 'm_4' }), 'm_4', 'opened', {}],
    [
      '"get started" from a poster',
      from.item(CHILD, {
        postback: { mid: 'm_5', payload: GET_STARTED, referral: { ref: 'poster-1' } },
      }),
      'm_5',
      'opened',
      { campaign: 'poster-1' },
    ],
    [
      'a link of ours, followed again',
      from.item(CHILD, { referral: { ref: 'poster-1', source: 'SHORTLINK' } }, { at: AT }),
      `referral:${CHILD}:${AT}`,
      'opened',
      { campaign: 'poster-1' },
    ],
    [
      'an unsend',
      from.item(CHILD, { message: { mid: 'm_1', is_deleted: true } }),
      'unsent:m_1',
      'unsent',
      { ref: 'hash(messenger:m_1)' },
    ],
    [
      'an edit',
      from.item(CHILD, edit),
      'edit:m_1:2',
      'edited',
      { text: 'new', ref: 'hash(messenger:m_1)' },
    ],
    [
      'a text with a link in it',
      from.message(CHILD, { text: 'see this', attachments: [link] }, { id: 'm_6' }),
      'm_6',
      'text',
      { text: 'see this', ref: 'hash(messenger:m_6)' },
    ],
  ])('hears %s', async (_, webhook, id, kind, input) => {
    const events = await heard(webhook);

    expect(events.map((event) => [event.id, event.input])).toEqual([[id, { kind, ...input }]]);
    expect(JSON.stringify(events)).not.toMatch(/canary/u);
  });

  const url = { url: 'https://media.invalid/canary' };
  it.each([
    ['picture', [{ type: 'image', payload: url }]],
    [
      'picture',
      [
        { type: 'image', payload: url },
        { type: 'video', payload: url },
      ],
    ],
    ['video', [{ type: 'video', payload: url }]],
    ['video', [{ type: 'reel', payload: url }]],
    ['voice', [{ type: 'audio', payload: url }]],
    ['file', [{ type: 'file', payload: url }]],
    ['location', [{ type: 'location', payload: { coordinates: { lat: 1, long: 2 } } }]],
    ['sticker', [{ type: 'image', payload: { ...url, sticker_id: 369239263222822 } }]],
    ['sticker', [{ type: 'sticker', payload: { sticker_id: '1' } }]],
    ['other', [{ type: 'template', payload: {} }]],
    ['other', [{ type: 'fallback', payload: url }]],
  ])('keeps the kind of a %s and no more', async (what, attachments) => {
    const events = await heard(from.message(CHILD, { attachments }, { id: 'm_9' }));

    const ref = 'hash(messenger:m_9)';
    expect(events.map(({ input }) => input)).toEqual([{ kind: 'media', what, ref }]);
    expect(JSON.stringify(events)).not.toMatch(/canary/u);
  });

  const item = { sender: { id: CHILD }, recipient: { id: MESSENGER_PAGE_ID }, timestamp: AT };
  const said = { mid: 'm_1', text: 'x' };
  it.each([
    ['an echo marked only so', from.item(CHILD, { message: { ...said, is_echo: true } })],
    ['standby', from.webhook({ standby: [{ ...item, message: said }] })],
    ['changes', from.webhook({ changes: [{ field: 'feed', value: {} }] })],
    ['a read', from.item(CHILD, { read: { watermark: AT } })],
    ['a delivery', from.item(CHILD, { delivery: { mids: ['m_1'], watermark: AT } })],
    ['a reaction to nothing', from.item(CHILD, { reaction: { action: 'react', emoji: '🙂' } })],
    ['thread control', from.item(CHILD, { take_thread_control: { previous_owner_app_id: '1' } })],
    ['another page', messengerWebhooks(META_APP_SECRET, '42').text(CHILD, 'x')],
    ['an object for a text', from.item(CHILD, { message: { mid: 'm_1', text: { $gt: '' } } })],
    ['an object for an id', from.item(CHILD, { message: { mid: {}, text: 'x' } })],
  ])('leaves %s out', async (_, webhook) => {
    expect(await heard(webhook)).toEqual([]);
  });

  it('knows its own items in the echoes of our page, and no other', () => {
    const took = (webhook: Webhook) => own.door.took?.(bodyOf(webhook));

    expect(took(from.echo(CHILD, 'm_2', 'item-1'))).toEqual(['item-1']);
    expect(took(from.echo(CHILD, 'm_2', null))).toEqual([]);
    const other = messengerWebhooks(META_APP_SECRET, '42').echo(CHILD, 'm_2', 'item-1');
    expect(took(other)).toEqual([]);
    const spoken = from.item(CHILD, { message: { ...said, metadata: 'item-1' } });
    expect(took(spoken)).toEqual([]);
  });

  it('tells two taps without ids apart by who, when and what', async () => {
    const tap = (at: number) => from.item(CHILD, { postback: { payload: 'n.1' } }, { at });

    const ids = [await heard(tap(AT)), await heard(tap(AT)), await heard(tap(AT + 1))];

    expect(new Set(ids.map((events) => events[0]?.id)).size).toBe(2);
  });

  it('survives 2,000 mutilated bodies', async () => {
    const bodies = [
      from.text(CHILD, 'hello'),
      from.choice(CHILD, 'n.1', 'Yes'),
      from.image(CHILD),
      from.postback(CHILD, GET_STARTED),
      from.item(CHILD, edit),
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

function callOf(rendered: Partial<Rendered> = {}): OutCall {
  return {
    to: { channel: 'messenger', id: CHILD },
    item: 'item-1',
    rendered: {
      texts: ['canary words'],
      control: { kind: 'none' },
      standing: null,
      silent: false,
      ...rendered,
    },
  };
}

describe('the channel of Messenger', () => {
  it('answers with quick replies, the token in a header', async () => {
    const sent = nock(ROOT, { reqheaders: { authorization: `Bearer ${MESSENGER_TOKEN}` } })
      .post(PATH, {
        recipient: { id: CHILD },
        messaging_type: 'RESPONSE',
        notification_type: 'SILENT_PUSH',
        message: {
          text: 'Safe?',
          quick_replies: [{ content_type: 'text', title: 'Yes', payload: 'n.1' }],
          metadata: 'item-1',
        },
      })
      .reply(200, { recipient_id: CHILD, message_id: 'm_77' });
    const control = { kind: 'buttons', items: [{ id: 'n.1', label: 'Yes' }] } as const;

    const delivery = await own.channel.deliver(callOf({ texts: ['Safe?'], control, silent: true }));

    expect(delivery).toEqual({ ok: true, messageIds: ['m_77'] });
    sent.done();
  });

  it('shows links behind buttons alone, whatever the text is long', async () => {
    const platform = await startMessenger();
    const { channel } = await messenger(optionsOf({ transport: nodeTransport(platform.url) }));
    const links = [1, 2, 3, 4].map((n) => `https://example.org/help/${n}`);
    const text = `Read ${links[0]}, or (${links[1]}). ${'word '.repeat(200)} ${links[2]} ${links[3]} ${links[0]}`;
    const control = { kind: 'buttons', items: [{ id: 'n.1', label: 'Yes' }] } as const;

    const call = {
      ...callOf({ texts: [text], control }),
      partName: (parts: number) => `part${parts}`,
    };
    for (const from of [0, 1, 2]) {
      const more = from < 2 ? { more: true } : {};
      const delivery = await channel.deliver({ ...call, from });
      expect(delivery).toEqual({ ok: true, messageIds: [expect.any(String)], ...more });
    }

    expect(platform.sent.map(({ item }) => item)).toEqual(['part1', 'part2', call.item]);
    expect(platform.refused).toEqual([]);
    const shown = platform.sent.map((message) => message.text).join(' ');
    expect(shown).toMatch(/^Read 🔗 1, or \(🔗 2\)\./u);
    expect(shown).toMatch(/🔗 3 🔗 4 🔗 1 🔗$/u);
    const raw = JSON.stringify(platform.sent.map((message) => message.raw));
    for (const link of links) expect(raw.split(`"${link}"`)).toHaveLength(2);
    expect(platform.sent.map(({ choices }) => choices.length)).toEqual([0, 0, 1]);
    await platform.close();
  });

  it.each([
    [400, 10, 2018278, { kind: 'window', code: '10' }],
    [400, 10, 1893063, { kind: 'account', code: '10' }],
    [400, 368, undefined, { kind: 'account', code: '368' }],
    [400, 10, 2018065, { kind: 'window', code: '10' }],
    [400, 10, 2018108, { kind: 'gone', code: '10' }],
    [400, 10, undefined, { kind: 'auth', code: '10', scope: 'perhaps-child' }],
    [400, 200, 1545041, { kind: 'gone', code: '200' }],
    [400, 200, 2018028, { kind: 'auth', code: '200', scope: 'perhaps-child' }],
    [403, 555, undefined, { kind: 'auth', code: '555', scope: 'perhaps-child' }],
    [400, 551, undefined, { kind: 'gone', code: '551' }],
    [400, 100, 2018001, { kind: 'gone', code: '100' }],
    [400, 100, undefined, { kind: 'bug', code: '100' }],
    [400, 190, undefined, { kind: 'auth', code: '190' }],
    [400, 230, undefined, { kind: 'auth', code: '230', scope: 'perhaps-child' }],
    [400, 613, undefined, { kind: 'retry', code: '613' }],
    [400, 1200, undefined, { kind: 'retry', code: '1200' }],
    [400, 2, undefined, { kind: 'retry', code: '2', scope: 'perhaps-child' }],
    [500, 1, undefined, { kind: 'retry', code: '1' }],
  ])('classes %i %i %s', async (status, code, subcode, error) => {
    const detail = { message: `canary ${CHILD}`, code, error_subcode: subcode };
    nock(ROOT).post(PATH).reply(status, { error: detail });

    expect(await own.channel.deliver(callOf())).toEqual({ ok: false, error });
  });
});

describe('the parser', () => {
  it('reads Instagram as it reads Messenger, for the day on which it gets a channel', () => {
    const item = { sender: { id: 'ig-1' }, recipient: { id: '178' }, timestamp: AT };
    const said = { ...item, message: { mid: 'm_1', text: 'hello' } };
    const unsent = { ...item, message: { mid: 'm_1', is_deleted: true } };
    const body = {
      object: 'instagram',
      entry: [{ id: '178', time: AT, messaging: [said, unsent] }],
    };
    const sender = { object: 'instagram', channel: 'messenger', id: '178' } as const;

    expect(parseMessenger(body, sender, () => true).map(({ name }) => name)).toEqual([
      'message',
      'unsent',
    ]);
    expect(parseMessenger(body, { ...sender, object: 'page' }, () => true)).toEqual([]);
  });
});
