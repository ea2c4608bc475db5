import { createHmac } from 'node:crypto';
import { FacebookAdapter, FacebookEventTypeMiddleware } from 'botbuilder-adapter-facebook';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DoorAndChannel, messenger } from '../../../src/adapters/meta/channels.ts';
import { GET_STARTED } from '../../../src/adapters/meta/messenger-inbound.ts';
import type { InboundEvent } from '../../../src/ports/channel.ts';
import {
  MESSENGER_PAGE_ID,
  MESSENGER_TOKEN,
  messengerWebhooks,
} from '../../support/platforms/messenger.ts';
import { META_APP_SECRET } from '../../support/platforms/meta.ts';

// Botkit's own adapter for Facebook reads the same webhooks. It takes no part in the server (it dies of a wrong signature and of
// standby, knows neither edits nor reactions); here it is a second reader, where both can speak.

/** What both say of one event, in one form. */
interface Read {
  readonly from: string;
  readonly what: 'text' | 'choice' | 'opened' | 'echo';
  /** The words, or the payload of what was tapped. */
  readonly says: string;
}

const theirs = new FacebookAdapter({
  verify_token: 'the-word',
  app_secret: META_APP_SECRET,
  access_token: 'unused',
});
theirs.use(new FacebookEventTypeMiddleware());

let ours: DoorAndChannel;
beforeAll(async () => {
  ours = await messenger({
    secrets: { appSecret: META_APP_SECRET, verifyToken: 'the-word' },
    token: MESSENGER_TOKEN,
    version: 'v26.0',
    sender: MESSENGER_PAGE_ID,
    transport: { post: () => Promise.reject(new Error('a door called the platform')) },
    ref: (id) => id,
  });
}, 30_000);

/** Their door wants the older signature. */
async function readByThem(body: Buffer): Promise<Read[]> {
  const rawBody = body.toString('utf8');
  const signature = createHmac('sha1', META_APP_SECRET).update(rawBody, 'utf8').digest('hex');
  const request = {
    rawBody,
    body: JSON.parse(rawBody),
    headers: { 'x-hub-signature': `sha1=${signature}` },
  };
  const response = { status: () => undefined, end: () => undefined };
  const read: Read[] = [];
  await theirs.processActivity(request, response, async ({ activity }) => {
    const { channelData, from } = activity;
    const payload = channelData.quick_reply?.payload ?? channelData.postback?.payload;
    if (channelData.botkitEventType === 'message_echo') {
      read.push({ from: channelData.recipient.id, what: 'echo', says: '' });
    } else if (channelData.postback?.payload === GET_STARTED)
      read.push({ from: from.id, what: 'opened', says: '' });
    else if (payload === undefined) read.push({ from: from.id, what: 'text', says: activity.text });
    else read.push({ from: from.id, what: 'choice', says: payload });
  });
  return read;
}

async function readByUs(body: Buffer): Promise<Read[]> {
  const events = await ours.door.receive(JSON.parse(body.toString('utf8')));
  return events.map(readOf);
}

function readOf({ address, input }: InboundEvent): Read {
  const { id: from } = address;
  switch (input.kind) {
    case 'text':
      return { from, what: 'text', says: input.text };
    case 'choice':
      return { from, what: 'choice', says: input.id };
    case 'opened':
      return { from, what: 'opened', says: '' };
    case 'outside':
      return { from, what: 'echo', says: '' };
    default:
      throw new Error(`not compared: ${input.kind}`);
  }
}

const from = messengerWebhooks();
const child = fc.stringMatching(/^[1-9]\d{14,16}$/u);
const words = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.constantFrom('សួស្តី', 'stop', '0', "O'Brien <3", '{{x}}', '👩‍👩‍👧', 'a\nb'),
);
const payload = fc.oneof(
  fc.stringMatching(/^[\w-]{4,12}\.\d{1,3}\.\d{1,2}$/u),
  fc.constantFrom('exit', 'person', 'help', GET_STARTED),
);

describe('our reading of Messenger, beside that of Botkit', () => {
  it.each([
    ['texts', fc.tuple(child, words).map(([who, said]) => from.text(who, said))],
    [
      'quick replies',
      fc.tuple(child, payload, words).map(([who, id, title]) => from.choice(who, id, title)),
    ],
    ['postbacks', fc.tuple(child, payload).map(([who, id]) => from.postback(who, id))],
    [
      'echoes of somebody else',
      fc.tuple(child, fc.nat()).map(([who, n]) => from.echo(who, `m_${n}`, null)),
    ],
    [
      'several at once',
      fc.array(fc.tuple(child, words), { minLength: 2, maxLength: 5 }).map((all) =>
        from.webhook({
          messaging: all.map(([id, text], index) => ({
            sender: { id },
            recipient: { id: MESSENGER_PAGE_ID },
            timestamp: 1_793_520_000_000 + index,
            message: { mid: `m_${index}`, text },
          })),
        }),
      ),
    ],
  ])('is the same for %s', async (_, webhooks) => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(webhooks, async ({ body }) => {
        const [them, us] = [await readByThem(body), await readByUs(body)];
        expect(us).toEqual(them);
        compared += us.length;
      }),
      { numRuns: 200, seed: 20_261_128 },
    );
    expect(compared).toBeGreaterThanOrEqual(200);
  });
});
