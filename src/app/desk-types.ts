import type { TransferReason } from '../domain/conversation/offer.ts';
import type { Band, ChannelId } from '../domain/flow/bundle.ts';
import type { WrapUp } from '../domain/record/record.ts';
import type { Result } from '../domain/result.ts';
import type { Role } from '../domain/staff/roles.ts';
import type { CannedRow } from './canned-sheet.ts';
import type { Escalate, EscalationCardView, EscalationView } from './escalation-types.ts';
import type { FrictionDesk, FrictionView } from './friction-types.ts';
import type { Refer, ReferralView } from './refer-types.ts';

/** A member of staff who is signed in, as the desk knows them. Read afresh for every request and live event. */
export interface Viewer {
  readonly id: string;
  readonly alias: string;
  readonly role: Role;
  /** Languages in which they write with children; absent or empty: every one. */
  readonly writes?: readonly string[];
}

export interface CardView {
  readonly id: string;
  readonly handle: string;
  readonly version: number;
  readonly band: Band;
  readonly reason: string | null;
  readonly brief: readonly { readonly name: string; readonly value: string }[];
  readonly language: string | null;
  readonly channel: ChannelId;
  readonly raised: boolean;
  /** When the child asked for a person (ms). */
  readonly since: number;
}

export interface MyCardView extends CardView {
  /** When the child last wrote (ms). */
  readonly last: number;
  readonly needsReply: boolean;
  /** The child's lines since a counsellor's last word, by place; of a long row only its end. */
  readonly unanswered: readonly number[];
  /** Without a first reply the child goes back to the queue then (ms). */
  readonly replyBy: number | null;
  /** The child was silent for so long that it takes no place on the desk. */
  readonly asleep: boolean;
  /** The wrap-up was put off until then (ms). */
  readonly remindAt: number | null;
  readonly ended: boolean;
}

/** A colleague's conversation that this viewer is asked to go on with. */
export interface OfferView extends CardView {
  /** Whose it is. */
  readonly from: string;
  readonly why: TransferReason;
  /** When it lapses (ms). */
  readonly until: number;
}

/** A colleague's live conversation, as a supervisor sees it before reading along. */
export interface OthersCardView extends CardView {
  /** Whose it is. */
  readonly with: string;
}

export interface ObserveAct {
  readonly id: string;
  readonly key: string;
  readonly on: boolean;
}

export interface QueueView {
  readonly now: number;
  readonly desk: 'open' | 'closed' | 'full' | 'down';
  readonly available: boolean;
  /** When the break of this viewer ends or ended (ms). */
  readonly breakUntil: number | null;
  readonly capacity: number;
  /** Languages in which this viewer writes with children; empty: every one. */
  readonly writes: readonly string[];
  /** Languages of children who wait that nobody who takes chats now writes. */
  readonly unwritten: readonly string[];
  readonly waiting: readonly CardView[];
  readonly mine: readonly MyCardView[];
  readonly offers: readonly OfferView[];
  readonly others: readonly OthersCardView[];
  /** Lives in danger. */
  readonly escalations: readonly EscalationCardView[];
  /** Pauses for addresses that flood the line, for whoever may review them. */
  readonly frictions: readonly FrictionView[];
}

export interface LineView {
  readonly seq: number;
  readonly from: 'child' | 'bot' | 'counsellor' | 'note' | 'event';
  readonly text: string;
  readonly at: number;
  readonly alias?: string;
  /** What became of a counsellor's words. */
  readonly delivery?: DeliveryState;
}

/** `sent`: the platform took it; whether it tells more is up to the platform. */
export const DELIVERY_STATES = ['waiting', 'sent', 'delivered', 'read', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface ConversationView extends CardView {
  readonly owner: 'me' | 'other' | 'queue' | 'bot' | 'nobody';
  readonly ownerAlias: string | null;
  readonly mayWrite: boolean;
  readonly discreet: boolean;
  readonly lines: readonly LineView[];
  readonly undelivered: number;
  /** Who reads along. */
  readonly observers: readonly string[];
  /** When the child last wrote (ms). */
  readonly last: number;
  /** The counsellor wrote last; null once the child wrote since. */
  readonly silence: {
    readonly checkedIn: boolean;
    readonly asleep: boolean;
    /** When it falls asleep (ms). */
    readonly sleepsAt: number | null;
  } | null;
  /** The channel takes nothing more to this child after that (ms); null where it has no such rule. */
  readonly writableUntil: number | null;
  /** Whom its holder asked to go on. */
  readonly offer: {
    readonly to: string;
    readonly why: TransferReason;
    readonly until: number;
  } | null;
  readonly escalation: EscalationView | null;
  readonly ended: { readonly how: string; readonly at: number } | null;
  /** When what stands here is erased (ms). */
  readonly erasedAt: number | null;
  readonly wrapUp: WrapUp | null;
  /** What was filled in so far. */
  readonly wrapUpDraft: WrapUp | null;
  /** The wrap-up was put off until then (ms), which can be done once. */
  readonly remindAt: number | null;
  /** What this viewer wrote and has not sent. */
  readonly draft: ReplyDraft | null;
}

/** Lives minutes, for its writer alone. */
export interface ReplyDraft {
  readonly reply: string;
  readonly note: string;
  /** Lines on their way that the server may not have, by the key of their sending. */
  readonly leaving: readonly {
    readonly key: string;
    readonly text: string;
    /** The last line of the transcript that they come after. */
    readonly after: number;
  }[];
}

export type ClaimError =
  | { readonly kind: 'already-claimed'; readonly by: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'at-capacity' };

/** `unavailable`: the colleague is not there, has no room, or is nobody. */
export interface TransferError {
  readonly kind: ActError['kind'] | 'unavailable';
}

/** `window`: the channel takes no more words of a counsellor before the child has written again. */
export interface ReferError {
  readonly kind: ActError['kind'] | 'unavailable' | 'window';
}

export interface TransferTo {
  readonly id: string;
  readonly key: string;
  /** A colleague; null: back to the queue. */
  readonly to: string | null;
  readonly why: TransferReason;
}

export interface DeskPeople {
  aliasOf(staffId: string): Promise<string | null>;
  available(staffId: string): Promise<boolean>;
}

export interface ActError {
  /** `unanswered`: a callback's child has not written yet, and nothing goes out before. */
  readonly kind: 'missing' | 'not-owner' | 'child-left' | 'unanswered' | 'already-skipped';
}

/**
 * What a member of staff can do at the shared desk. A conversation that the viewer may not see and one that does
 * not exist answer alike. `key` makes an act that is sent twice happen once.
 */
export interface Desk extends FrictionDesk {
  queue(viewer: Viewer): Promise<QueueView>;
  conversation(viewer: Viewer, id: string): Promise<ConversationView | null>;
  claim(viewer: Viewer, id: string, key: string): Promise<Result<void, ClaimError>>;
  say(viewer: Viewer, id: string, key: string, text: string): Promise<Result<void, ActError>>;
  note(viewer: Viewer, id: string, key: string, text: string): Promise<Result<void, ActError>>;
  keepDraft(viewer: Viewer, id: string, draft: ReplyDraft): Promise<Result<void, ActError>>;
  /** Their page is open: what they wrote in it is kept on. */
  renewDrafts(viewer: Viewer): Promise<void>;
  /** Replies of the published bundle. */
  canned(): readonly CannedRow[];
  /** At the end of a session: what was not sent is gone. */
  forgetDrafts(viewer: Viewer): Promise<void>;
  /** Asks gently whether a silent child is there, in words of the bundle, once a silence. */
  checkIn(viewer: Viewer, id: string, key: string): Promise<Result<void, ActError>>;
  release(viewer: Viewer, id: string, key: string): Promise<Result<void, ActError>>;
  observe(viewer: Viewer, act: ObserveAct): Promise<Result<void, ActError>>;
  /** Asks a colleague to go on, or gives the child back to the queue with a reason. */
  transfer(viewer: Viewer, to: TransferTo): Promise<Result<void, TransferError>>;
  withdrawTransfer(viewer: Viewer, id: string, key: string): Promise<Result<void, ActError>>;
  answerTransfer(
    viewer: Viewer,
    answer: { readonly id: string; readonly key: string; readonly accept: boolean },
  ): Promise<Result<void, TransferError>>;
  /** A life is in danger, and what counsellor and supervisor do about it. */
  readonly escalate: Escalate;
  /** Shows the child a service of the directory. `unavailable`: it may not be shown any more. */
  refer(viewer: Viewer, refer: Refer): Promise<Result<void, ReferError>>;
  referrals(): Promise<readonly ReferralView[]>;
  close(viewer: Viewer, id: string, key: string): Promise<Result<void, ActError>>;
  draftWrapUp(viewer: Viewer, id: string, wrapUp: WrapUp): Promise<Result<void, ActError>>;
  /** Puts it off, once. */
  skipWrapUp(viewer: Viewer, id: string): Promise<Result<void, ActError>>;
  wrapUp(viewer: Viewer, id: string, wrapUp: WrapUp): Promise<Result<void, ActError>>;
  /** How far each conversation on their desk is, for a console that comes (back) to it. */
  versions(viewer: Viewer): Promise<readonly { readonly id: string; readonly version: number }[]>;
  /** Other whenever other languages are written by those on duty: cards are marked by it. A second old at most. */
  dutyMark(): Promise<string>;
  /** Whether a turn in it can show in anyone's queue: a child who is with the bot is no matter of the desk. */
  concernsDesk(id: string): Promise<boolean>;
  /** Asked for every live event, at the moment of its delivery. */
  maySee(viewer: Viewer, id: string): Promise<boolean>;
}
