import { z } from 'zod';
import type { MediaKind } from '../../domain/conversation/input.ts';
import type { Address } from '../../ports/channel.ts';
import type { MetaEvent, What } from './event.ts';
import { all, counted, some, text, type Unread } from './shapes.ts';
import { addressFrom, isScoped, timeOf, valuesOf } from './whatsapp-envelope.ts';

const Contact = z.object({ wa_id: some, user_id: some });
type Contact = z.infer<typeof Contact>;
const Message = z.looseObject({
  id: text,
  type: text,
  timestamp: some,
  from: some,
  from_user_id: some,
  group_id: z.unknown().optional(),
});
type Message = z.infer<typeof Message>;

/** All that children told one of our numbers. Groups leave here, and unknown shapes, which are counted. */
export function parseWhatsapp(
  body: unknown,
  phoneNumberId: string,
  unread?: Unread,
): readonly MetaEvent[] {
  return counted(unread, (note) =>
    valuesOf(body, phoneNumberId, note).flatMap((value) => {
      const contacts = all(Contact, value.contacts);
      return all(Message, value.messages, note).flatMap((message) =>
        eventsOf(message, contacts, note),
      );
    }),
  );
}

function eventsOf(message: Message, contacts: readonly Contact[], unread: Unread): MetaEvent[] {
  // A group is never answered: everybody in it would read along.
  if (message.group_id !== undefined) return [];
  if (message.type === 'system') return movesOf(message, unread);
  const address = addressOf(message, contacts);
  const what = whatOf(message);
  if (what === NOTHING_NEW) return [];
  if (address === null || what === null || isNew(message)) unread(1);
  if (address === null || what === null) return [];
  return [{ address, id: message.id, at: timeOf(message.timestamp), ...what }];
}

/** A kind that WhatsApp made since: that something came is said, and what it was is not known. */
function isNew({ type }: Message): boolean {
  return !Object.hasOwn(READERS, type) && !Object.hasOwn(MEDIA, type);
}

function addressOf(message: Message, contacts: readonly Contact[]): Address | null {
  const sole = contacts.length === 1 ? contacts[0] : undefined;
  const known = contacts.find(({ wa_id }) => wa_id !== undefined && wa_id === message.from) ?? sole;
  const scoped = message.from_user_id ?? known?.user_id;
  const phone = message.from ?? (known?.user_id === scoped ? known?.wa_id : undefined);
  return addressFrom(scoped, phone);
}

const System = z.object({
  type: z.enum(['user_changed_number', 'user_changed_user_id']),
  wa_id: some,
  user_id: some,
  previous_user_id: some,
});

/**
 * The child has a new number, and with it a new business-scoped id, or only the latter. Every name that is told becomes one of
 * the same child. `from` and `previous_user_id` are the old ones; the new scoped id stands in `system.user_id` or, as in other
 * messages, in `from_user_id` (Meta names the previous ones alone, so both places are looked at).
 */
function movesOf(message: Message, unread: Unread): MetaEvent[] {
  const system = System.safeParse(message['system']).data;
  if (system === undefined) return [];
  const later = [system.user_id, message.from_user_id].find(
    (id) => id !== undefined && id !== system.previous_user_id && isScoped(id),
  );
  const to = addressFrom(later, system.wa_id);
  if (to === null) {
    unread(1);
    return [];
  }
  const before = addressFrom(system.previous_user_id, message.from);
  const others = new Set([to.also, before?.id, before?.also]);
  others.delete(undefined);
  others.delete(to.id);
  const at = timeOf(message.timestamp);
  return [...others].map((also, index) => ({
    address: { channel: 'whatsapp', id: to.id, also: also ?? to.id },
    id: `${message.id}:${index}`,
    at,
    name: 'moved',
  }));
}

const MEDIA: Readonly<Record<string, MediaKind>> = {
  image: 'picture',
  video: 'video',
  audio: 'voice',
  voice: 'voice',
  document: 'file',
  sticker: 'sticker',
  location: 'location',
  contacts: 'contact',
  order: 'other',
  unsupported: 'other',
};

/**
 * Kinds of "unsupported" by which a child says nothing new. Edits come as such since June 2026, until WhatsApp delivers them
 * again (`edit`); what stands in them is not told.
 */
const NOT_SENT = ['edit', 'pin', 'revoke', 'reaction'];

const Text = z.object({ body: text });
const Reply = z.object({ id: text });
const Interactive = z.object({
  button_reply: Reply.optional().catch(undefined),
  list_reply: Reply.optional().catch(undefined),
  type: some,
});
const Unsupported = z.object({ type: text });
const Captioned = z.object({ caption: some });
const Changed = z.object({ original_message_id: text });
const Edited = Changed.extend({
  message: z.looseObject({ type: text, text: Text.optional().catch(undefined) }),
});
const Reaction = z.object({ message_id: text, emoji: some });
const Button = z.object({ payload: text });

const NOTHING_NEW = 'nothing-new';
/** Null: it cannot be read. */
type Read = What | typeof NOTHING_NEW | null;

const READERS: Readonly<Record<string, (message: Message) => Read>> = {
  text: textOf,
  interactive: tapOf,
  button: buttonOf,
  reaction: reactionOf,
  edit: editOf,
  revoke: revokeOf,
  request_welcome: () => ({ name: 'opened', campaign: null }),
};

function whatOf(message: Message): Read {
  const read = Object.hasOwn(READERS, message.type) ? READERS[message.type] : undefined;
  return (read ?? mediaOf)(message);
}

function textOf(message: Message): What | null {
  const said = Text.safeParse(message['text']).data;
  return said === undefined ? null : { name: 'message', text: said.body, messageId: message.id };
}

function tapOf(message: Message): What | null {
  const tap = Interactive.safeParse(message['interactive']).data;
  const payload = tap?.button_reply?.id ?? tap?.list_reply?.id;
  if (payload !== undefined) return { name: 'choice', payload };
  if (tap?.type !== 'nfm_reply') return null;
  return { name: 'media', what: 'other', caption: null, messageId: message.id };
}

/** A button of a template: the callback's. Its payload is one of ours, or the label where none was given. */
function buttonOf(message: Message): What | null {
  const payload = Button.safeParse(message['button']).data?.payload;
  return payload === undefined ? null : { name: 'choice', payload };
}

/** An empty or absent emoji takes the reaction back. */
function reactionOf(message: Message): What | null {
  const reaction = Reaction.safeParse(message['reaction']).data;
  if (reaction === undefined) return null;
  return { name: 'reacted', emoji: reaction.emoji ?? null, messageId: reaction.message_id };
}

function revokeOf(message: Message): What | null {
  const target = Changed.safeParse(message['revoke']).data?.original_message_id;
  return target === undefined ? null : { name: 'unsent', messageId: target };
}

function editOf(message: Message): Read {
  const edit = Edited.safeParse(message['edit']).data;
  if (edit === undefined) return null;
  const caption = Captioned.safeParse(edit.message[edit.message.type]).data?.caption;
  const now = edit.message.text?.body ?? caption;
  return now === undefined
    ? NOTHING_NEW
    : { name: 'edited', text: now, messageId: edit.original_message_id };
}

function mediaOf(message: Message): Read {
  const what = (Object.hasOwn(MEDIA, message.type) ? MEDIA[message.type] : undefined) ?? 'other';
  const kind = Unsupported.safeParse(message['unsupported']).data?.type;
  if (message.type === 'unsupported' && kind !== undefined && NOT_SENT.includes(kind))
    return NOTHING_NEW;
  const caption = Captioned.safeParse(message[message.type]).data?.caption ?? null;
  return { name: 'media', what, caption, messageId: message.id };
}
