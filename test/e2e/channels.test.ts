import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ChannelId } from '../../src/domain/flow/bundle.ts';
import { everyChannel } from '../support/every-channel.ts';
import {
  messengerChild,
  postWebhook,
  telegramChild,
  whatsappChild,
} from '../support/platform-child.ts';
import type { Webhook } from '../support/platforms/loopback.ts';
import { messengerWebhooks } from '../support/platforms/messenger.ts';
import { META_APP_SECRET, metaSignature } from '../support/platforms/meta.ts';
import { telegramWebhooks } from '../support/platforms/telegram.ts';
import { whatsappWebhooks } from '../support/platforms/whatsapp.ts';
import { restingCounts, rowCounts } from '../support/read-store.ts';
import {
  type RunningServer,
  type ServerFolders,
  serverFolders,
  startServer,
} from '../support/running-server.ts';
import { joinStaff, type StaffClient } from '../support/staff-client.ts';
import { type TestChild, webChild } from '../support/web-child.ts';

const WAIT = { timeout: 15_000, interval: 100 };
const LOOKING = 'Is someone looking at this screen with you?';
const CANNOT =
  'We cannot open, hear or keep pictures, videos, voice messages or files here. Please send none.';

let folders: ServerFolders;
let world: Awaited<ReturnType<typeof everyChannel>>;
let server: RunningServer;
let sokha: StaffClient;

beforeAll(async () => {
  folders = await serverFolders();
  world = await everyChannel();
  server = await startServer(folders, world.env);
  sokha = await joinStaff(server, 'counsellor', 'sokha');
  await sokha.available();
  await vi.waitUntil(async () => (await sokha.queue()).desk === 'open', WAIT);
});
afterAll(async () => {
  sokha?.leave();
  await server?.stop();
  await world?.close();
  await folders?.remove();
});

const telegram = () => ({ url: server.url, ...world.telegram });
const whatsapp = () => ({ url: server.url, ...world.whatsapp });
const messenger = () => ({ url: server.url, ...world.messenger });

/** What the child does, and the line that shows it was understood. */
const SCRIPT: readonly (readonly [pick: string, then: string])[] = [
  ['English', LOOKING],
  ['No', 'Is this phone only yours?'],
  ['Only mine', 'Are you in danger right now?'],
  ['No', 'Before we go on: would you like to read how we treat what you write?'],
  ['Yes, show me', 'Girls, boys and adults write to us. Which one fits you?'],
  [
    'It is about me',
    'Which of these is closest? One answer is enough, and nothing needs to be explained.',
  ],
  ['Someone threatens me', 'Some children had already sent something. Which one fits you?'],
  ['Nothing was sent', 'Is the person who threatens you someone you know?'],
  [
    'Only met online',
    'When things are very hard, some people think of dying or of hurting themselves. Do you have such thoughts now?',
  ],
  ['No', 'A counsellor can help you with each of these steps. What would you like?'],
  ['Talk to a person', 'Shall we connect you to a counsellor, a real person?'],
  [
    'Yes, connect me',
    'While you wait, may we write to you here? If others may see this phone, choose "No".',
  ],
];
const APP_KEEPS = 'This chat app can also see or keep your messages.';
/** What each channel keeps is its own; all else is said alike. */
const KEEPS = new Map<ChannelId, string>([
  ['web', 'The browser on this phone may remember that this page was opened.'],
  ['telegram', APP_KEEPS],
  ['whatsapp', APP_KEEPS],
  ['messenger', `${APP_KEEPS} So can the people who look after our page in it.`],
]);

/** How a child answers: by a tap, or by what the choice is called or numbered. */
type Way = (child: TestChild, label: string) => Promise<void>;
const byTap: Way = (child, label) => child.pick(label);
const byLabel: Way = (child, label) => child.write(` ${label.toUpperCase()}!`);
const byNumber: Way = (child, label) => child.write(String(numberOf(child, label)));
const byKhmerDigit: Way = (child, label) =>
  child.write(String.fromCodePoint(0x17e0 + numberOf(child, label)));

/** The place of a choice among those that were shown last. */
function numberOf(child: TestChild, label: string): number {
  const lines = child.read();
  const from = lines.findLastIndex((line) => !/^\[.+\]$/.test(line)) + 1;
  return lines.slice(from).indexOf(`[${label}]`) + 1;
}

async function walk(child: TestChild, answer: Way): Promise<void> {
  const heard = (text: string) => expect.poll(() => child.read(), WAIT).toContain(text);
  await heard('[English]');
  for (const [pick, then] of SCRIPT) {
    await answer(child, pick);
    await heard(then);
  }
  await answer(child, 'No');
  await expect.poll(() => child.read().at(-1), WAIT).toMatch(/^Please wait a little/);
}

/** The one conversation that waits; children here come one after the other. */
async function waitingOne(): Promise<string> {
  await expect.poll(async () => (await sokha.queue()).waiting.length, WAIT).toBe(1);
  return (await sokha.queue()).waiting[0]?.id ?? '';
}

/** A whole talk from the first word to the wrap-up; answers all that the child and the counsellor have read. */
async function talk(child: TestChild, answer: Way = byTap) {
  await walk(child, answer);
  await child.write('I will wait here');
  await expect.poll(() => child.read().at(-1), WAIT).toMatch(/still in the line/);
  const id = await waitingOne();
  expect(await sokha.claim(id)).toEqual({ done: true });
  await expect.poll(() => child.read().at(-1), WAIT).toBe('Sokha is here now. Sokha is a person.');
  expect(await sokha.say(id, 'Hello, I am Sokha.')).toEqual({ done: true });
  await expect.poll(() => child.read().at(-1), WAIT).toBe('Hello, I am Sokha.');
  await child.write('good evening');
  await expect
    .poll(async () => (await sokha.conversation(id))?.lines.at(-1)?.text, WAIT)
    .toBe('good evening');
  const view = await sokha.conversation(id);
  expect(await sokha.close(id)).toEqual({ done: true });
  await expect
    .poll(() => child.read().at(-1), WAIT)
    .toBe('This conversation has ended. You can write again at any time.');
  expect(await sokha.say(id, 'too late')).toMatchObject({ done: false, error: 'child-left' });
  expect(await sokha.wrapUp(id)).toEqual({ done: true });
  const keeps = view === null ? undefined : KEEPS.get(view.channel);
  expect(child.read()).toContain(keeps);
  return {
    read: child.read().map((line) => (line === keeps ? 'what this channel keeps' : line)),
    lines: view?.lines.map(({ from, text }) => `${from}: ${text}`) ?? [],
    brief: view?.brief,
    band: view?.band,
    channel: view?.channel,
  };
}

describe('one conversation on every channel', () => {
  it('says the same to the child and to the counsellor', async () => {
    const { channel: web, ...first } = await talk(await webChild(server.url));
    const { channel: onTelegram, ...second } = await talk(await telegramChild(telegram(), 70_001));
    const { channel: onWhatsapp, ...third } = await talk(
      await whatsappChild(whatsapp(), '85512000001'),
    );
    const { channel: onMessenger, ...fourth } = await talk(
      await messengerChild(messenger(), '9000000001'),
    );

    expect([web, onTelegram, onWhatsapp, onMessenger]).toEqual([
      'web',
      'telegram',
      'whatsapp',
      'messenger',
    ]);
    expect(first.band).toBe('extortion');
    expect(first.brief).toContainEqual({ name: 'harmer', value: 'online' });
    expect(first.lines).toContain('child: I will wait here');
    expect(first.read.length).toBeGreaterThan(50);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(fourth).toEqual(first);
    expect(world.refused()).toEqual([]);
    expect(server.output()).not.toMatch(/turn-failed|content-lost|delivery-failed|job-failed/);
  });

  it('is the same talk, tapped on one, numbered in two scripts and written out on the others', async () => {
    const { channel: _web, ...tapped } = await talk(await webChild(server.url));
    const answered = [
      await talk(await webChild(server.url), byKhmerDigit),
      await talk(await telegramChild(telegram(), 70_011), byLabel),
      await talk(await whatsappChild(whatsapp(), '85512000031'), byKhmerDigit),
      await talk(await messengerChild(messenger(), '9000000031'), byNumber),
    ];

    expect(tapped.lines.length).toBeGreaterThan(3);
    for (const { channel, ...same } of answered) expect([channel, same]).toEqual([channel, tapped]);
    expect(world.refused()).toEqual([]);
  });

  it('understands the number and the label where another child taps', async () => {
    const child = await telegramChild(telegram(), 70_002);
    await expect.poll(() => child.read(), WAIT).toContain('[English]');
    await child.write('២');
    await expect.poll(() => child.read(), WAIT).toContain(LOOKING);
    await child.write('no');
    await expect.poll(() => child.read(), WAIT).toContain('Is this phone only yours?');
    await child.write('0');
    await expect.poll(() => child.read().at(-1), WAIT).toBe('Thank you. Goodbye.');
  });
});

describe('a webhook that comes again', () => {
  const count = (child: TestChild, text: string) =>
    child.read().filter((line) => line === text).length;

  it.each(['telegram', 'whatsapp', 'messenger'] as const)(
    'has one effect on %s',
    async (channel) => {
      const { child, twice, next } = await {
        async telegram() {
          const { hooks } = world.telegram;
          return {
            child: await telegramChild(telegram(), 71_001),
            twice: hooks.text(71_001, 'english'),
            next: hooks.text(71_001, 'ខ្មែរ'),
          };
        },
        async whatsapp() {
          const { hooks } = world.whatsapp;
          return {
            child: await whatsappChild(whatsapp(), '85512000011'),
            twice: hooks.text('85512000011', 'english'),
            next: hooks.text('85512000011', 'ខ្មែរ'),
          };
        },
        async messenger() {
          const { hooks } = world.messenger;
          return {
            child: await messengerChild(messenger(), '9000000011'),
            twice: hooks.text('9000000011', 'english'),
            next: hooks.text('9000000011', 'ខ្មែរ'),
          };
        },
      }[channel]();
      await expect.poll(() => child.read(), WAIT).toContain('[English]');
      const again = await Promise.all([1, 2, 3].map(() => postWebhook(server.url, twice)));
      expect(again.map(({ status }) => status)).toEqual([200, 200, 200]);
      await expect.poll(() => child.read(), WAIT).toContain(LOOKING);
      expect((await postWebhook(server.url, twice)).status).toBe(200);

      // What comes after it is answered after it: a second effect would stand before this one.
      expect((await postWebhook(server.url, next)).status).toBe(200);
      await expect.poll(() => child.read().at(-1), WAIT).toMatch(/^\[.*\p{Script=Khmer}/u);
      expect(count(child, LOOKING)).toBe(1);
      expect(world.refused()).toEqual([]);
    },
  );
});

describe('a webhook that is not the platform’s', () => {
  const forged = (): readonly Webhook[] => {
    const metaHeaders = { 'content-type': 'application/json' };
    const whats = world.whatsapp.hooks.text('85512000021', 'english');
    const mess = world.messenger.hooks.text('9000000021', 'english');
    const gram = world.telegram.hooks.text(72_001, 'english');
    return [
      telegramWebhooks('another-secret').text(72_001, 'english'),
      { ...gram, headers: { 'content-type': 'application/json' } },
      whatsappWebhooks('another-secret').text('85512000021', 'english'),
      { ...whats, headers: metaHeaders },
      { ...whats, body: Buffer.concat([whats.body, Buffer.from(' ')]) },
      messengerWebhooks('another-secret').text('9000000021', 'english'),
      { ...mess, headers: metaHeaders },
      { ...mess, headers: { ...mess.headers, 'x-hub-signature-256': 'sha256=' } },
      { ...mess, headers: { ...mess.headers, 'x-hub-signature-256': 'garbage' } },
    ];
  };

  it('is refused with 401, an empty body and nothing stored', async () => {
    const before = await restingCounts(folders);
    for (const webhook of forged()) {
      const answer = await postWebhook(server.url, webhook);
      expect([webhook.path, answer.status, await answer.text()]).toEqual([webhook.path, 401, '']);
    }
    expect(rowCounts(folders)).toEqual(before);
  });

  it('is answered by its size and its shape alone', async () => {
    const before = await restingCounts(folders);
    const signed = (path: string, body: Buffer): Webhook => ({
      path,
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': metaSignature(body, META_APP_SECRET),
        ...secretOf(world.telegram.hooks.text(1, 'x')),
      },
      body,
    });
    for (const path of ['/webhooks/telegram', '/webhooks/whatsapp', '/webhooks/messenger']) {
      const broken = await postWebhook(server.url, signed(path, Buffer.from('{"entry": [')));
      expect([broken.status, await broken.text()]).toEqual([400, '']);
      const large = Buffer.from(`{"x":"${'x'.repeat(1_048_576)}"}`);
      const tooLarge = await postWebhook(server.url, signed(path, large));
      expect([tooLarge.status, await tooLarge.text()]).toEqual([413, '']);
    }
    expect(rowCounts(folders)).toEqual(before);
  });

  it('is tolerated when it is signed and of no shape that we know', async () => {
    const before = await restingCounts(folders);
    const { telegram: tele, whatsapp: whats, messenger: mess } = world;
    const odd: readonly Webhook[] = [
      tele.hooks.message(72_002, { text: { a: 1 } }),
      tele.hooks.message(72_002, { text: ['a'], photo: 'x' }),
      tele.hooks.update({ message: { message_id: {}, chat: 'x', date: [] } }),
      tele.hooks.update({ callback_query: { id: {}, data: {}, from: 1, message: [] } }),
      tele.hooks.update({ message: null }),
      whats.hooks.message('85512000022', { type: 'text', text: { body: { a: 1 } } }),
      whats.hooks.message('85512000022', { type: 'interactive', interactive: 'x' }),
      whats.hooks.message('85512000022', { type: { a: 1 } }),
      whats.hooks.webhook({ messages: { a: 1 }, statuses: 'x', contacts: 7 }),
      mess.hooks.message('9000000022', { text: { a: 1 } }),
      mess.hooks.message('9000000022', { attachments: 'x' }),
      mess.hooks.item('9000000022', { postback: { payload: { a: 1 } } }),
      mess.hooks.webhook({ messaging: { a: 1 } }),
      mess.hooks.webhook({ messaging: [null, 'x', [], 7] }),
    ];
    for (const webhook of odd) {
      expect([webhook.body.toString(), (await postWebhook(server.url, webhook)).status]).toEqual([
        webhook.body.toString(),
        200,
      ]);
    }
    expect(rowCounts(folders)).toEqual(before);
    expect(server.output()).not.toMatch(/webhook-failed|turn-failed/);
  });
});

describe('media', () => {
  const file = (name: string) => ({ file_id: `canary-${name}`, file_unique_id: 'u', file_size: 9 });
  const TELEGRAM = {
    photo: [{ ...file('photo'), width: 90, height: 90 }],
    video: { ...file('video'), width: 1, height: 1, duration: 1 },
    animation: { ...file('animation'), width: 1, height: 1, duration: 1 },
    video_note: { ...file('note'), length: 1, duration: 1 },
    voice: { ...file('voice'), duration: 1 },
    audio: { ...file('audio'), duration: 1 },
    document: { ...file('document'), file_name: 'canary.pdf' },
    sticker: { ...file('sticker'), width: 1, height: 1, type: 'regular' },
    location: { latitude: 11.5, longitude: 104.9 },
    contact: { phone_number: '85512999999', first_name: 'Canary' },
  };
  const WHATSAPP = ['image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts'];
  const MESSENGER = ['image', 'video', 'audio', 'file', 'location'];

  it('of every kind brings F20, and nobody asks for the medium', async () => {
    const children = {
      telegram: new Set<string>(),
      whatsapp: new Set<string>(),
      messenger: new Set<string>(),
    };
    const post = async (channel: keyof typeof children, child: string, webhook: Webhook) => {
      children[channel].add(child);
      expect((await postWebhook(server.url, webhook)).status).toBe(200);
    };
    for (const [at, [kind, value]] of Object.entries(TELEGRAM).entries()) {
      const chat = 73_000 + at;
      await post('telegram', `${chat}`, world.telegram.hooks.message(chat, { [kind]: value }));
    }
    for (const [at, kind] of WHATSAPP.entries()) {
      const phone = `8551300000${at}`;
      const value = kind === 'contacts' ? [{ name: { formatted_name: 'Canary' } }] : MEDIUM;
      await post(
        'whatsapp',
        phone,
        world.whatsapp.hooks.message(phone, { type: kind, [kind]: value }),
      );
    }
    for (const [at, type] of MESSENGER.entries()) {
      const psid = `910000000${at}`;
      const attachments = [{ type, payload: { url: `${world.media.url}/canary-${type}` } }];
      await post('messenger', psid, world.messenger.hooks.message(psid, { attachments }));
    }

    for (const channel of ['telegram', 'whatsapp', 'messenger'] as const) {
      for (const child of children[channel]) {
        const read = () =>
          world[channel].platform.sent.filter(({ to }) => to === child).map(({ text }) => text);
        await expect.poll(() => read().join('\n'), WAIT).toContain(CANNOT);
      }
    }
    expect(world.media.asked).toEqual([]);
    expect(world.graph.strays).toEqual([]);
    const calls = ['telegram', 'whatsapp', 'messenger'] as const;
    expect(
      calls.flatMap((channel) =>
        world[channel].platform.calls.filter(({ method }) => method !== 'POST'),
      ),
    ).toEqual([]);
    const methods = world.telegram.platform.calls.map(({ path }) => path.split('/').at(-1));
    expect([...new Set(methods)].sort()).toEqual(['answerCallbackQuery', 'sendMessage']);
  });

  const MEDIUM = {
    id: '2754859441498128',
    mime_type: 'image/jpeg',
    sha256: 'c2hh',
    caption: 'canary caption',
    latitude: 11.5,
    longitude: 104.9,
  };
});

function secretOf({ headers }: Webhook): Readonly<Record<string, string>> {
  const name = 'x-telegram-bot-api-secret-token';
  return { [name]: headers[name] ?? '' };
}
