import { z } from 'zod';
import type { Caps, Rendered } from '../../domain/text/render.ts';
import type { Channel, Delivery, OutCall, Pace } from '../../ports/channel.ts';
import { type SendProgress, sendProgress } from '../../ports/send-progress.ts';
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

/** Speaks on Telegram. Texts go as they are (no markup), without link previews, and cannot be forwarded. */
export function telegramChannel(options: TelegramChannelOptions): Channel {
  const api = telegramApi(options.token, options.transport, options.timeoutMs ?? 10_000);
  const progress = sendProgress();
  const send = async (payload: object): Promise<string> =>
    messageId(await Reflect.apply(api.callApi, api, ['sendMessage', payload]));
  return {
    id: 'telegram',
    caps: TELEGRAM_CAPS,
    push: true,
    tells: false,
    pace: TELEGRAM_PACE,
    deliver: (call) => deliver(call, send, progress),
  };
}

async function deliver(
  call: OutCall,
  send: (payload: object) => Promise<string>,
  progress: SendProgress,
): Promise<Delivery> {
  const { texts } = call.rendered;
  const messageIds = [...progress.taken(call)];
  try {
    for (let at = messageIds.length; at < texts.length; at += 1) {
      messageIds.push(await send(payloadOf(call, texts[at] ?? '', at === texts.length - 1)));
      if (messageIds.length < texts.length) progress.took(call, [...messageIds]);
    }
  } catch (error) {
    if (!(error instanceof TelegramRefusal)) throw error;
    if (error.error.kind !== 'retry') progress.done(call);
    return { ok: false, error: error.error };
  }
  progress.done(call);
  return { ok: true, messageIds };
}

function payloadOf(call: OutCall, text: string, last: boolean): object {
  const markup = replyMarkup(call.rendered, last);
  return {
    chat_id: Number(call.to.id),
    text,
    link_preview_options: { is_disabled: true },
    protect_content: true,
    ...silence(call.rendered),
    ...(markup === undefined ? {} : { reply_markup: markup }),
  };
}

function silence(rendered: Rendered): { disable_notification?: true } {
  return rendered.silent ? { disable_notification: true } : {};
}

const SentMessage = z.looseObject({ message_id: z.number() });

/** '' when Telegram took the message and said no id. */
function messageId(result: unknown): string {
  const sent = SentMessage.safeParse(result);
  return sent.success ? String(sent.data.message_id) : '';
}
