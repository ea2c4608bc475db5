import { createHash, timingSafeEqual } from 'node:crypto';
import { type Context, Telegraf } from 'telegraf';
import type { Input } from '../../domain/conversation/input.ts';
import type { Door, InboundEvent } from '../../ports/channel.ts';
import type { Transport } from '../../ports/transport.ts';
import { telegramApi } from './api.ts';
import { inputOfEdit, inputOfMessage, isUnknown, type Message, Update } from './update.ts';

export const TELEGRAM_PATH = '/webhooks/telegram';

export interface TelegramDoorOptions {
  readonly token: string;
  /** The `secret_token` of setWebhook. */
  readonly secret: string;
  /** For the two calls that answer at once: the tap's spinner, and leaving a group. */
  readonly transport: Transport;
  /** Keyed hash of a platform's message id. */
  readonly ref: (id: string) => string;
  readonly timeoutMs?: number;
  /** Told how much of what a webhook brought could not be read; never what stood in it. */
  readonly unread?: (count: number) => void;
}

/** What one update led to; Telegraf's handlers fill it. */
interface Heard {
  readonly update: Update;
  readonly events: InboundEvent[];
  failed: boolean;
  unread: boolean;
}

/**
 * Telegram's webhook. Updates go through Telegraf; private chats only. A channel's answer to a tap and a farewell
 * to a group are sent aside: they may fail without anyone's harm.
 */
export function telegramDoor(options: TelegramDoorOptions): Door {
  const heard = new WeakMap<object, Heard>();
  const bot = telegraf(options, heard);
  const secret = digest(options.secret);
  return {
    path: TELEGRAM_PATH,
    verify(headers) {
      const given = headers['x-telegram-bot-api-secret-token'];
      return typeof given === 'string' && timingSafeEqual(digest(given), secret);
    },
    challenge: () => null,
    async receive(body) {
      const parsed = Update.safeParse(body);
      if (!parsed.success) {
        options.unread?.(1);
        return [];
      }
      const unread = isUnknown(parsed.data);
      const turn: Heard = { update: parsed.data, events: [], failed: false, unread };
      heard.set(turn.update, turn);
      await Reflect.apply(bot.handleUpdate, bot, [turn.update]);
      if (turn.failed) throw new Error('telegram: a handler failed');
      if (turn.unread) options.unread?.(1);
      return turn.events;
    },
  };
}

function telegraf(options: TelegramDoorOptions, heard: WeakMap<object, Heard>): Telegraf {
  const bot = new Telegraf(options.token, { telegram: { webhookReply: false } });
  bot.botInfo = SELF;
  const aside = asideCalls(options);
  const on = (kind: Kind, handle: (turn: Heard) => void): void => {
    bot.on(kind, (context: Context) => {
      const turn = heard.get(context.update);
      if (turn !== undefined) handle(turn);
    });
  };
  on('message', (turn) => message(turn, turn.update.message, options.ref, inputOfMessage));
  on('edited_message', (turn) =>
    message(turn, turn.update.edited_message, options.ref, inputOfEdit),
  );
  on('callback_query', (turn) => tapped(turn, aside));
  on('my_chat_member', (turn) => membership(turn, aside));
  // Without a catcher Telegraf prints the whole update, a child's words included.
  bot.catch((_, context) => {
    const turn = heard.get(context.update);
    if (turn !== undefined) turn.failed = true;
  });
  return bot;
}

type Kind = 'message' | 'edited_message' | 'callback_query' | 'my_chat_member';
type Aside = (method: string, payload: object) => void;

/** Telegraf would ask Telegram who the bot is; nothing here needs to know. */
const SELF: NonNullable<Telegraf['botInfo']> = {
  id: 0,
  is_bot: true,
  first_name: '',
  username: '',
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
};

function asideCalls({ token, transport, timeoutMs }: TelegramDoorOptions): Aside {
  const api = telegramApi(token, transport, timeoutMs ?? 5_000);
  return (method, payload) => {
    const call: Promise<unknown> = Reflect.apply(api.callApi, api, [method, payload]);
    call.catch(() => undefined);
  };
}

function message(
  turn: Heard,
  said: Message | undefined,
  ref: (id: string) => string,
  translate: (message: Message, ref: string) => Input | null,
): void {
  if (said?.chat.type !== 'private') return;
  const input = translate(said, ref(`telegram:${said.chat.id}:${said.message_id}`));
  const at = (said.edit_date ?? said.date) * 1000;
  if (input === null && !said.service && turn.update.edited_message === undefined) {
    turn.unread = true;
  }
  if (input === null) return;
  const messageId = String(said.message_id);
  hear(turn, said.chat.id, { input, at, language: said.from?.language_code, messageId });
}

function tapped(turn: Heard, aside: Aside): void {
  const tap = turn.update.callback_query;
  if (tap === undefined) return;
  aside('answerCallbackQuery', { callback_query_id: tap.id });
  const { data, message } = tap;
  if (data !== undefined && message === undefined) turn.unread = true;
  if (data === undefined || message?.chat.type !== 'private') return;
  hear(turn, message.chat.id, {
    input: { kind: 'choice', id: data },
    at: null,
    language: tap.from.language_code,
  });
}

function membership(turn: Heard, aside: Aside): void {
  const change = turn.update.my_chat_member;
  if (change === undefined) return;
  const { status } = change.new_chat_member;
  if (change.chat.type !== 'private') {
    if (status === 'member' || status === 'administrator') {
      aside('leaveChat', { chat_id: change.chat.id });
    }
    return;
  }
  if (status === 'kicked') {
    hear(turn, change.chat.id, { input: { kind: 'gone' }, at: change.date * 1000 });
  }
}

interface Told {
  readonly input: Input;
  readonly at: number | null;
  readonly language?: string | undefined;
  readonly messageId?: string;
}

function hear(turn: Heard, chat: number, { input, at, language, messageId }: Told): void {
  const hint = /^[a-z]{2,3}(?=-|$)/iu.exec(language ?? '')?.[0].toLowerCase();
  turn.events.push({
    address: { channel: 'telegram', id: String(chat) },
    id: String(turn.update.update_id),
    at,
    input,
    ...(hint === undefined ? {} : { hint }),
    ...(messageId === undefined ? {} : { messageId }),
  });
}

/** Digests have one length, so that the comparison takes one time. */
function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}
