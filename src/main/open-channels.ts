import { messenger, whatsapp } from '../adapters/meta/channels.ts';
import { telegramChannel } from '../adapters/telegram/channel.ts';
import { telegramDoor } from '../adapters/telegram/door.ts';
import { type ClosingTransport, undiciTransport } from '../adapters/undici/transport.ts';
import { webChatChannel } from '../adapters/web-chat/channel.ts';
import { readItemName } from '../app/delivery/item-name.ts';
import type { Settings } from '../config/settings.ts';
import type { ChannelId } from '../domain/flow/bundle.ts';
import type { Channel, Door } from '../ports/channel.ts';
import type { Vault } from '../ports/vault.ts';

export interface Channels {
  readonly byId: ReadonlyMap<ChannelId, Channel>;
  readonly doors: readonly Door[];
  close(): Promise<void>;
}

/** Builds the channels whose token is set, and the web chat, which needs none. */
export async function openChannels(
  settings: Settings,
  vault: Vault,
  told: Told,
): Promise<Channels> {
  const transports: ClosingTransport[] = [];
  const connect = (root: string) => {
    const transport = undiciTransport(root);
    transports.push(transport);
    return transport;
  };
  const telegram = telegramOf(settings, vault, told, connect);
  const meta = await metaOf(settings, vault, told, connect);
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

/** What a platform says that is nobody's message. */
export interface Told {
  /** So much of what came could not be read. */
  unread(channel: ChannelId, count: number): void;
  /** A message that the platform took was refused later, by this code. */
  undelivered(channel: ChannelId, code: string): void;
}

type Connect = (root: string) => ClosingTransport;
type Pair = { readonly door: Door; readonly channel: Channel };

function telegramOf(
  settings: Settings,
  vault: Vault,
  told: Told,
  connect: Connect,
): readonly Pair[] {
  const token = settings.TELEGRAM_TOKEN;
  const secret = settings.TELEGRAM_SECRET;
  if (token === undefined || secret === undefined) return [];
  const transport = connect(settings.TELEGRAM_API_ROOT);
  const ref = (id: string) => vault.hash('ref', `telegram|${id}`);
  const unread = (count: number) => told.unread('telegram', count);
  return [
    {
      door: telegramDoor({ token, secret, transport, ref, unread }),
      channel: telegramChannel({ token, transport }),
    },
  ];
}

async function metaOf(
  settings: Settings,
  vault: Vault,
  told: Told,
  connect: Connect,
): Promise<readonly Pair[]> {
  const common = (id: 'whatsapp' | 'messenger') => ({
    secrets: {
      appSecret: settings.META_APP_SECRET ?? '',
      previousAppSecret: settings.META_APP_SECRET_PREVIOUS,
      verifyToken: settings.META_VERIFY_TOKEN ?? '',
    },
    version: settings.GRAPH_API_VERSION,
    transport: connect(settings.GRAPH_API_ROOT),
    ref: (message: string) => vault.hash('ref', `${id}|${message}`),
    unread: (count: number) => told.unread(id, count),
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
      undelivered: (code) => told.undelivered('whatsapp', code),
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
