import { z } from 'zod';
import {
  type Call,
  HAS_LINK,
  type Platform,
  startPlatform,
  type Trouble,
  type Verdict,
  type Webhook,
} from './loopback.ts';
import { type BotAccount, botAccount, callMethod } from './telegram-methods.ts';

// Written from the Bot API's own pages (sendMessage, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update), not from our types.

export const TELEGRAM_TOKEN = '7000000001:AAloopback-token_for_tests_only';
export const TELEGRAM_SECRET = 'loopback-telegram-secret';

const InlineButton = z.strictObject({
  text: z.string().min(1),
  callback_data: z.string().refine((data) => {
    const bytes = Buffer.byteLength(data);
    return bytes >= 1 && bytes <= 64;
  }, 'callback_data is 1-64 bytes'),
});
const ReplyMarkup = z.union([
  z.strictObject({ inline_keyboard: z.array(z.array(InlineButton).min(1)) }),
  z.strictObject({
    keyboard: z.array(z.array(z.union([z.string(), z.strictObject({ text: z.string().min(1) })]))),
    is_persistent: z.boolean().optional(),
    resize_keyboard: z.boolean().optional(),
    one_time_keyboard: z.boolean().optional(),
    input_field_placeholder: z.string().min(1).max(64).optional(),
    selective: z.boolean().optional(),
  }),
  z.strictObject({ remove_keyboard: z.literal(true), selective: z.boolean().optional() }),
]);
const SendMessage = z.strictObject({
  chat_id: z.union([z.int(), z.string().regex(/^@\w+$/u)]),
  text: z.string().min(1).max(4096),
  link_preview_options: z.strictObject({ is_disabled: z.boolean().optional() }).optional(),
  disable_notification: z.boolean().optional(),
  protect_content: z.boolean().optional(),
  reply_markup: ReplyMarkup.optional(),
});
type SendMessage = z.infer<typeof SendMessage>;
export interface TelegramPlatform extends Platform {
  readonly account: BotAccount;
}

/** A Bot API on loopback that takes only what the real one would, and no link preview. */
export async function startTelegram(token = TELEGRAM_TOKEN): Promise<TelegramPlatform> {
  let lastId = 0;
  const account = botAccount();
  const judge = (call: Call): Verdict => {
    const [, given, method = ''] = /^\/bot([^/]+)\/(\w+)$/u.exec(call.path) ?? [];
    if (given !== token) return refuse(401, 'Unauthorized');
    if (method === 'sendMessage') {
      lastId += 1;
      return judgeSend(call.body, lastId);
    }
    const answered = callMethod(account, method, call.body);
    if (answered === null) return refuse(404, 'Not Found');
    return answered.ok
      ? { status: 200, body: { ok: true, result: answered.result } }
      : refuse(400, `Bad Request: ${answered.why}`);
  };
  return { ...(await startPlatform(judge, troubleBody)), account };
}

function judgeSend(body: unknown, id: number): Verdict {
  const parsed = SendMessage.safeParse(body);
  if (!parsed.success) return refuse(400, `Bad Request: ${z.prettifyError(parsed.error)}`);
  const message = parsed.data;
  if (HAS_LINK.test(message.text) && message.link_preview_options?.is_disabled !== true) {
    return refuse(400, 'Bad Request: this would make a link preview');
  }
  const at = Date.now();
  return {
    status: 200,
    body: {
      ok: true,
      result: {
        message_id: id,
        date: Math.floor(at / 1000),
        chat: { id: message.chat_id, type: 'private' },
        text: message.text,
      },
    },
    sent: {
      to: String(message.chat_id),
      text: message.text,
      choices: choicesOf(message),
      silent: message.disable_notification === true,
      id: String(id),
      item: null,
      at,
      raw: message,
    },
  };
}

function choicesOf({ reply_markup: markup }: SendMessage) {
  if (markup === undefined || !('inline_keyboard' in markup)) return [];
  return markup.inline_keyboard.flat().map((key) => ({ id: key.callback_data, label: key.text }));
}

function refuse(code: number, description: string): Verdict {
  return {
    status: code,
    body: { ok: false, error_code: code, description },
    refused: `telegram ${code} ${description}`,
  };
}

function troubleBody(status: number, { retryAfter }: Trouble): unknown {
  return {
    ok: false,
    error_code: status,
    description: status === 429 ? `Too Many Requests: retry after ${retryAfter ?? 1}` : 'Trouble',
    ...(status === 429 ? { parameters: { retry_after: retryAfter ?? 1 } } : {}),
  };
}

export interface TelegramOptions {
  /** The update's id; counts up when absent. */
  readonly id?: number;
  /** Milliseconds since the epoch; now when absent. */
  readonly at?: number;
  readonly messageId?: number;
  readonly language?: string;
}

/** Builders of updates, each with the secret header, counting their ids up. */
export function telegramWebhooks(secret = TELEGRAM_SECRET) {
  let updates = 500_000;
  let messages = 0;
  const webhook = (update: object, options: TelegramOptions): Webhook => {
    updates += 1;
    const body = { update_id: options.id ?? updates, ...update };
    return {
      path: '/webhooks/telegram',
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': secret,
      },
      body: Buffer.from(JSON.stringify(body)),
    };
  };
  const message = (chat: number, content: object, options: TelegramOptions) => {
    messages += 1;
    return {
      message_id: options.messageId ?? messages,
      from: person(chat, options),
      chat: { id: chat, first_name: 'Canary', username: 'canary_name', type: 'private' },
      date: seconds(options),
      ...content,
    };
  };
  return {
    /** Any message content: `{ photo: [...] }`, `{ voice: {...} }`. */
    message: (chat: number, content: object, options: TelegramOptions = {}) =>
      webhook({ message: message(chat, content, options) }, options),
    text: (chat: number, text: string, options: TelegramOptions = {}) =>
      webhook({ message: message(chat, { text, ...entities(text) }, options) }, options),
    edited: (chat: number, messageId: number, text: string, options: TelegramOptions = {}) => {
      const content = { text, edit_date: seconds(options) };
      const edited = message(chat, content, { ...options, messageId });
      return webhook({ edited_message: edited }, options);
    },
    choice: (chat: number, data: string, options: TelegramOptions = {}) =>
      webhook(
        {
          callback_query: {
            id: `4382bfdwdsb323b2d${chat}${updates}`,
            from: person(chat, options),
            message: {
              message_id: 1,
              from: { id: 7000000001, is_bot: true, first_name: 'Bot' },
              chat: { id: chat, type: 'private' },
              date: seconds(options),
              text: 'A question',
            },
            chat_instance: '-3664857',
            data,
          },
        },
        options,
      ),
    member: (chat: number, status: string, type = 'private', options: TelegramOptions = {}) =>
      webhook(
        {
          my_chat_member: {
            chat: { id: chat, type },
            from: person(chat, options),
            date: seconds(options),
            old_chat_member: { status: 'left', user: { id: 7000000001, is_bot: true } },
            new_chat_member: { status, user: { id: 7000000001, is_bot: true } },
          },
        },
        options,
      ),
    group: (chat: number, text: string, options: TelegramOptions = {}) => {
      const inGroup = { text, chat: { id: -chat, title: 'A group', type: 'supergroup' } };
      return webhook({ message: message(chat, inGroup, options) }, options);
    },
    update: (update: object, options: TelegramOptions = {}) => webhook(update, options),
  };
}

function person(chat: number, options: TelegramOptions): object {
  return {
    id: chat,
    is_bot: false,
    first_name: 'Canary',
    last_name: 'Name',
    username: 'canary_name',
    ...(options.language === undefined ? {} : { language_code: options.language }),
  };
}

function seconds(options: TelegramOptions): number {
  return Math.floor((options.at ?? Date.now()) / 1000);
}

function entities(text: string): object {
  const command = /^\/\w+/u.exec(text)?.[0];
  if (command === undefined) return {};
  return { entities: [{ offset: 0, length: command.length, type: 'bot_command' }] };
}
