import { z } from 'zod';
import type { MediaKind } from '../../domain/conversation/input.ts';
import type { Address } from '../../ports/channel.ts';
import { campaignOf, type MetaEvent, type What } from './event.ts';
import { type Item, itemsOf, type Said, type Sender } from './messenger-envelope.ts';
import { all, counted, type Unread } from './shapes.ts';

/** The payload that the page's "Get started" button sends. */
export const GET_STARTED = 'get-started';

/** Whether an echo is of a message that we sent ourselves. */
export type IsOurs = (echo: Said) => boolean;

/**
 * All that children told our page, and that somebody else wrote to them in its name. Standby (another app holds the thread) is
 * never answered; reads, deliveries, thread control and other pages leave here, and unknown shapes, which are counted.
 */
export function parseMessenger(
  body: unknown,
  sender: Sender,
  isOurs: IsOurs,
  unread?: Unread,
): readonly MetaEvent[] {
  return counted(unread, (note) => {
    const { messaging, standby } = itemsOf(body, sender.object, note);
    return [
      ...messaging.flatMap((item) => [
        ...eventOf(item, sender, note),
        ...outsideOf(item, sender, isOurs),
      ]),
      ...standby.flatMap((item) => outsideOf(item, sender, isOurs)),
    ];
  });
}

function eventOf(item: Item, sender: Sender, unread: Unread): MetaEvent[] {
  // In an echo the page is the sender.
  if (item.recipient.id !== sender.id) return [];
  const found = whatOf(item);
  if (found === null && item.message !== undefined && item.message.is_echo !== true) unread(1);
  if (found === null) return [];
  return [{ address: addressOf(item.sender.id, sender), at: item.timestamp ?? null, ...found }];
}

function addressOf(id: string, { channel }: Sender): Address {
  return { channel, id };
}

/** Somebody used the page's own inbox, or another app did. */
function outsideOf(item: Item, sender: Sender, isOurs: IsOurs): MetaEvent[] {
  const { message } = item;
  if (item.sender.id !== sender.id || message?.is_echo !== true || isOurs(message)) return [];
  const address = addressOf(item.recipient.id, sender);
  const id = `outside:${message.mid}`;
  return [{ address, id, at: item.timestamp ?? null, name: 'outside' }];
}

type Found = What & { readonly id: string };

function whatOf(item: Item): Found | null {
  if (item.message !== undefined) return saidOf(item.message);
  if (item.message_edit !== undefined) {
    const { mid, text: now, num_edit: number } = item.message_edit;
    return { id: `edit:${mid}:${number}`, name: 'edited', text: now, messageId: mid };
  }
  if (item.reaction !== undefined) return reactionOf(item, item.reaction);
  if (item.postback !== undefined) return tapOf(item, item.postback);
  if (item.referral === undefined) return null;
  const id = `referral:${item.sender.id}:${item.timestamp ?? 0}`;
  return { id, name: 'opened', campaign: campaignOf(item.referral.ref) };
}

function saidOf(said: Said): Found | null {
  if (said.is_echo === true) return null;
  const { mid } = said;
  if (said.is_deleted === true) return { id: `unsent:${mid}`, name: 'unsent', messageId: mid };
  if (said.quick_reply !== undefined) {
    return { id: mid, name: 'choice', payload: said.quick_reply.payload };
  }
  const what = mediaKind(said);
  if (what !== null) {
    return { id: mid, name: 'media', what, caption: said.text ?? null, messageId: mid };
  }
  if (said.text === undefined) return null;
  return { id: mid, name: 'message', text: said.text, messageId: mid };
}

const Attachment = z.object({
  type: z.string().min(1),
  payload: z.looseObject({ sticker_id: z.unknown().optional() }).nullish().catch(undefined),
});

const MEDIA: Readonly<Record<string, MediaKind>> = {
  image: 'picture',
  video: 'video',
  reel: 'video',
  ig_reel: 'video',
  audio: 'voice',
  file: 'file',
  location: 'location',
  sticker: 'sticker',
};

/**
 * The first attachment's kind. A link that a child wrote comes with a `fallback`: that is still a text. A sticker was an `image`
 * with a `sticker_id`, came as both for a while, and is a `sticker` alone since 30 August 2026.
 */
function mediaKind(said: Said): MediaKind | null {
  if (said.sticker_id !== undefined) return 'sticker';
  const attachments = all(Attachment, said.attachments);
  const first = attachments.find(({ type }) => type !== 'fallback' || said.text === undefined);
  if (first === undefined) return null;
  if (first.payload?.sticker_id !== undefined) return 'sticker';
  return (Object.hasOwn(MEDIA, first.type) ? MEDIA[first.type] : undefined) ?? 'other';
}

/** Reactions have no id of their own: known by who, when, on what. */
function reactionOf(item: Item, reaction: NonNullable<Item['reaction']>): Found {
  const { mid, action, emoji } = reaction;
  const id = `reaction:${mid}:${item.timestamp ?? 0}:${action}`;
  const put = action === 'react' ? (emoji ?? '') : '';
  return { id, name: 'reacted', emoji: put === '' ? null : put, messageId: mid };
}

/** A postback without `mid` (before v11) is known by who, when and what. */
function tapOf(item: Item, postback: NonNullable<Item['postback']>): Found {
  const { payload, referral } = postback;
  const id = postback.mid ?? `postback:${item.sender.id}:${item.timestamp ?? 0}:${payload}`;
  if (payload !== GET_STARTED) return { id, name: 'choice', payload };
  return { id, name: 'opened', campaign: campaignOf(referral?.ref) };
}
