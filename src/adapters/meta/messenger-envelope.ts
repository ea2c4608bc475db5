import { z } from 'zod';
import type { ChannelId } from '../../domain/flow/bundle.ts';
import { all, flag, objects, some, text, type Unread } from './shapes.ts';

/** Whose messages are meant. Instagram posts the same shapes under another object, to be its own channel one day. */
export interface Sender {
  readonly object: 'page' | 'instagram';
  readonly channel: ChannelId;
  /** The page's id, or the Instagram account's. */
  readonly id: string;
}

const Envelope = z.object({
  object: z.enum(['page', 'instagram']),
  entry: z.array(z.unknown()),
});
const Entry = z.object({ messaging: z.unknown().optional(), standby: objects });
const Said = z.object({
  mid: text,
  text: some,
  is_echo: flag,
  app_id: z.union([z.number(), z.string()]).optional().catch(undefined),
  metadata: some,
  is_deleted: flag,
  quick_reply: z.object({ payload: text }).optional().catch(undefined),
  sticker_id: z.unknown().optional(),
  attachments: objects,
});
export type Said = z.infer<typeof Said>;
const Referral = z.object({ ref: some });
const watermark = z.object({ watermark: z.number() }).optional().catch(undefined);
const Item = z.object({
  sender: z.object({ id: text }),
  recipient: z.object({ id: text }),
  timestamp: z.number().optional().catch(undefined),
  message: Said.optional().catch(undefined),
  message_edit: z
    .object({ mid: text, text, num_edit: z.union([z.number(), z.string()]) })
    .optional()
    .catch(undefined),
  reaction: z
    .object({ mid: text, action: z.enum(['react', 'unreact']), emoji: some })
    .optional()
    .catch(undefined),
  postback: z
    .object({ mid: some, payload: text, referral: Referral.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  referral: Referral.optional().catch(undefined),
  read: watermark,
  delivery: watermark,
});
export type Item = z.infer<typeof Item>;

export interface Items {
  readonly messaging: readonly Item[];
  /** What was said while another app held the thread. */
  readonly standby: readonly Item[];
}

export function itemsOf(body: unknown, object: Sender['object'], unread?: Unread): Items {
  const envelopes = all(Envelope, [body], unread).filter((one) => one.object === object);
  const entries = envelopes.flatMap(({ entry }) => all(Entry, entry, unread));
  return {
    messaging: entries.flatMap(({ messaging }) => {
      noteUnknown(messaging, unread);
      return all(Item, messaging, unread);
    }),
    standby: entries.flatMap(({ standby }) => all(Item, standby)),
  };
}

/** What a child did is in one of these. */
const DEEDS = ['message', 'message_edit', 'reaction', 'postback'] as const;
/** What else Messenger tells; nothing of it is a child's word. */
const OTHERS = [
  ...[
    'referral',
    'read',
    'delivery',
    'optin',
    'account_linking',
    'app_roles',
    'policy_enforcement',
  ],
  ...['pass_thread_control', 'take_thread_control', 'request_thread_control', 'messaging_feedback'],
];

/** Counts what has the frame of an item and no content that is known, or one that does not have its shape. */
function noteUnknown(messaging: unknown, unread: Unread | undefined): void {
  if (unread === undefined || !Array.isArray(messaging)) return;
  for (const raw of messaging) {
    const item = Item.safeParse(raw).data;
    if (item === undefined) continue;
    const names = Object.keys(raw);
    const deeds = DEEDS.filter((name) => names.includes(name));
    const known = deeds.length > 0 || OTHERS.some((name) => names.includes(name));
    if (!known || deeds.some((name) => item[name] === undefined)) unread(1);
  }
}
