import { z } from 'zod';
import type { Input, MediaKind } from '../../domain/conversation/input.ts';
import { standingTap } from './keyboard.ts';

const Chat = z.looseObject({ id: z.int(), type: z.string() });
const From = z.looseObject({ language_code: z.string().optional().catch(undefined) });

/** Only what a translation reads; names, usernames, media ids and all else are dropped here. */
const Message = z.object({
  message_id: z.int(),
  date: z.int(),
  edit_date: z.int().optional().catch(undefined),
  chat: Chat,
  from: From.optional().catch(undefined),
  text: z.string().optional(),
  caption: z.string().optional(),
  sent: z.array(z.string()),
  /** A note of Telegram's own in the chat, and no child's word. */
  service: z.boolean(),
});
export type Message = z.infer<typeof Message>;

/** Without data (a game) or without a message there is nothing to hear, but the spinner has to end. */
const Callback = z.object({
  id: z.string().min(1),
  from: From,
  data: z.string().min(1).optional().catch(undefined),
  message: z.object({ chat: Chat }).optional().catch(undefined),
});

const Member = z.object({
  date: z.int(),
  chat: Chat,
  new_chat_member: z.object({ status: z.string() }),
});

/** The four kinds that the webhook asks for (`allowed_updates`), reduced to what may be known. */
export const Update = z.object({
  update_id: z.int().nonnegative(),
  message: z.preprocess(reduce, Message).optional(),
  edited_message: z.preprocess(reduce, Message).optional(),
  callback_query: Callback.optional(),
  my_chat_member: Member.optional(),
});
export type Update = z.infer<typeof Update>;

/** Turns the fields that hold what was sent into their mere names, so that no file id passes. */
function reduce(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const held = new Map(Object.entries(value));
  const sent = KINDS.flatMap(([field]) => (isSent(held.get(field)) ? [field] : []));
  const service = SERVICE.some((field) => held.has(field));
  return { ...Object.fromEntries(PASSED.map((name) => [name, held.get(name)])), sent, service };
}

/** What may stand in a private chat besides messages. */
const SERVICE = [
  ...['pinned_message', 'message_auto_delete_timer_changed', 'chat_background_set'],
  ...['write_access_allowed', 'connected_website', 'boost_added', 'gift', 'unique_gift'],
  ...['users_shared', 'chat_shared', 'web_app_data', 'successful_payment', 'refunded_payment'],
];

/** None of the kinds that the webhook asks for. */
export function isUnknown(update: Update): boolean {
  const { message, edited_message, callback_query, my_chat_member } = update;
  return [message, edited_message, callback_query, my_chat_member].every(
    (kind) => kind === undefined,
  );
}

const PASSED = ['message_id', 'date', 'edit_date', 'chat', 'from', 'text', 'caption'];

function isSent(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** In this order: an animation comes with a document, a venue with a location. Service messages are none of these. */
const KINDS: readonly (readonly [string, MediaKind])[] = [
  ['photo', 'picture'],
  ['live_photo', 'picture'],
  ['animation', 'video'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['sticker', 'sticker'],
  ['document', 'file'],
  ['venue', 'location'],
  ['location', 'location'],
  ['contact', 'contact'],
  ['poll', 'other'],
  ['dice', 'other'],
  ['game', 'other'],
  ['story', 'other'],
  ['paid_media', 'other'],
  ['checklist', 'other'],
  ['rich_message', 'other'],
];

/** @param ref - The keyed hash of this message. */
export function inputOfMessage(message: Message, ref: string): Input | null {
  const { text, caption } = message;
  if (text !== undefined) return inputOfText(text, ref);
  const what = KINDS.find(([field]) => field === message.sent[0])?.[1];
  if (what === undefined) return null;
  return { kind: 'media', what, ref, ...(caption === undefined ? {} : { caption }) };
}

/** What the menu's commands mean; `main` gives the menu its words. A command that is none of these is text. */
const COMMANDS: Readonly<Record<string, (ref: string) => Input>> = {
  exit: () => ({ kind: 'choice', id: 'exit' }),
  stop: () => ({ kind: 'choice', id: 'exit' }),
  delete: () => ({ kind: 'choice', id: 'erase' }),
  help: () => ({ kind: 'choice', id: 'help' }),
  person: () => ({ kind: 'choice', id: 'person' }),
  khmer: (ref) => ({ kind: 'text', text: 'khmer', ref }),
  english: (ref) => ({ kind: 'text', text: 'english', ref }),
};

/** `/start` opens, with the campaign of a `t.me/<bot>?start=<campaign>` link. */
function inputOfText(text: string, ref: string): Input {
  const start = /^\/start(?:@\w+)?(?:\s+([\w-]{1,64}))?\s*$/u.exec(text);
  if (start !== null) {
    return start[1] === undefined ? { kind: 'opened' } : { kind: 'opened', campaign: start[1] };
  }
  const command = /^\/([a-z]{1,32})(?:@\w+)?\s*$/u.exec(text)?.[1] ?? '';
  const meant = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (meant !== undefined) return meant(ref);
  const standing = standingTap(text);
  return standing === undefined ? { kind: 'text', text, ref } : { kind: 'choice', id: standing };
}

export function inputOfEdit(message: Message, ref: string): Input | null {
  const text = message.text ?? message.caption;
  return text === undefined ? null : { kind: 'edited', text, ref };
}
