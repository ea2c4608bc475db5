import { z } from 'zod';
import {
  type Call,
  HAS_LINK,
  type Platform,
  startPlatform,
  type Verdict,
  type Webhook,
} from './loopback.ts';
import { checkGraphCall, graphError, graphTrouble, META_APP_SECRET, metaWebhook } from './meta.ts';

// Written from the Messenger Platform's own pages (Send API, quick replies, button template, webhook events), not from our types.

export const MESSENGER_TOKEN = 'loopback-messenger-token';
export const MESSENGER_PAGE_ID = '1234567890123';

const QuickReply = z.strictObject({
  content_type: z.literal('text'),
  title: z.string().min(1).max(20),
  payload: z.string().min(1).max(1000),
});
const replies = {
  quick_replies: z.array(QuickReply).min(1).max(13).optional(),
  metadata: z.string().min(1).max(1000).optional(),
};
const WebButton = z.strictObject({
  type: z.literal('web_url'),
  url: z.url(),
  title: z.string().min(1).max(20),
});
const Template = z.strictObject({
  type: z.literal('template'),
  payload: z.strictObject({
    template_type: z.literal('button'),
    text: z.string().min(1).max(640),
    buttons: z.array(WebButton).min(1).max(3),
  }),
});
const recipient = z.strictObject({ id: z.string().regex(/^\d+$/u) });
/** Must be a call of its own. */
const Action = z.strictObject({
  recipient,
  sender_action: z.enum(['typing_on', 'typing_off', 'mark_seen']),
});
const Message = z.strictObject({
  recipient,
  messaging_type: z.enum(['RESPONSE', 'MESSAGE_TAG']),
  tag: z.literal('HUMAN_AGENT').optional(),
  notification_type: z.enum(['REGULAR', 'SILENT_PUSH', 'NO_PUSH']).optional(),
  message: z.union([
    z.strictObject({ text: z.string().min(1).max(2000), ...replies }),
    z.strictObject({ attachment: Template, ...replies }),
  ]),
});
type Message = z.infer<typeof Message>;

/** A Send API on loopback that takes only what the real one would, and no link in a text. */
export function startMessenger(token = MESSENGER_TOKEN): Promise<Platform> {
  let lastId = 0;
  return startPlatform((call: Call): Verdict => {
    const wrong = checkGraphCall(call, MESSENGER_PAGE_ID, token);
    if (wrong !== null) return wrong;
    lastId += 1;
    return judge(call.body, `m_loopback${lastId}`);
  }, graphTrouble);
}

function judge(body: unknown, mid: string): Verdict {
  const action = Action.safeParse(body).data;
  if (action !== undefined) return { status: 200, body: { recipient_id: action.recipient.id } };
  const parsed = Message.safeParse(body);
  if (!parsed.success) return graphError(400, 100, z.prettifyError(parsed.error));
  if ((parsed.data.messaging_type === 'MESSAGE_TAG') !== (parsed.data.tag !== undefined)) {
    return graphError(400, 100, 'A tag and its messaging_type come together');
  }
  const text = textOf(parsed.data);
  if (HAS_LINK.test(text)) return graphError(400, 100, 'This would make a link preview');
  return {
    status: 200,
    body: { recipient_id: parsed.data.recipient.id, message_id: mid },
    sent: {
      to: parsed.data.recipient.id,
      text,
      choices: (parsed.data.message.quick_replies ?? []).map(({ payload, title }) => ({
        id: payload,
        label: title,
      })),
      silent: ['SILENT_PUSH', 'NO_PUSH'].includes(parsed.data.notification_type ?? 'REGULAR'),
      id: mid,
      item: parsed.data.message.metadata ?? null,
      at: Date.now(),
      raw: parsed.data,
    },
  };
}

function textOf({ message }: Message): string {
  return 'text' in message ? message.text : message.attachment.payload.text;
}

export interface MessengerOptions {
  /** The message's id; counts up when absent. */
  readonly id?: string;
  /** Milliseconds since the epoch; now when absent. */
  readonly at?: number;
}

/** Builders of webhooks, each escaped and signed as Meta does, counting their ids up. */
export function messengerWebhooks(secret = META_APP_SECRET, pageId = MESSENGER_PAGE_ID) {
  let messages = 0;
  const webhook = (entry: object): Webhook =>
    metaWebhook(
      '/webhooks/messenger',
      { object: 'page', entry: [{ id: pageId, time: Date.now(), ...entry }] },
      secret,
    );
  const item = (from: string, content: object, options: MessengerOptions = {}): Webhook =>
    webhook({
      messaging: [
        {
          sender: { id: from },
          recipient: { id: pageId },
          timestamp: options.at ?? Date.now(),
          ...content,
        },
      ],
    });
  const mid = (options: MessengerOptions = {}): string => {
    messages += 1;
    return options.id ?? `m_in${messages}`;
  };
  return {
    item,
    webhook,
    /** Any message content: `{ attachments: [...] }`. */
    message: (from: string, content: object, options?: MessengerOptions) =>
      item(from, { message: { mid: mid(options), ...content } }, options),
    text: (from: string, text: string, options?: MessengerOptions) =>
      item(from, { message: { mid: mid(options), text } }, options),
    choice: (from: string, payload: string, title: string, options?: MessengerOptions) =>
      item(
        from,
        { message: { mid: mid(options), text: title, quick_reply: { payload } } },
        options,
      ),
    postback: (from: string, payload: string, options?: MessengerOptions) =>
      item(from, { postback: { mid: mid(options), title: 'Menu', payload } }, options),
    /** What the page sees of its own message when it asked for echoes. */
    echo: (to: string, mid: string, metadata: string | null, appId = 7_000_000_000_001) =>
      webhook({
        messaging: [
          {
            sender: { id: pageId },
            recipient: { id: to },
            timestamp: Date.now(),
            message: {
              mid: mid,
              is_echo: true,
              app_id: appId,
              text: 'An echo',
              ...(metadata === null ? {} : { metadata }),
            },
          },
        ],
      }),
    image: (from: string, options?: MessengerOptions) => {
      const attachment = { type: 'image', payload: { url: 'https://media.invalid/canary.jpg' } };
      return item(from, { message: { mid: mid(options), attachments: [attachment] } }, options);
    },
  };
}
