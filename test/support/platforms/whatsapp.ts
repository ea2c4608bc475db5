import { z } from 'zod';
import { type Call, type Platform, startPlatform, type Verdict, type Webhook } from './loopback.ts';
import { checkGraphCall, graphError, graphTrouble, META_APP_SECRET, metaWebhook } from './meta.ts';

// Written from the Cloud API's own pages (messages, interactive reply buttons, interactive lists, webhooks), not from our types.

export const WHATSAPP_TOKEN = 'loopback-whatsapp-token';
export const WHATSAPP_PHONE_NUMBER_ID = '106540352242922';

const id = (most: number) => z.string().min(1).max(most);
const Row = z.strictObject({
  id: id(200),
  title: id(24),
  description: z.string().max(72).optional(),
});
const Section = z.strictObject({ title: z.string().max(24).optional(), rows: z.array(Row).min(1) });
const Footer = z.strictObject({ text: z.string().max(60) });
const Button = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: id(256), title: id(20) }),
});
const Interactive = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    body: z.strictObject({ text: id(1024) }),
    footer: Footer.optional(),
    action: z.strictObject({
      buttons: z
        .array(Button)
        .min(1)
        .max(3)
        .refine((all) => unlike(all.map(({ reply }) => reply.title))),
    }),
  }),
  z.strictObject({
    type: z.literal('list'),
    body: z.strictObject({ text: id(1024) }),
    footer: Footer.optional(),
    action: z.strictObject({
      button: id(20),
      sections: z
        .array(Section)
        .min(1)
        .max(10)
        .refine((all) => all.flatMap(({ rows }) => rows).length <= 10, '10 rows in all'),
    }),
  }),
]);
const common = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z
    .string()
    .regex(/^\+?\d{6,15}$/u)
    .optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/u)
    .optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
};
const Message = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('text'),
    text: z.strictObject({ preview_url: z.boolean().optional(), body: id(4096) }),
  }),
  z.strictObject({ ...common, type: z.literal('interactive'), interactive: Interactive }),
  z.strictObject({
    ...common,
    type: z.literal('template'),
    template: z.strictObject({
      name: z.string().regex(/^[a-z0-9_]{1,512}$/u),
      language: z.strictObject({ code: z.string().regex(/^[a-z]{2,3}(?:_[A-Z]{2})?$/u) }),
    }),
  }),
]);
/** Blue ticks, and "typing" until an answer or 25 seconds. */
const Seen = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: id(300),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
});
type Message = z.infer<typeof Message>;

function unlike(titles: readonly string[]): boolean {
  return new Set(titles).size === titles.length;
}

/** A Cloud API on loopback that takes only what the real one would, and no link preview. */
export function startWhatsapp(token = WHATSAPP_TOKEN): Promise<Platform> {
  let lastId = 0;
  return startPlatform((call: Call): Verdict => {
    const wrong = checkGraphCall(call, WHATSAPP_PHONE_NUMBER_ID, token);
    if (wrong !== null) return wrong;
    lastId += 1;
    return judge(call.body, `wamid.loopback${lastId}`);
  }, graphTrouble);
}

function judge(body: unknown, wamid: string): Verdict {
  if (Seen.safeParse(body).success) return { status: 200, body: { success: true } };
  const parsed = Message.safeParse(body);
  if (!parsed.success) return graphError(400, 131009, z.prettifyError(parsed.error));
  const message = parsed.data;
  const to = message.to ?? message.recipient;
  if (to === undefined) return graphError(400, 131008, 'to or recipient is required');
  if (message.type === 'text' && message.text.preview_url === true) {
    return graphError(400, 100, 'This would make a link preview');
  }
  return {
    status: 200,
    body: {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: message.to ?? '' }],
      messages: [{ id: wamid }],
    },
    sent: {
      to,
      text: textOf(message),
      choices: choicesOf(message),
      silent: false,
      id: wamid,
      item: message.biz_opaque_callback_data ?? null,
      at: Date.now(),
      raw: message,
    },
  };
}

/** Of a template the name: its words lie at WhatsApp. */
function textOf(message: Message): string {
  if (message.type === 'text') return message.text.body;
  return message.type === 'template' ? message.template.name : message.interactive.body.text;
}

function choicesOf(message: Message) {
  if (message.type !== 'interactive') return [];
  const { interactive } = message;
  if (interactive.type === 'button') {
    return interactive.action.buttons.map(({ reply }) => ({ id: reply.id, label: reply.title }));
  }
  const rows = interactive.action.sections.flatMap((section) => section.rows);
  return rows.map((row) => ({ id: row.id, label: row.title }));
}

export interface WhatsappOptions {
  /** The message's id; counts up when absent. */
  readonly id?: string;
  /** Milliseconds since the epoch; now when absent. */
  readonly at?: number;
  /** The business-scoped id, beside or in place of the phone number. */
  readonly scoped?: string;
  /** The child has a username: no phone number is given. */
  readonly noPhone?: boolean;
}

/** Builders of webhooks, each escaped and signed as Meta does, counting their ids up. */
export function whatsappWebhooks(
  secret = META_APP_SECRET,
  phoneNumberId = WHATSAPP_PHONE_NUMBER_ID,
) {
  let messages = 0;
  const value = (content: object): object => ({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
    ...content,
  });
  const webhook = (content: object): Webhook =>
    metaWebhook(
      '/webhooks/whatsapp',
      {
        object: 'whatsapp_business_account',
        entry: [{ id: '102290129340398', changes: [{ value: value(content), field: 'messages' }] }],
      },
      secret,
    );
  const message = (from: string, content: object, options: WhatsappOptions = {}): Webhook => {
    messages += 1;
    const phone = options.noPhone === true ? {} : { from };
    const scoped = options.scoped === undefined ? {} : { from_user_id: options.scoped };
    return webhook({
      contacts: [
        {
          profile: { name: 'Canary Name' },
          ...(options.noPhone === true ? {} : { wa_id: from }),
          ...(options.scoped === undefined ? {} : { user_id: options.scoped }),
        },
      ],
      messages: [
        {
          ...phone,
          ...scoped,
          id: options.id ?? `wamid.in${messages}`,
          timestamp: String(Math.floor((options.at ?? Date.now()) / 1000)),
          ...content,
        },
      ],
    });
  };
  return {
    message,
    text: (from: string, body: string, options?: WhatsappOptions) =>
      message(from, { type: 'text', text: { body } }, options),
    choice: (from: string, choice: string, title: string, options?: WhatsappOptions) => {
      const reply = { type: 'button_reply', button_reply: { id: choice, title } };
      return message(from, { type: 'interactive', interactive: reply }, options);
    },
    row: (from: string, choice: string, title: string, options?: WhatsappOptions) => {
      const reply = { type: 'list_reply', list_reply: { id: choice, title, description: '' } };
      return message(from, { type: 'interactive', interactive: reply }, options);
    },
    image: (from: string, caption?: string, options?: WhatsappOptions) => {
      const image = { mime_type: 'image/jpeg', sha256: 'c2hh', id: '2754859441498128' };
      const captioned = caption === undefined ? image : { ...image, caption };
      return message(from, { type: 'image', image: captioned }, options);
    },
    status: (
      recipient: string,
      status: string,
      of: string,
      { code, item }: { readonly code?: number; readonly item?: string | null } = {},
    ) =>
      webhook({
        statuses: [
          {
            id: of,
            status,
            timestamp: String(Math.floor(Date.now() / 1000)),
            recipient_id: recipient,
            ...(item === undefined || item === null ? {} : { biz_opaque_callback_data: item }),
            ...(code === undefined ? {} : { errors: [{ code, title: 'Message undeliverable' }] }),
          },
        ],
      }),
    webhook,
  };
}
