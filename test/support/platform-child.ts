import { findChoice, plainLines, type Shown } from './plain-lines.ts';
import type { Platform, Webhook } from './platforms/loopback.ts';
import type { messengerWebhooks } from './platforms/messenger.ts';
import type { telegramWebhooks } from './platforms/telegram.ts';
import type { whatsappWebhooks } from './platforms/whatsapp.ts';
import type { TestChild } from './web-child.ts';

/** Posts a webhook to the running server, as the platform does. */
export function postWebhook(url: string, { path, headers, body }: Webhook): Promise<Response> {
  return fetch(`${url}${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
}

async function tell(url: string, webhook: Webhook): Promise<void> {
  const answer = await postWebhook(url, webhook);
  if (answer.status !== 200) throw new Error(`webhook: ${answer.status}`);
}

interface Hands {
  readonly channel: string;
  readonly to: string;
  readonly platform: Platform;
  write(text: string): Promise<void>;
  tap(choice: string, label: string): Promise<void>;
}

function childOf({ channel, to, platform, write, tap }: Hands): TestChild {
  const shown = (): Shown[] =>
    platform.sent
      .filter((message) => message.to === to)
      .map(({ text, choices }) => ({ texts: [text], choices }));
  return {
    channel,
    write,
    async pick(label) {
      const found = findChoice(shown().at(-1) ?? { texts: [], choices: [] }, label);
      if (found === null) throw new Error(`no choice ${label}`);
      await ('id' in found ? tap(found.id, label) : write(found.number));
    },
    read: () => shown().flatMap(plainLines),
  };
}

export interface TelegramDesk {
  readonly url: string;
  readonly platform: Platform;
  readonly hooks: ReturnType<typeof telegramWebhooks>;
}

/** Opens the chat as Telegram does, with `/start`. */
export async function telegramChild({ url, platform, hooks }: TelegramDesk, chat: number) {
  await tell(url, hooks.text(chat, '/start'));
  return childOf({
    channel: 'telegram',
    to: String(chat),
    platform,
    write: (text) => tell(url, hooks.text(chat, text)),
    tap: (choice) => tell(url, hooks.choice(chat, choice)),
  });
}

export interface WhatsappDesk {
  readonly url: string;
  readonly platform: Platform;
  readonly hooks: ReturnType<typeof whatsappWebhooks>;
}

export async function whatsappChild({ url, platform, hooks }: WhatsappDesk, phone: string) {
  await tell(url, hooks.message(phone, { type: 'request_welcome' }));
  return childOf({
    channel: 'whatsapp',
    to: phone,
    platform,
    write: (text) => tell(url, hooks.text(phone, text)),
    tap: (choice, label) => tell(url, hooks.row(phone, choice, label)),
  });
}

export interface MessengerDesk {
  readonly url: string;
  readonly platform: Platform;
  readonly hooks: ReturnType<typeof messengerWebhooks>;
}

export async function messengerChild({ url, platform, hooks }: MessengerDesk, psid: string) {
  await tell(url, hooks.postback(psid, 'get-started'));
  return childOf({
    channel: 'messenger',
    to: psid,
    platform,
    write: (text) => tell(url, hooks.text(psid, text)),
    tap: (choice, label) => tell(url, hooks.choice(psid, choice, label)),
  });
}
