import { z } from 'zod';
import type { MediaKind } from '../../domain/conversation/input.ts';
import { campaignOf, type MetaEvent, type What } from './event.ts';

const text = z.string().min(1);
const some = text.optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

const Envelope = z.object({ object: z.literal('page'), entry: z.array(z.unknown()) });
const Entry = z.object({ messaging: z.array(z.unknown()) });
const Attachment = z.object({
  type: text,
  payload: z.looseObject({ sticker_id: z.unknown().optional() }).nullish().catch(undefined),
});
type Attachment = z.infer<typeof Attachment>;
const Said = z.object({
  mid: text,
  text: some,
  is_echo: flag,
  metadata: some,
  is_deleted: flag,
  quick_reply: z.object({ payload: text }).optional().catch(undefined),
  sticker_id: z.unknown().optional(),
  attachments: z.array(z.unknown()).optional().catch(undefined),
});
type Said = z.infer<typeof Said>;
const Referral = z.object({ ref: some });
const Item = z.object({
  sender: z.object({ id: text }),
  recipient: z.object({ id: text }),
  timestamp: z.number().optional().catch(undefined),
  message: Said.optional().catch(undefined),
  message_edit: z
    .object({ mid: text, text, num_edit: z.union([z.number(), z.string()]) })
    .optional()
    .catch(undefined),
  postback: z
    .object({ mid: some, payload: text, referral: Referral.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  referral: Referral.optional().catch(undefined),
});
type Item = z.infer<typeof Item>;

/** The payload that the page's "Get started" button sends. */
export const GET_STARTED = 'get-started';

/**
 * All that children told our page. Echoes, standby, reads, deliveries, reactions, thread control, other pages and
 * unknown shapes leave here.
 */
export function parseMessenger(body: unknown, pageId: string): readonly MetaEvent[] {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) return [];
  return envelope.data.entry.flatMap((entry) => {
    const items = Entry.safeParse(entry).data?.messaging ?? [];
    return items.flatMap((item) => eventOf(item, pageId));
  });
}

/** The names of our items in the echoes of what our page sent. */
export function messengerTook(body: unknown, pageId: string): readonly string[] {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) return [];
  return envelope.data.entry.flatMap((entry) => {
    const items = Entry.safeParse(entry).data?.messaging ?? [];
    return items.flatMap((value) => {
      const item = Item.safeParse(value).data;
      const ours = item?.sender.id === pageId && item.message?.is_echo === true;
      return ours && item.message?.metadata !== undefined ? [item.message.metadata] : [];
    });
  });
}

function eventOf(value: unknown, pageId: string): MetaEvent[] {
  const item = Item.safeParse(value).data;
  // In an echo the page is the sender.
  if (item === undefined || item.recipient.id !== pageId) return [];
  const found = whatOf(item);
  if (found === null) return [];
  const address = { channel: 'messenger', id: item.sender.id } as const;
  return [{ address, at: item.timestamp ?? null, ...found }];
}

type Found = What & { readonly id: string };

function whatOf(item: Item): Found | null {
  if (item.message !== undefined) return saidOf(item.message);
  if (item.message_edit !== undefined) {
    const { mid, text: now, num_edit: number } = item.message_edit;
    return { id: `edit:${mid}:${number}`, name: 'edited', text: now, messageId: mid };
  }
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

/** The first attachment's kind. A link that a child wrote comes with a `fallback`: that is still a text. */
function mediaKind(said: Said): MediaKind | null {
  if (said.sticker_id !== undefined) return 'sticker';
  const parsed = (said.attachments ?? []).map((value) => Attachment.safeParse(value));
  const attachments: Attachment[] = parsed.flatMap((one) => (one.success ? [one.data] : []));
  const first = attachments.find(({ type }) => type !== 'fallback' || said.text === undefined);
  if (first === undefined) return null;
  if (first.payload?.sticker_id !== undefined) return 'sticker';
  return (Object.hasOwn(MEDIA, first.type) ? MEDIA[first.type] : undefined) ?? 'other';
}

/** A postback without `mid` (before v11) is known by who, when and what. */
function tapOf(item: Item, postback: NonNullable<Item['postback']>): Found {
  const { payload, referral } = postback;
  const id = postback.mid ?? `postback:${item.sender.id}:${item.timestamp ?? 0}:${payload}`;
  if (payload !== GET_STARTED) return { id, name: 'choice', payload };
  return { id, name: 'opened', campaign: campaignOf(referral?.ref) };
}
