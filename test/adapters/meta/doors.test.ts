import http from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  bytesOf,
  metaServer,
  OLD_SECRET,
  VERIFY_TOKEN,
  watchConnections,
} from '../../support/meta-server.ts';
import { MESSENGER_FIXTURES } from './fixtures/messenger.ts';
import { WHATSAPP_FIXTURES } from './fixtures/whatsapp.ts';

let server: Awaited<ReturnType<typeof metaServer>>;
beforeAll(async () => {
  server = await metaServer();
}, 30_000);
afterAll(() => server.close());
beforeEach(() => {
  for (const list of [server.heard, server.taken, server.receipts]) list.length = 0;
});

const DOORS = [
  ['whatsapp', WHATSAPP_FIXTURES],
  ['messenger', MESSENGER_FIXTURES],
] as const;

describe.each(DOORS)('the door of %s, behind the real server', (channel, fixtures) => {
  const path = `/webhooks/${channel}`;

  it.each(fixtures.map((one) => [one.name, one] as const))(
    'hears: %s',
    async (_, { body, events }) => {
      expect(await server.post(path, bytesOf(body))).toBe(200);

      expect(server.heard.map(({ at: _at, ...event }) => event)).toEqual(events);
      expect(JSON.stringify(server.heard)).not.toMatch(/canary/iu);
      expect(JSON.stringify(server.world.logged)).not.toMatch(/canary/iu);
    },
  );

  it('reaches for no other host, whatever comes', async () => {
    const watch = watchConnections();

    for (const { body } of fixtures) await server.post(path, bytesOf(body));
    // The watch sees connections: this one, to a name that leads to this very machine, is its proof.
    await new Promise((done) => {
      http.get(server.world.origin.replace('127.0.0.1', 'localhost'), done).on('error', done);
    });
    watch.stop();

    const foreign = [...watch.hosts].filter(
      (host) => !/^(127\.0\.0\.1|::1|localhost)$/u.test(host),
    );
    expect(foreign).toEqual([]);
    expect([...watch.hosts]).toContain('localhost');
  });

  it('takes what the secret of before signed, and no other', async () => {
    const body = bytesOf(fixtures[0]?.body);

    expect(await server.post(path, body, OLD_SECRET)).toBe(200);
    expect(server.heard).toHaveLength(1);
    expect(await server.post(path, body, 'somebody else')).toBe(401);
    expect(server.heard).toHaveLength(1);
  });

  it('shakes hands with who knows the word', async () => {
    const shake = (token: string) =>
      fetch(
        `${server.world.origin}${path}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`,
      );

    const [right, wrong] = [await shake(VERIFY_TOKEN), await shake('another')];

    expect([right.status, await right.text()]).toEqual([200, '1158201444']);
    expect([wrong.status, await wrong.text()]).toEqual([403, '']);
  });
});

describe('what the platforms tell of our messages', () => {
  const ITEM = 'p07.AAAAAAAAAAAAAAAAAAAAAA/3.0/c';
  const { statuses, echo, mark } = builders();

  it.each([
    ['delivered', { status: 'delivered' }, { item: ITEM, state: 'delivered' }],
    ['read', { status: 'read' }, { item: ITEM, state: 'read' }],
    ['played', { status: 'played' }, { item: ITEM, state: 'read' }],
    [
      'failed at the window',
      { status: 'failed', errors: [{ code: 131047, title: 'x' }] },
      { item: ITEM, state: 'failed', why: 'window' },
    ],
    [
      'failed otherwise',
      { status: 'failed', errors: [{ code: 131000, title: 'x' }] },
      { item: ITEM, state: 'failed', why: 'refused' },
    ],
  ])('WhatsApp: %s', async (_, content, receipt) => {
    await server.post('/webhooks/whatsapp', bytesOf(statuses(ITEM, content)));

    expect(server.receipts).toEqual([receipt]);
  });

  it('WhatsApp: sent says what the answer to the call said', async () => {
    await server.post('/webhooks/whatsapp', bytesOf(statuses(ITEM, { status: 'sent' })));

    expect([server.receipts, server.taken]).toEqual([[], [ITEM]]);
  });

  it('Messenger: the echo says when, the watermarks how far', async () => {
    for (const body of [
      echo(ITEM),
      mark({ delivery: { watermark: 6 } }),
      mark({ read: { watermark: 7 } }),
    ]) {
      await server.post('/webhooks/messenger', bytesOf(body));
    }

    const address = { channel: 'messenger', id: '9000000000000001' };
    expect(server.receipts).toEqual([
      { item: ITEM, state: 'sent', at: 5 },
      { address, state: 'delivered', until: 6 },
      { address, state: 'read', until: 7 },
    ]);
    expect(server.taken).toEqual([ITEM]);
  });

  it('Messenger: an echo without our mark is ours too when it is of the app whose echoes bear it', async () => {
    const bare = (app: number) => echo(undefined, app);
    await server.post('/webhooks/messenger', bytesOf(echo(ITEM, 77)));
    await server.post('/webhooks/messenger', bytesOf(bare(77)));
    expect(server.heard).toEqual([]);

    await server.post('/webhooks/messenger', bytesOf(bare(78)));

    expect(server.heard.map(({ input }) => input)).toEqual([{ kind: 'outside' }]);
  });
});

function builders() {
  const child = { id: '9000000000000001' };
  const page = { id: '1234567890123' };
  const messaging = (content: object) => ({
    object: 'page',
    entry: [{ id: page.id, time: 1, messaging: [content] }],
  });
  return {
    statuses: (item: string, content: object) => ({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '1',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '1', phone_number_id: '106540352242922' },
                statuses: [
                  {
                    id: 'wamid.x',
                    timestamp: '1793520000',
                    recipient_id: '85500000001',
                    biz_opaque_callback_data: item,
                    ...content,
                  },
                ],
              },
            },
          ],
        },
      ],
    }),
    echo: (metadata: string | undefined, app = 7) =>
      messaging({
        sender: page,
        recipient: child,
        timestamp: 5,
        message: { mid: `m_${app}`, is_echo: true, app_id: app, metadata, text: 'x' },
      }),
    mark: (content: object) =>
      messaging({ sender: child, recipient: page, timestamp: 8, ...content }),
  };
}
