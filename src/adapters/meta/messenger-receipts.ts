import type { Receipt } from '../../ports/channel.ts';
import { type Item, itemsOf, type Said, type Sender } from './messenger-envelope.ts';
import type { IsOurs } from './messenger-inbound.ts';

/** The names of our items in the echoes of what our page sent. */
export function messengerTook(body: unknown, sender: Sender): readonly string[] {
  return echoesOf(body, sender).flatMap(({ message }) => message.metadata ?? []);
}

/**
 * How far our messages came. Reads and deliveries name no item but a time of Messenger's clock; the echo tells when, by that
 * clock, an item was sent.
 */
export function messengerReceipts(body: unknown, sender: Sender): readonly Receipt[] {
  const sent = echoesOf(body, sender).flatMap((item): Receipt[] => {
    const [name, at] = [item.message.metadata, item.timestamp];
    return name === undefined || at === undefined ? [] : [{ item: name, state: 'sent', at }];
  });
  const { messaging } = itemsOf(body, sender.object);
  return [...sent, ...messaging.flatMap((item) => watermarksOf(item, sender))];
}

function watermarksOf(item: Item, { id, channel }: Sender): Receipt[] {
  if (item.recipient.id !== id) return [];
  const address = { channel, id: item.sender.id };
  return (['delivered', 'read'] as const).flatMap((state): Receipt[] => {
    const until = (state === 'read' ? item.read : item.delivery)?.watermark;
    return until === undefined ? [] : [{ address, state, until }];
  });
}

type Echo = Item & { readonly message: Said };

function echoesOf(body: unknown, { object, id }: Sender): readonly Echo[] {
  const { messaging, standby } = itemsOf(body, object);
  return [...messaging, ...standby].flatMap((item): Echo[] => {
    const { message } = item;
    const echo = item.sender.id === id && message?.is_echo === true;
    return echo && message !== undefined ? [{ ...item, message }] : [];
  });
}

/** What versions before this one wrote on a message that was not the last of its item. */
const OLD_PART = 'tvear:part';

/**
 * Tells our own echoes from those of the page's inbox. Ours bear our `metadata`; should Messenger ever leave it out, the app's id
 * does, which is learnt from the echoes that have both.
 *
 * @param names - Whether a `metadata` is the name of one of our items; another app may set its own.
 */
export function ownEchoes(names: (metadata: string) => boolean): IsOurs {
  let ownApp: string | undefined;
  return ({ metadata, app_id: app }) => {
    const ours = metadata !== undefined && (metadata === OLD_PART || names(metadata));
    if (ours && app !== undefined) ownApp = String(app);
    return ours || (app !== undefined && String(app) === ownApp);
  };
}
