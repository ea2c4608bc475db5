import { z } from 'zod';
import type { Caps, Rendered } from '../../domain/text/render.ts';
import type { Channel, Delivery, OutCall, Pace } from '../../ports/channel.ts';
import type { Transport } from '../../ports/transport.ts';
import { TelegramRefusal, telegramApi } from './api.ts';
import { replyMarkup } from './keyboard.ts';

/** Bot API: 4096 characters a text. A button has no documented limit; a longer title is cut on small screens. */
export const TELEGRAM_CAPS: Caps = {
  text: 4096,
  body: 4096,
  buttons: { most: 12, title: 40 },
  list: null,
  standing: 'keyboard',
  merge: true,
  unit: 'utf16',
};

/** About 30 a second in all and one a second to one chat, where a short burst is borne (Bot API FAQ). */
const TELEGRAM_PACE: Pace = { perSecond: 30, perChild: { perSecond: 1, burst: 3 } };

export interface TelegramChannelOptions {
  readonly token: string;
  readonly transport: Transport;
  readonly timeoutMs?: number;
}

/**
 * Speaks on Telegram. Texts go as they are (no markup) and without link previews. They cannot be forwarded or copied, but
 * for the numbers of services, which a child may want to keep.
 */
export function telegramChannel(options: TelegramChannelOptions): Channel {
  const api = telegramApi(options.token, options.transport, options.timeoutMs ?? 10_000);
  const ask = (method: string, payload: object): Promise<unknown> =>
    Reflect.apply(api.callApi, api, [method, payload]);
  const send = async (payload: object): Promise<string> =>
    messageId(await ask('sendMessage', payload));
  return {
    id: 'telegram',
    caps: TELEGRAM_CAPS,
    push: true,
    tells: false,
    pace: TELEGRAM_PACE,
    deliver: (call) => deliver(call, send),
    clear: (to, messageIds) => clear(ask, Number(to.id), messageIds.map(Number)),
  };
}

async function deliver(
  call: OutCall,
  send: (payload: object) => Promise<string>,
): Promise<Delivery> {
  const { texts } = call.rendered;
  const at = call.from ?? 0;
  const text = texts[at];
  if (text === undefined) return { ok: true, messageIds: [] };
  const last = at === texts.length - 1;
  try {
    const messageIds = [await send(payloadOf(call, text, last))];
    return { ok: true, messageIds, ...(last ? {} : { more: true }) };
  } catch (error) {
    if (!(error instanceof TelegramRefusal)) throw error;
    return { ok: false, error: error.error };
  }
}

function payloadOf(call: OutCall, text: string, last: boolean): object {
  const markup = replyMarkup(call.rendered, last);
  return {
    chat_id: Number(call.to.id),
    text,
    link_preview_options: { is_disabled: true },
    protect_content: call.keepable !== true,
    ...silence(call.rendered),
    ...(markup === undefined ? {} : { reply_markup: markup }),
  };
}

function silence(rendered: Rendered): { disable_notification?: true } {
  return rendered.silent ? { disable_notification: true } : {};
}

type Ask = (method: string, payload: object) => Promise<unknown>;

/** Bot API: deleteMessages takes 1 to 100 ids, and skips those that it does not find. */
const MOST_AT_ONCE = 100;

async function clear(ask: Ask, chat: number, ids: readonly number[]): Promise<Delivery> {
  try {
    for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
      await remove(ask, chat, ids.slice(at, at + MOST_AT_ONCE));
    }
    return { ok: true, messageIds: [] };
  } catch (error) {
    if (!(error instanceof TelegramRefusal)) throw error;
    return { ok: false, error: error.error };
  }
}

/** One that may not be deleted (too old, of another kind) must not keep the others in the chat. */
async function remove(ask: Ask, chat: number, ids: readonly number[]): Promise<void> {
  try {
    await ask('deleteMessages', { chat_id: chat, message_ids: ids });
  } catch (error) {
    if (!isAboutMessage(error)) throw error;
    for (const id of ids) {
      await ask('deleteMessage', { chat_id: chat, message_id: id }).catch((refused: unknown) => {
        if (!isAboutMessage(refused)) throw refused;
      });
    }
  }
}

function isAboutMessage(error: unknown): boolean {
  return error instanceof TelegramRefusal && error.error.kind === 'bug';
}

const SentMessage = z.looseObject({ message_id: z.number() });

/** '' when Telegram took the message and said no id. */
function messageId(result: unknown): string {
  const sent = SentMessage.safeParse(result);
  return sent.success ? String(sent.data.message_id) : '';
}
