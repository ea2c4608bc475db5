import { z } from 'zod';
import type { MediaKind } from '../../domain/conversation/input.ts';
import type { Address } from '../../ports/channel.ts';
import type { MetaEvent, What } from './event.ts';

const text = z.string().min(1);
const some = text.optional().catch(undefined);
const objects = z.array(z.unknown()).optional().catch(undefined);

const Envelope = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.unknown()),
});
const Entry = z.object({ changes: z.array(z.unknown()) });
const Change = z.object({
  field: z.literal('messages'),
  value: z.object({
    metadata: z.object({ phone_number_id: text }),
    contacts: objects,
    messages: objects,
    statuses: objects,
  }),
});
const Contact = z.object({ wa_id: some, user_id: some });
const Message = z.looseObject({
  id: text,
  type: text,
  timestamp: some,
  from: some,
  from_user_id: some,
  group_id: z.unknown().optional(),
});
type Message = z.infer<typeof Message>;
const Status = z.object({
  id: text,
  status: z.literal('failed'),
  timestamp: some,
  recipient_id: some,
  recipient_user_id: some,
  errors: z
    .array(z.object({ code: z.number() }))
    .optional()
    .catch(undefined),
});

export interface WhatsappParse {
  readonly events: readonly MetaEvent[];
  /** Codes of messages that WhatsApp took and then could not deliver. */
  readonly failures: readonly string[];
}

/**
 * All that WhatsApp told about one of our numbers. Sent, delivered and read statuses, groups, reactions, system
 * notes and unknown shapes leave here.
 */
export function parseWhatsapp(body: unknown, phoneNumberId: string): WhatsappParse {
  const events: MetaEvent[] = [];
  const failures: string[] = [];
  for (const value of valuesOf(body)) {
    if (value.metadata.phone_number_id !== phoneNumberId) continue;
    const contacts = all(Contact, value.contacts);
    events.push(...all(Message, value.messages).flatMap((message) => eventOf(message, contacts)));
    for (const status of all(Status, value.statuses)) {
      const codes = status.errors?.map(({ code }) => code) ?? [];
      failures.push(...codes.map(String));
      if (codes.includes(UNDELIVERABLE)) events.push(...goneOf(status));
    }
  }
  return { events, failures };
}

const UNDELIVERABLE = 131026;

/** One status a message is enough: the later ones say the same. */
const Took = z.object({ status: z.enum(['sent', 'failed']), biz_opaque_callback_data: text });

/** The names of our items in the statuses of one of our numbers. */
export function whatsappTook(body: unknown, phoneNumberId: string): readonly string[] {
  return valuesOf(body)
    .filter((value) => value.metadata.phone_number_id === phoneNumberId)
    .flatMap((value) => all(Took, value.statuses))
    .map((status) => status.biz_opaque_callback_data);
}

function valuesOf(body: unknown) {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) return [];
  const changes = all(Entry, envelope.data.entry).flatMap((entry) => entry.changes);
  return all(Change, changes).map((change) => change.value);
}

/** The members that have the shape; the others do not spoil them. */
function all<T>(schema: z.ZodType<T>, items: readonly unknown[] | undefined): T[] {
  return (items ?? []).flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

function eventOf(message: Message, contacts: readonly z.infer<typeof Contact>[]): MetaEvent[] {
  if (message.group_id !== undefined) return [];
  const address = addressOf(message, contacts);
  const what = whatOf(message);
  if (address === null || what === null) return [];
  return [{ address, id: message.id, at: timeOf(message.timestamp), ...what }];
}

/** The business-scoped id where WhatsApp gives one; the phone number beside it is the second name of the same child. */
function addressOf(message: Message, contacts: readonly z.infer<typeof Contact>[]): Address | null {
  const sole = contacts.length === 1 ? contacts[0] : undefined;
  const known = contacts.find(({ wa_id }) => wa_id !== undefined && wa_id === message.from) ?? sole;
  const scoped = message.from_user_id ?? known?.user_id;
  const phone = message.from ?? (known?.user_id === scoped ? known?.wa_id : undefined);
  return addressFrom(scoped, phone);
}

function addressFrom(scoped: string | undefined, phone: string | undefined): Address | null {
  const id = scoped ?? phone;
  if (id === undefined) return null;
  const both = scoped !== undefined && phone !== undefined;
  return both ? { channel: 'whatsapp', id, also: phone } : { channel: 'whatsapp', id };
}

function goneOf(status: z.infer<typeof Status>): MetaEvent[] {
  const address = addressFrom(status.recipient_user_id, status.recipient_id);
  if (address === null) return [];
  return [{ address, id: `failed:${status.id}`, at: timeOf(status.timestamp), name: 'gone' }];
}

function timeOf(timestamp: string | undefined): number | null {
  return timestamp !== undefined && /^\d{9,12}$/u.test(timestamp) ? Number(timestamp) * 1000 : null;
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

/** Kinds of "unsupported" by which a child says nothing new. */
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

function whatOf(message: Message): What | null {
  switch (message.type) {
    case 'text': {
      const said = Text.safeParse(message['text']).data;
      return said === undefined
        ? null
        : { name: 'message', text: said.body, messageId: message.id };
    }
    case 'interactive':
      return tapOf(message);
    case 'button': {
      const payload = z.object({ payload: text }).safeParse(message['button']).data?.payload;
      return payload === undefined ? null : { name: 'choice', payload };
    }
    case 'request_welcome':
      return { name: 'opened', campaign: null };
    case 'revoke': {
      const target = Changed.safeParse(message['revoke']).data?.original_message_id;
      return target === undefined ? null : { name: 'unsent', messageId: target };
    }
    case 'edit':
      return editOf(message['edit']);
    default:
      return mediaOf(message);
  }
}

function tapOf(message: Message): What | null {
  const tap = Interactive.safeParse(message['interactive']).data;
  const payload = tap?.button_reply?.id ?? tap?.list_reply?.id;
  if (payload !== undefined) return { name: 'choice', payload };
  if (tap?.type !== 'nfm_reply') return null;
  return { name: 'media', what: 'other', caption: null, messageId: message.id };
}

function editOf(value: unknown): What | null {
  const edit = Edited.safeParse(value).data;
  if (edit === undefined) return null;
  const caption = Captioned.safeParse(edit.message[edit.message.type]).data?.caption;
  const now = edit.message.text?.body ?? caption;
  return now === undefined
    ? null
    : { name: 'edited', text: now, messageId: edit.original_message_id };
}

function mediaOf(message: Message): What | null {
  const what = Object.hasOwn(MEDIA, message.type) ? MEDIA[message.type] : undefined;
  if (what === undefined) return null;
  const kind = Unsupported.safeParse(message['unsupported']).data?.type;
  if (message.type === 'unsupported' && kind !== undefined && NOT_SENT.includes(kind)) return null;
  const caption = Captioned.safeParse(message[message.type]).data?.caption ?? null;
  return { name: 'media', what, caption, messageId: message.id };
}
