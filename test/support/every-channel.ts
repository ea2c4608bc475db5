import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { startGraphRoot } from './platforms/graph-root.ts';
import {
  MESSENGER_PAGE_ID,
  MESSENGER_TOKEN,
  messengerWebhooks,
  startMessenger,
} from './platforms/messenger.ts';
import { META_APP_SECRET } from './platforms/meta.ts';
import {
  startTelegram,
  TELEGRAM_SECRET,
  TELEGRAM_TOKEN,
  telegramWebhooks,
} from './platforms/telegram.ts';
import {
  startWhatsapp,
  WHATSAPP_PHONE_NUMBER_ID,
  WHATSAPP_TOKEN,
  whatsappWebhooks,
} from './platforms/whatsapp.ts';

export const META_VERIFY_TOKEN = 'loopback-verify-token';

/** Every platform on loopback, the settings that point a server at them, and a media host that nobody may ask. */
export async function everyChannel() {
  const [telegram, whatsapp, messenger, media] = await Promise.all([
    startTelegram(),
    startWhatsapp(),
    startMessenger(),
    startMediaHost(),
  ]);
  const graph = await startGraphRoot(whatsapp.url, messenger.url);
  return {
    telegram: { platform: telegram, hooks: telegramWebhooks() },
    whatsapp: { platform: whatsapp, hooks: whatsappWebhooks() },
    messenger: { platform: messenger, hooks: messengerWebhooks() },
    graph,
    media,
    env: {
      TELEGRAM_TOKEN,
      TELEGRAM_SECRET,
      TELEGRAM_API_ROOT: telegram.url,
      META_APP_SECRET,
      META_VERIFY_TOKEN,
      GRAPH_API_ROOT: graph.url,
      WHATSAPP_TOKEN,
      WHATSAPP_PHONE_NUMBER_ID,
      MESSENGER_PAGE_TOKEN: MESSENGER_TOKEN,
      MESSENGER_PAGE_ID,
    },
    /** Whatever a platform refused, in words. */
    refused: () => [telegram, whatsapp, messenger].flatMap(({ refused }) => refused),
    async close() {
      const all = [graph, telegram, whatsapp, messenger, media];
      await Promise.all(all.map((one) => one.close()));
    },
  };
}

async function startMediaHost() {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
