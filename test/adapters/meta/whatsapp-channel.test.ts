import nock from 'nock';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type DoorAndChannel,
  type MetaOptions,
  whatsapp,
} from '../../../src/adapters/meta/channels.ts';
import type { Rendered } from '../../../src/domain/text/render.ts';
import type { OutCall } from '../../../src/ports/channel.ts';
import { nodeTransport } from '../../support/node-transport.ts';
import { META_APP_SECRET } from '../../support/platforms/meta.ts';
import {
  startWhatsapp,
  WHATSAPP_PHONE_NUMBER_ID,
  WHATSAPP_TOKEN,
} from '../../support/platforms/whatsapp.ts';

const ROOT = 'https://graph.facebook.com';
const PATH = `/v26.0/${WHATSAPP_PHONE_NUMBER_ID}/messages`;
const PHONE = '85500000001';
const SCOPED = 'KH.13491208655302741918';

function optionsOf(change: Partial<MetaOptions> = {}): MetaOptions {
  return {
    secrets: { appSecret: META_APP_SECRET, verifyToken: 'the-word' },
    token: WHATSAPP_TOKEN,
    version: 'v26.0',
    sender: WHATSAPP_PHONE_NUMBER_ID,
    transport: nodeTransport(ROOT),
    ref: (id) => `hash(${id})`,
    timeoutMs: 10_000,
    ...change,
  };
}

let own: DoorAndChannel;
beforeAll(async () => {
  own = await whatsapp(optionsOf());
}, 30_000);
afterEach(() => nock.cleanAll());

function callOf(rendered: Partial<Rendered> = {}, id = PHONE, item = 'item-1'): OutCall {
  return {
    to: { channel: 'whatsapp', id },
    item,
    rendered: {
      texts: ['canary words'],
      control: { kind: 'none' },
      standing: null,
      silent: false,
      ...rendered,
    },
  };
}

describe('the channel of WhatsApp', () => {
  it('sends a text without a preview, the token in a header, the item beside it', async () => {
    const sent = nock(ROOT, { reqheaders: { authorization: `Bearer ${WHATSAPP_TOKEN}` } })
      .post(PATH, {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        to: PHONE,
        biz_opaque_callback_data: 'item-1',
        type: 'text',
        text: { preview_url: false, body: 'canary words' },
      })
      .reply(200, { messaging_product: 'whatsapp', messages: [{ id: 'wamid.1' }] });

    expect(await own.channel.deliver(callOf())).toEqual({ ok: true, messageIds: ['wamid.1'] });
    sent.done();
  });

  it('passes the platform with buttons, a list, a scoped id and several texts', async () => {
    const platform = await startWhatsapp();
    const { channel } = await whatsapp(optionsOf({ transport: nodeTransport(platform.url) }));
    const items = Array.from({ length: 10 }, (_, index) => ({
      id: `n.${index}`,
      label: `${index}`,
    }));

    const controls: Rendered['control'][] = [
      { kind: 'buttons', items: items.slice(0, 3) },
      { kind: 'list', button: 'Choose', items },
    ];
    for (const [index, control] of controls.entries()) {
      const call = callOf(
        { texts: ['https://example.org', 'Which?'], control },
        SCOPED,
        `i${index}`,
      );
      const named = { ...call, partName: (parts: number) => `i${index}/${parts}` };
      expect(await channel.deliver(named)).toMatchObject({ ok: true, more: true });
      expect(await channel.deliver({ ...named, from: 1 })).not.toHaveProperty('more');
    }

    expect(platform.refused).toEqual([]);
    expect(platform.sent.map(({ to, choices, item }) => [to, choices.length, item])).toEqual([
      [SCOPED, 0, 'i0/1'],
      [SCOPED, 3, 'i0'],
      [SCOPED, 0, 'i1/1'],
      [SCOPED, 10, 'i1'],
    ]);
    await platform.close();
  });

  it.each([
    [400, 131047, { kind: 'window', code: '131047' }],
    [400, 131026, { kind: 'gone', code: '131026' }],
    [401, 190, { kind: 'auth', code: '190' }],
    [403, 10, { kind: 'auth', code: '10', scope: 'perhaps-child' }],
    [403, 131005, { kind: 'auth', code: '131005', scope: 'perhaps-child' }],
    [429, 130429, { kind: 'retry', code: '130429' }],
    [400, 131056, { kind: 'retry', code: '131056', afterMs: 6000, scope: 'child' }],
    [400, 131049, { kind: 'policy', code: '131049' }],
    [400, 368, { kind: 'account', code: '368' }],
    [400, 131031, { kind: 'account', code: '131031' }],
    [400, 131037, { kind: 'account', code: '131037' }],
    [400, 131042, { kind: 'account', code: '131042' }],
    [400, 131045, { kind: 'account', code: '131045' }],
    [400, 131048, { kind: 'account', code: '131048' }],
    [400, 131009, { kind: 'bug', code: '131009' }],
    [400, 100, { kind: 'bug', code: '100' }],
    [500, 131000, { kind: 'retry', code: '131000' }],
    [200, 131047, { kind: 'window', code: '131047' }],
    [400, 999999, { kind: 'bug', code: '999999' }],
    [503, 999999, { kind: 'retry', code: '999999' }],
  ])('classes %i %i', async (status, code, error) => {
    nock(ROOT)
      .post(PATH)
      .reply(status, { error: { message: `canary ${PHONE}`, type: 'x', code, fbtrace_id: 'x' } });

    expect(await own.channel.deliver(callOf())).toEqual({ ok: false, error });
  });

  it('waits as long as it is told', async () => {
    nock(ROOT)
      .post(PATH)
      .reply(429, { error: { code: 4 } }, { 'retry-after': '30' });

    expect(await own.channel.deliver(callOf())).toMatchObject({ error: { afterMs: 30_000 } });
  });

  it('tries again after an unreadable answer, silence and a cut line', async () => {
    nock(ROOT).post(PATH).reply(502, '<html>canary</html>');
    nock(ROOT).post(PATH).delay(2_000).reply(200, {});
    nock(ROOT).post(PATH).replyWithError('canary');

    const hasty = await whatsapp(optionsOf({ timeoutMs: 500 }));
    const errors = [
      await own.channel.deliver(callOf({}, PHONE, 'a')),
      await hasty.channel.deliver(callOf({}, PHONE, 'b')),
      await own.channel.deliver(callOf({}, PHONE, 'c')),
    ];

    expect(errors.map((one) => (one.ok ? 'ok' : one.error))).toEqual([
      { kind: 'retry', code: 'http-502' },
      { kind: 'retry', code: 'timeout' },
      { kind: 'retry', code: 'network' },
    ]);
  });

  it('refuses, before the wire, a text that is over the limit', async () => {
    const delivery = await own.channel.deliver(callOf({ texts: ['x'.repeat(4097)] }));

    expect(delivery).toEqual({ ok: false, error: { kind: 'bug', code: 'too-long' } });
  });

  it('lets neither token nor words nor number into an answer', async () => {
    for (const status of [400, 401, 429, 500]) {
      const message = `canary ${PHONE} ${WHATSAPP_TOKEN}`;
      nock(ROOT)
        .post(PATH)
        .reply(status, { error: { message, code: 1, error_data: { message } } });
      const said = JSON.stringify(await own.channel.deliver(callOf()));
      expect(said).not.toMatch(/canary|85500|loopback/u);
    }
  });
});
