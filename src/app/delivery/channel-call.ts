import type { OutMessage } from '../../domain/conversation/message.ts';
import type { Rendered } from '../../domain/text/render.ts';
import type { Channel, Delivery, Reach } from '../../ports/channel.ts';
import type { Begun, Outgoing } from '../../ports/conversation-store.ts';
import { clearChat } from '../clear-chat.ts';
import type { Core } from '../core.ts';
import { renderFor } from '../render-message.ts';
import { openState, type SealedItem } from '../sealed.ts';
import { itemName } from './item-name.ts';

/** What is to be done, made ready while it waits for nothing but the platform. */
export interface ChannelCall {
  readonly make: () => Promise<Delivery>;
  /** How far the item got when the call took a message that was not the last. */
  readonly begun: () => Begun;
}

/** Calls the channel for the first message of an item that is not known to be taken. */
export async function channelCall(
  core: Core,
  channel: Channel,
  { address, message, heardAt }: SealedItem,
  { outgoing, now }: { readonly outgoing: Outgoing; readonly now: number },
): Promise<ChannelCall> {
  const { id, item } = outgoing;
  if (message === null) {
    const make = () => clearChat(core, channel, address, item.at);
    return { make, begun: () => ({ of: '', parts: 0 }) };
  }
  const rendered = await renderFor(core, channel.caps, message);
  const upTo = counted(core, outgoing, rendered);
  const known = outgoing.begun;
  const from = known !== null && known.of === upTo(0).of ? known.parts : 0;
  const call = {
    to: address,
    rendered,
    item: itemName(id, item.id, message.from),
    from,
    partName: (parts: number) => itemName(id, item.id, message.from, upTo(parts)),
    keepable: message.parts.some(({ kind }) => kind === 'services'),
    reach: reachOf(message, now - (await lastHeard(core, id, heardAt, now))),
  };
  return { make: () => channel.deliver(call), begun: () => upTo(from + 1) };
}

/** Counts parts of these very texts: of others (a withdrawn service, a neutral line) none was taken. Hashed only when asked. */
function counted(
  { vault }: Core,
  { id, item }: Outgoing,
  { texts }: Rendered,
): (parts: number) => Begun {
  let of: string | undefined;
  return (parts) => {
    of ??= vault.hash('ref', `parts|${id}|${item.id}|${JSON.stringify(texts)}`);
    return { of, parts };
  };
}

/** Less than any platform's window, so that what goes out at once costs no look. */
const SOON_MS = 60 * 60_000;

/** When the child last did something: an item that waited long may have been answered by then. */
async function lastHeard(
  core: Core,
  id: Outgoing['id'],
  heardAt: number,
  now: number,
): Promise<number> {
  if (now - heardAt < SOON_MS) return heardAt;
  const stored = await core.store.get(id);
  const opened = stored === null ? null : await openState(core.vault, stored);
  return Math.max(heardAt, opened?.sealed.state.marks.last ?? 0);
}

function reachOf({ from, callback, language }: OutMessage, quietMs: number): Reach {
  return { from, quietMs, callback: callback === true ? language : null };
}
