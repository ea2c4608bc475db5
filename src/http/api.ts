import { z } from 'zod';
import { DELIVERY_STATES } from '../app/desk-types.ts';
import { CASE_ITEMS, HOLD_MOST_HOURS, HOLD_REASONS } from '../domain/conversation/escalation.ts';
import { FRICTION_HOURS, FRICTION_REASONS } from '../domain/conversation/friction.ts';
import { TRANSFER_REASONS } from '../domain/conversation/offer.ts';
import { CANNED_GROUPS } from '../domain/counsel/canned.ts';
import { SERVICE_KINDS } from '../domain/directory/kinds.ts';
import { PROVINCE_CODES } from '../domain/directory/provinces.ts';
import { Service } from '../domain/directory/service.ts';
import { BANDS, CHANNELS } from '../domain/flow/bundle.ts';
import {
  AGE_BANDS,
  CATEGORIES,
  CONTACT_KINDS,
  GENDERS,
  REFERRALS,
} from '../domain/record/record.ts';
import { ROLES } from '../domain/staff/roles.ts';

/**
 * The console's API: the one source of validation on the server and of types in the console. Every change needs the
 * session's token in `X-CSRF-Token` (not the first two), an `Origin` of ours and a JSON body.
 *
 *     POST   /api/session                       SignIn -> Session | FactorAsked | 401 refused | 429 slow-down
 *     POST   /api/session/factor                ShowFactor -> Session | 401 refused, used-code | 429 slow-down, too-many
 *     POST   /api/invitations/accept            AcceptInvitation -> Session | 404 invalid-invitation | 409 name-taken | 422 weak-password
 *     GET    /api/session                       Session | 401 signed-out
 *     DELETE /api/session                       204
 *     GET    /api/about, /api/staff             About, Staff
 *     GET    /api/queue?since=NAME              QueueAnswer
 *     GET    /api/conversations/:id             Conversation | 404 missing
 *     GET    /api/canned                        Canned
 *     POST   /api/queue/:id/claim               Act -> 204 | 409 already-claimed (by), at-capacity | 404 missing
 *     POST   /api/conversations/:id/messages    Say  -> 204 | 404 missing | 409 not-owner, unanswered | 410 child-left
 *     POST   /api/conversations/:id/notes       Note -> as messages
 *     POST   /api/conversations/:id/check-in    Act -> as messages; a gentle question, once a silence
 *     POST   /api/conversations/:id/release     Act  -> as messages
 *     POST   /api/conversations/:id/observe     Observe -> 204 | 404 missing; a supervisor, for a minute at a time
 *     POST   /api/conversations/:id/transfer    Transfer -> as messages | 409 unavailable; the colleague has a minute to answer
 *     POST   /api/conversations/:id/transfer/withdraw   Act -> as messages
 *     POST   /api/conversations/:id/transfer/answer     AnswerTransfer -> 204 | 404 missing | 409 unavailable
 *     POST   /api/conversations/:id/refer       Refer -> as messages | 409 unavailable (it may not be shown any more)
 *     GET    /api/guidance?language=km          GuidanceOf
 *     GET    /api/referrals                     Referrals, what a child may be shown now
 *     POST   /api/conversations/:id/close       Act  -> as messages
 *     POST   /api/conversations/:id/escalate    Act  -> 204 | 404 missing | 409 not-now
 *     PUT    /api/conversations/:id/case        CaseWritten -> as escalate; headings that stand in the helpline's own case system
 *     POST   /api/conversations/:id/join        Act  -> as escalate; a supervisor
 *     POST   /api/conversations/:id/hold        HoldAct -> as escalate | 409 unavailable (not signed for, or not for so long)
 *     POST   /api/conversations/:id/friction    AskFriction -> 204 | 404 missing | 409 not-now, unavailable; joining the line rests for half an hour
 *     GET    /api/frictions                     Frictions; a supervisor
 *     PUT    /api/frictions/:id                 ReviewFriction -> 204 | 404 missing | 409 not-now
 *     PUT    /api/conversations/:id/draft       ReplyDraft -> as messages; what is written and not sent, for minutes
 *     PUT    /api/conversations/:id/wrap-up     WrapUpBody -> as messages
 *     PUT    /api/conversations/:id/wrap-up/draft       WrapUpBody -> as messages; what is filled in so far
 *     POST   /api/conversations/:id/wrap-up/skip        Act -> as messages | 409 already-skipped; later, once
 *     POST   /api/break                         Break -> 204; away, with the conversations in hand kept
 *     PUT    /api/presence                      Presence -> 204
 *     POST   /api/invitations                   Invite -> 201 Invitation
 *     PUT    /api/staff/:id                     ChangeStaff -> 204 | 404 missing | 409 last-admin
 *     GET    /api/campaigns                     Campaigns
 *     POST   /api/campaigns                     NewCampaign -> 201 { code }
 *     GET    /api/campaigns/:id/sheet           a page to print (language, format, channel) | 404 missing
 *     GET    /api/services                      Services
 *     PUT    /api/services/:id                  PutService -> ServiceChanges | 400 bad-request | 409 busy, invalid
 *     POST   /api/services/:id/verify           VerifyService -> 204 | 404 missing | 409 busy, invalid
 *     POST   /api/services/:id/withdraw         WithdrawService -> as verify
 *     GET    /api/me/account                    Account
 *     PUT    /api/me/languages                  Languages -> 204 | 422 unknown-language; in which one writes with children
 *     POST   /api/me/lock                       204; a desk that nobody touches
 *     POST   /api/me/confirm                    ConfirmPassword -> 204 | 422 wrong-password | 429 slow-down
 *
 * What follows asks for the password again (403 confirm) ten minutes after it was last given:
 *     PUT    /api/me/password                   NewPassword -> 204 | 422 weak-password
 *     POST   /api/me/totp                       TotpSetUp
 *     POST   /api/me/totp/confirm               TotpCode -> RecoveryCodes | 409 wrong-code, not-begun
 *     DELETE /api/me/totp, /api/me/passkeys/:id 204 | 404 missing | 409 last-factor
 *     POST   /api/me/passkeys/options           PasskeyOptions
 *     POST   /api/me/passkeys                   NewPasskey -> RecoveryCodes | 409 not-taken
 *     POST   /api/me/recovery                   RecoveryCodes
 *     DELETE /api/staff/:id/factors             204 | 404 missing (an admin, for whoever lost everything)
 *
 * To end a session needs no password: nobody should have to look for it while a stranger is signed in.
 *     DELETE /api/me/sessions/:id               204 | 404 missing
 *     DELETE /api/me/sessions                   204, all of them
 *
 *     GET    /api/events                        server-sent `snapshot` (LiveSnapshot) once, then `queue` and `change` (LiveEvent)
 */

/** A text in each language. */
const InLanguages = z.object({ km: z.string(), en: z.string() }).catchall(z.string());
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
/**
 * `mustSetUp`: nothing but the own account is open before a second factor is set up. `locked`: no conversation is open (423)
 * before the password was given again (`POST /api/me/confirm`).
 */
export const Session = z.object({
  me: Me,
  csrf: z.string(),
  mustSetUp: z.boolean(),
  locked: z.boolean(),
});

/** WebAuthn's own JSON, made and read by the library on either side. */
const WebAuthn = z.looseObject({});
export const FACTOR_METHODS = ['passkey', 'totp', 'recovery'] as const;
/** The password was right; the ticket is good for five minutes and five tries. */
export const FactorAsked = z.object({
  ticket: z.string(),
  methods: z.array(z.enum(FACTOR_METHODS)),
  passkey: WebAuthn.nullable(),
});
export const SignInAnswer = z.union([Session, FactorAsked]);
const code = z.string().max(60);
export const ShowFactor = z.strictObject({
  ticket: z.string().max(100),
  shown: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('totp'), code }),
    z.strictObject({ kind: z.literal('recovery'), code }),
    z.strictObject({ kind: z.literal('passkey'), response: WebAuthn }),
  ]),
});

/** The own account, as its owner sees it. */
export const Account = z.object({
  required: z.boolean(),
  totp: z.boolean(),
  passkeys: z.array(z.object({ handle: z.string(), name: z.string(), since: z.number() })),
  /** Recovery codes that are left. */
  recovery: z.number(),
  /** Languages in which I write with children; empty: every one. */
  writes: z.array(z.string()).default([]),
  sessions: z.array(
    z.object({ handle: z.string(), since: z.number(), seen: z.number(), current: z.boolean() }),
  ),
});
/** In which of the bundle's languages I write with children; empty: every one. */
export const Languages = z.strictObject({ writes: z.array(z.string().max(20)).max(20) });
export const ConfirmPassword = z.strictObject({ password: z.string().max(200) });
export const NewPassword = z.strictObject({ password: z.string().min(12).max(200) });
export const TotpSetUp = z.object({ secret: z.string(), qr: z.string() });
export const TotpCode = z.strictObject({ code: z.string().max(12) });
export const PasskeyOptions = WebAuthn;
export const NewPasskey = z.strictObject({
  name: z.string().trim().min(1).max(40),
  response: WebAuthn,
});
/** Shown once; null when there were codes already. */
export const RecoveryCodes = z.object({ recovery: z.array(z.string()).nullable() });

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
  /** What the child wrote or sent since a counsellor's last word, by `seq`; of a long row only its end. */
  unanswered: z.array(z.number()),
  /** Without a first reply the child goes back to the queue then (ms). */
  replyBy: z.number().nullable(),
  /** The child was silent for so long that it takes no place until they write again. */
  asleep: z.boolean(),
  /** The wrap-up was put off until then (ms). */
  remindAt: z.number().nullable(),
  /** The child left, or the talk ended; only the wrap-up is missing. */
  ended: z.boolean(),
});
/** A colleague's conversation that I am asked to go on with; it lapses by itself. */
export const OfferCard = Card.extend({
  from: z.string(),
  why: z.enum(TRANSFER_REASONS),
  until: z.number(),
});
/** A colleague's live conversation, for a supervisor. */
export const OthersCard = Card.extend({ with: z.string() });
/** A life is in danger; no word of the child stands here. */
export const EscalationCard = Card.extend({
  with: z.string(),
  /** Null until one came. */
  supervisor: z.string().nullable(),
  joined: z.boolean(),
  erasedAt: z.number().nullable(),
  /** Something waits for my answer. */
  waits: z.boolean(),
});
/** A pause for an address that floods the line, for a supervisor; no word of the child stands here. */
export const FrictionCard = z.object({
  id: z.string(),
  handle: z.string(),
  why: z.enum(FRICTION_REASONS),
  by: z.string(),
  at: z.number(),
  until: z.number(),
  stands: z.enum(['waits', 'confirmed', 'lifted', 'not-reviewed', 'over']),
  /** I asked for it, and so cannot be the second person. */
  mine: z.boolean(),
});
const OwnQueue = z.object({
  now: z.number(),
  desk: z.enum(['open', 'closed', 'full', 'down']),
  available: z.boolean(),
  /** When my break ends or ended (ms); null without one. */
  breakUntil: z.number().nullable(),
  capacity: z.number(),
  /** Languages in which I write with children; empty: every one. */
  writes: z.array(z.string()).default([]),
  /** Languages of children who wait that nobody who takes chats now writes. */
  unwritten: z.array(z.string()).default([]),
  mine: z.array(MyCard),
  offers: z.array(OfferCard),
  others: z.array(OthersCard),
  escalations: z.array(EscalationCard),
  frictions: z.array(FrictionCard),
  /** Of this state of who waits; the next read may name it (`?since=`). */
  name: z.string(),
});
export const Queue = OwnQueue.extend({ waiting: z.array(QueueCard) });
/** What is different in who waits since the state that was named; all else is whole. */
export const QueueChange = OwnQueue.extend({
  since: z.string(),
  gone: z.array(z.string()),
  /** New, changed or moved, by the place in the line as it is now, in that order. */
  put: z.array(z.object({ at: z.number(), card: QueueCard })),
});
/** The whole one whenever the server does not know the name. */
export const QueueAnswer = z.union([QueueChange, Queue]);

export const TranscriptLine = z.object({
  seq: z.number(),
  from: z.enum(['child', 'bot', 'counsellor', 'note', 'event']),
  text: z.string(),
  at: z.number(),
  alias: z.string().optional(),
  /** What became of a counsellor's words, as far as the channel tells. */
  delivery: z.enum(DELIVERY_STATES).optional(),
});
export const WrapUpBody = z.strictObject({
  contact: z.enum(CONTACT_KINDS),
  category: z.enum(CATEGORIES).nullable(),
  risk: z.enum(['none', 'some', 'high']).nullable(),
  ageBand: z.enum(AGE_BANDS).nullable(),
  gender: z.enum(GENDERS).nullable(),
  referredTo: z.array(z.enum(REFERRALS)).max(REFERRALS.length),
});
const EscalationState = z.object({
  at: z.number(),
  by: z.string(),
  supervisor: z.string().nullable(),
  mine: z.enum(['counsellor', 'supervisor']).nullable(),
  written: z.array(z.enum(CASE_ITEMS)),
  asked: z
    .object({ by: z.string(), mine: z.boolean(), why: z.enum(HOLD_REASONS), hours: z.number() })
    .nullable(),
  hold: z
    .object({ by: z.string(), with: z.string(), why: z.enum(HOLD_REASONS), until: z.number() })
    .nullable(),
  /** The child asked for erasing what is held. */
  erase: z
    .object({ at: z.number(), keep: z.string().nullable(), mine: z.boolean(), kept: z.boolean() })
    .nullable(),
});
/** An empty one is none. */
export const ReplyDraft = z.strictObject({
  reply: z.string().max(6000),
  note: z.string().max(6000),
  /** Sent here and not known to have arrived, by the keys of their sending. */
  leaving: z.array(z.strictObject({ key, text, after: z.number() })).max(10),
});
export const Conversation = Card.extend({
  owner: z.enum(['me', 'other', 'queue', 'bot', 'nobody']),
  ownerAlias: z.string().nullable(),
  mayWrite: z.boolean(),
  discreet: z.boolean(),
  lines: z.array(TranscriptLine),
  /** Messages to the child that the channel has not taken yet. */
  undelivered: z.number(),
  /** Who reads along, by alias. */
  observers: z.array(z.string()),
  /** When the child last wrote (ms). */
  last: z.number(),
  /** The counsellor wrote last; null once the child wrote since. */
  silence: z
    .object({ checkedIn: z.boolean(), asleep: z.boolean(), sleepsAt: z.number().nullable() })
    .nullable(),
  /** The channel takes nothing more to this child after that (ms); null where it has no such rule. */
  writableUntil: z.number().nullable(),
  /** The colleague who was asked to go on. */
  offer: z.object({ to: z.string(), why: z.enum(TRANSFER_REASONS), until: z.number() }).nullable(),
  escalation: EscalationState.nullable(),
  /** Messages that could not be delivered for good. */
  ended: z.object({ how: z.string(), at: z.number() }).nullable(),
  /** When what stands here is erased (ms). */
  erasedAt: z.number().nullable(),
  wrapUp: WrapUpBody.nullable(),
  /** What was filled in so far. */
  wrapUpDraft: WrapUpBody.nullable(),
  /** The wrap-up was put off until then (ms), which can be done once. */
  remindAt: z.number().nullable(),
  /** What was written and not sent. */
  draft: ReplyDraft.nullable(),
});

/** Ready replies of the published bundle, in the order in which they are shown; `texts` by language. */
export const Canned = z.object({
  replies: z.array(
    z.object({
      group: z.enum(CANNED_GROUPS),
      code: z.string(),
      texts: z.record(z.string(), z.object({ text: z.string(), signed: z.boolean() })),
    }),
  ),
});

export const Say = z.strictObject({ key, text });
export const Note = z.strictObject({ key, text });
export const Act = z.strictObject({ key });
/** `to`: the id of a colleague from `/api/staff`; null: back to the queue. */
export const Transfer = z.strictObject({
  key,
  to: z.string().max(60).nullable(),
  why: z.enum(TRANSFER_REASONS),
});
export const Observe = z.strictObject({ key, on: z.boolean() });
export const Refer = z.strictObject({ key, service: z.string().max(64) });
export const Referrals = z.object({
  services: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(SERVICE_KINDS),
      scope: z.enum(['national', 'province']),
      provinces: z.array(z.enum(PROVINCE_CODES)),
      name: InLanguages,
      about: InLanguages,
      serves: InLanguages,
      hours: InLanguages,
      channels: z.array(z.string()),
      cost: z.enum(['free', 'may-cost', 'unknown']),
      reach: z.string().nullable(),
      checked: z.string().nullable(),
      until: z.string().nullable(),
      example: z.boolean(),
    }),
  ),
});
const GuidanceLines = z.array(z.object({ text: z.string(), signed: z.boolean() }));
/** By category code; empty where the bundle has none in this language. */
export const GuidanceOf = z.object({
  guidance: z.record(
    z.string(),
    z.object({
      say: GuidanceLines,
      avoid: GuidanceLines,
      next: GuidanceLines,
      more: GuidanceLines,
    }),
  ),
});
export const CaseWritten = z.strictObject({ key, written: z.array(z.enum(CASE_ITEMS)).max(20) });
/** One of the two asks for it, the other agrees; `keep` takes both, `erase` one. */
export const HoldAct = z.strictObject({
  key,
  act: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('ask-hold'),
      why: z.enum(HOLD_REASONS),
      hours: z.int().min(1).max(HOLD_MOST_HOURS),
    }),
    z.strictObject({ kind: z.literal('agree') }),
    z.strictObject({ kind: z.literal('decline') }),
    z.strictObject({ kind: z.literal('lift') }),
    z.strictObject({ kind: z.literal('keep') }),
    z.strictObject({ kind: z.literal('erase') }),
  ]),
});
/** Joining the line rests for this address; a reason of the list, no words. */
export const AskFriction = z.strictObject({ why: z.enum(FRICTION_REASONS) });
/** A second person lets it stand for so many hours from its beginning, or ends it. */
export const ReviewFriction = z.strictObject({
  act: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('confirm'), hours: z.literal(FRICTION_HOURS) }),
    z.strictObject({ kind: z.literal('lift') }),
  ]),
});
export const Frictions = z.object({ frictions: z.array(FrictionCard) });
export const AnswerTransfer = z.strictObject({ key, accept: z.boolean() });
export const Presence = z.strictObject({ available: z.boolean() });
export const BREAKS = [5, 10, 15] as const;
/** Minutes. */
export const Break = z.strictObject({ minutes: z.literal(BREAKS) });
export const Staff = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      alias: z.string(),
      role: z.enum(ROLES),
      available: z.boolean(),
      /** Languages in which they write with children; empty: every one. */
      writes: z.array(z.string()).default([]),
    }),
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
  /** How long a talk may be held when a life is in danger, and who signed for it; null: nothing is held. */
  hold: z.object({ hours: z.number(), signOff: z.string() }).nullable(),
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
/** The first event of each connection: how far the conversations on the own desk are. */
export const LiveSnapshot = z.object({
  versions: z.array(z.object({ id: z.string(), version: z.number() })),
});
export const ApiError = z.object({ error: z.string(), by: z.string().optional() });

/** Rows of the directory with what each is worth at this moment. */
export const Services = z.object({
  services: z.array(
    z.object({
      row: Service,
      status: z.enum(['verified', 'unverified', 'expired', 'withdrawn']),
    }),
  ),
});
/** The whole row. Who verified it is no matter of this: content that changes must be verified again. */
export const PutService = Service;
export const ServiceChanges = z.object({
  changes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['new', 'changed']),
      fields: z.array(z.object({ column: z.string(), from: z.string(), to: z.string() })),
      voidsVerification: z.boolean(),
    }),
  ),
});
/** Whoever is signed in called the number, or opened the link, today. */
export const VerifyService = z.strictObject({ expiresOn: z.iso.date().optional() });
export const WithdrawService = z.strictObject({ why: z.string().trim().min(3).max(200) });
/** For the staff alone; it never stands on a poster. */
export const NewCampaign = z.strictObject({ label: z.string().trim().min(2).max(80) });
export const Campaigns = z.object({
  campaigns: z.array(
    z.object({
      code: z.string(),
      label: z.string(),
      since: z.string(),
      /** How many came by it until yesterday, in fives; null for fewer than ten. */
      came: z.number().nullable(),
      links: z.array(z.object({ channel: z.enum(CHANNELS), url: z.string(), short: z.string() })),
    }),
  ),
});
