import { z } from 'zod';
import { BANDS, CHANNELS } from '../domain/flow/bundle.ts';
import { AGE_BANDS, CATEGORIES, CONTACT_KINDS, GENDERS } from '../domain/record/record.ts';
import { ROLES } from '../domain/staff/roles.ts';

/**
 * The console's API: the one source of validation on the server and of types in the console. Every change needs the
 * session's token in `X-CSRF-Token` (not the first two), an `Origin` of ours and a JSON body.
 *
 *     POST   /api/session                       SignIn -> Session | 401 refused | 429 slow-down
 *     POST   /api/invitations/accept            AcceptInvitation -> Session | 404 invalid-invitation | 409 name-taken
 *     GET    /api/session                       Session | 401 signed-out
 *     DELETE /api/session                       204
 *     GET    /api/about, /api/queue, /api/staff About, Queue, Staff
 *     GET    /api/conversations/:id             Conversation | 404 missing
 *     POST   /api/queue/:id/claim               Act -> 204 | 409 already-claimed (by), at-capacity | 404 missing
 *     POST   /api/conversations/:id/messages    Say  -> 204 | 404 missing | 409 not-owner | 410 child-left
 *     POST   /api/conversations/:id/notes       Note -> as messages
 *     POST   /api/conversations/:id/release     Act  -> as messages
 *     POST   /api/conversations/:id/transfer    Transfer -> as messages | 409 unavailable
 *     POST   /api/conversations/:id/close       Act  -> as messages
 *     PUT    /api/conversations/:id/wrap-up     WrapUpBody -> as messages
 *     PUT    /api/presence                      Presence -> 204
 *     POST   /api/invitations                   Invite -> 201 Invitation
 *     PUT    /api/staff/:id                     ChangeStaff -> 204 | 404 missing | 409 last-admin
 *     GET    /api/events                        server-sent `queue` and `change` (LiveEvent)
 */

const text = z.string().trim().min(1).max(4000);
/** Made by the console for each act that must not happen twice. */
const key = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);

export const SignIn = z.strictObject({ name: z.string().max(100), password: z.string().max(200) });
export const AcceptInvitation = z.strictObject({
  token: z.string().max(100),
  name: z
    .string()
    .trim()
    .regex(/^[a-z0-9._-]{3,40}$/),
  /** What children and colleagues see. */
  alias: z.string().trim().min(2).max(30),
  password: z.string().min(12).max(200),
});
export const Me = z.object({
  id: z.string(),
  name: z.string(),
  alias: z.string(),
  role: z.enum(ROLES),
  language: z.string(),
});
export const Session = z.object({ me: Me, csrf: z.string() });

const BriefItem = z.object({ name: z.string(), value: z.string() });
const Card = z.object({
  id: z.string(),
  /** Four letters or digits to speak of it by. */
  handle: z.string(),
  version: z.number(),
  band: z.enum(BANDS),
  /** Category code, the reason in one word. */
  reason: z.string().nullable(),
  brief: z.array(BriefItem),
  language: z.string().nullable(),
  channel: z.enum(CHANNELS),
  /** The child used the help word or a distress word since. */
  raised: z.boolean(),
  /** When the child asked for a person (ms). */
  since: z.number(),
});
export const QueueCard = Card;
export const MyCard = Card.extend({
  /** When the child last wrote (ms). */
  last: z.number(),
  /** A line of the child stands last. */
  needsReply: z.boolean(),
  /** The child left, or the talk ended; only the wrap-up is missing. */
  ended: z.boolean(),
});
export const Queue = z.object({
  now: z.number(),
  desk: z.enum(['open', 'closed', 'full', 'down']),
  available: z.boolean(),
  capacity: z.number(),
  waiting: z.array(QueueCard),
  mine: z.array(MyCard),
});

export const TranscriptLine = z.object({
  seq: z.number(),
  from: z.enum(['child', 'bot', 'counsellor', 'note', 'event']),
  text: z.string(),
  at: z.number(),
  alias: z.string().optional(),
});
export const WrapUpBody = z.strictObject({
  contact: z.enum(CONTACT_KINDS),
  category: z.enum(CATEGORIES).nullable(),
  risk: z.enum(['none', 'some', 'high']).nullable(),
  ageBand: z.enum(AGE_BANDS).nullable(),
  gender: z.enum(GENDERS).nullable(),
  referredTo: z.array(z.string().max(40)).max(10),
});
export const Conversation = Card.extend({
  owner: z.enum(['me', 'other', 'queue', 'bot', 'nobody']),
  ownerAlias: z.string().nullable(),
  mayWrite: z.boolean(),
  discreet: z.boolean(),
  lines: z.array(TranscriptLine),
  /** Messages to the child that the channel has not taken yet. */
  undelivered: z.number(),
  /** Messages that could not be delivered for good. */
  ended: z.object({ how: z.string(), at: z.number() }).nullable(),
  /** When what stands here is erased (ms). */
  erasedAt: z.number().nullable(),
  wrapUp: WrapUpBody.nullable(),
});

export const Say = z.strictObject({ key, text });
export const Note = z.strictObject({ key, text });
export const Act = z.strictObject({ key });
/** `to`: the id of a colleague from `/api/staff`. */
export const Transfer = z.strictObject({ key, to: z.string().max(60) });
export const Presence = z.strictObject({ available: z.boolean() });
export const Staff = z.object({
  people: z.array(
    z.object({ id: z.string(), alias: z.string(), role: z.enum(ROLES), available: z.boolean() }),
  ),
});
/** `POST /api/invitations` and its answer; the link holds the token in its fragment and is shown once. */
export const Invite = z.strictObject({ role: z.enum(ROLES) });
export const Invitation = z.object({ link: z.string(), expires: z.number() });
/** `PUT /api/staff/:id`. */
export const ChangeStaff = z.strictObject({
  role: z.enum(ROLES).optional(),
  disabled: z.boolean().optional(),
});
/** What runs here, for banners and explanations. */
export const About = z.object({
  mode: z.enum(['demo', 'pilot', 'production']),
  transcriptRetentionSeconds: z.number(),
  idleSeconds: z.number(),
  languages: z.array(z.string()),
  /** Codes of standing warnings, worded by the console (`locales/<lang>/console.json`, `warnings.*`). */
  warnings: z.array(z.string()),
});
/** Server-sent events of `GET /api/events`: ids and versions, never content. */
export const LiveEvent = z.object({
  id: z.string(),
  version: z.number(),
  what: z.enum(['turn', 'owner', 'outbox']),
});
export const ApiError = z.object({ error: z.string(), by: z.string().optional() });
