import { messenger, whatsapp } from '../adapters/meta/channels.ts';
import { telegramChannel } from '../adapters/telegram/channel.ts';
import { telegramDoor } from '../adapters/telegram/door.ts';
import { type ClosingTransport, undiciTransport } from '../adapters/undici/transport.ts';
import { webChatChannel } from '../adapters/web-chat/channel.ts';
import { readItemName } from '../app/delivery/item-name.ts';
import type { Settings } from '../config/settings.ts';
import type { ChannelId } from '../domain/flow/bundle.ts';
import type { Channel, Door } from '../ports/channel.ts';
import type { Log } from '../ports/log.ts';
import type { Vault } from '../ports/vault.ts';

export interface Channels {
  readonly byId: ReadonlyMap<ChannelId, Channel>;
  readonly doors: readonly Door[];
  close(): Promise<void>;
}

/** Builds the channels whose token is set, and the web chat, which needs none. */
export async function openChannels(settings: Settings, vault: Vault, log: Log): Promise<Channels> {
  const transports: ClosingTransport[] = [];
  const connect = (root: string) => {
    const transport = undiciTransport(root);
    transports.push(transport);
    return transport;
  };
  const telegram = telegramOf(settings, vault, connect);
  const meta = await metaOf(settings, vault, log, connect);
  const all = [...telegram, ...meta];
  const channels: readonly Channel[] = [webChatChannel(), ...all.map(({ channel }) => channel)];
  return {
    byId: new Map(channels.map((channel) => [channel.id, channel])),
    doors: all.map(({ door }) => door),
    async close() {
      await Promise.all(transports.map((transport) => transport.close()));
    },
  };
}

type Connect = (root: string) => ClosingTransport;
type Pair = { readonly door: Door; readonly channel: Channel };

function telegramOf(settings: Settings, vault: Vault, connect: Connect): readonly Pair[] {
  const token = settings.TELEGRAM_TOKEN;
  const secret = settings.TELEGRAM_SECRET;
  if (token === undefined || secret === undefined) return [];
  const transport = connect(settings.TELEGRAM_API_ROOT);
  const ref = (id: string) => vault.hash('ref', `telegram|${id}`);
  return [
    {
      door: telegramDoor({ token, secret, transport, ref }),
      channel: telegramChannel({ token, transport }),
    },
  ];
}

async function metaOf(
  settings: Settings,
  vault: Vault,
  log: Log,
  connect: Connect,
): Promise<readonly Pair[]> {
  const common = (id: string) => ({
    secrets: {
      appSecret: settings.META_APP_SECRET ?? '',
      previousAppSecret: settings.META_APP_SECRET_PREVIOUS,
      verifyToken: settings.META_VERIFY_TOKEN ?? '',
    },
    version: settings.GRAPH_API_VERSION,
    transport: connect(settings.GRAPH_API_ROOT),
    ref: (message: string) => vault.hash('ref', `${id}|${message}`),
  });
  const pairs: Pair[] = [];
  if (settings.WHATSAPP_TOKEN !== undefined && settings.WHATSAPP_PHONE_NUMBER_ID !== undefined) {
    const channel = whatsapp({
      ...common('whatsapp'),
      token: settings.WHATSAPP_TOKEN,
      sender: settings.WHATSAPP_PHONE_NUMBER_ID,
      templates: new Map(
        settings.WHATSAPP_CALLBACK_TEMPLATES.map(({ language, name, code }) => [
          language,
          { name, code },
        ]),
      ),
      typing: settings.WHATSAPP_TYPING === 'yes',
      undelivered: (code) => log.warn('delivery-failed', { channel: 'whatsapp', code }),
    });
    pairs.push(await channel);
  }
  if (settings.MESSENGER_PAGE_TOKEN !== undefined && settings.MESSENGER_PAGE_ID !== undefined) {
    const channel = messenger({
      ...common('messenger'),
      token: settings.MESSENGER_PAGE_TOKEN,
      sender: settings.MESSENGER_PAGE_ID,
      humanAgent: settings.MESSENGER_HUMAN_AGENT === 'yes',
      typing: settings.MESSENGER_TYPING === 'yes',
      isItem: (metadata) => readItemName(metadata) !== null,
    });
    pairs.push(await channel);
  }
  return pairs;
}
