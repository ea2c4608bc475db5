import type { Band, ChannelId } from '../domain/flow/bundle.ts';
import type { WrapUp } from '../domain/record/record.ts';
import type { Result } from '../domain/result.ts';
import type { Role } from '../domain/staff/roles.ts';

/** A member of staff who is signed in, as the desk knows them. Read afresh for every request and live event. */
export interface Viewer {
  readonly id: string;
  readonly alias: string;
  readonly role: Role;
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
  readonly ended: boolean;
}

export interface QueueView {
  readonly now: number;
  readonly desk: 'open' | 'closed' | 'full' | 'down';
  readonly available: boolean;
  readonly capacity: number;
  readonly waiting: readonly CardView[];
  readonly mine: readonly MyCardView[];
}

export interface LineView {
  readonly seq: number;
  readonly from: 'child' | 'bot' | 'counsellor' | 'note' | 'event';
  readonly text: string;
  readonly at: number;
  readonly alias?: string;
}

export interface ConversationView extends CardView {
  readonly owner: 'me' | 'other' | 'queue' | 'bot' | 'nobody';
  readonly ownerAlias: string | null;
  readonly mayWrite: boolean;
  readonly discreet: boolean;
  readonly lines: readonly LineView[];
  readonly undelivered: number;
  readonly ended: { readonly how: string; readonly at: number } | null;
  /** When what stands here is erased (ms). */
  readonly erasedAt: number | null;
  readonly wrapUp: WrapUp | null;
}

export type ClaimError =
  | { readonly kind: 'already-claimed'; readonly by: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'at-capacity' };

/** `unavailable`: the colleague is not there, has no room, or is nobody. */
export interface TransferError {
  readonly kind: ActError['kind'] | 'unavailable';
}

export interface DeskPeople {
  aliasOf(staffId: string): Promise<string | null>;
  available(staffId: string): Promise<boolean>;
}

export interface ActError {
  readonly kind: 'missing' | 'not-owner' | 'child-left';
}

/**
 * What a member of staff can do at the shared desk. A conversation that the viewer may not see and one that does
 * not exist answer alike. `key` makes an act that is sent twice happen once.
 */
export interface Desk {
  queue(viewer: Viewer): Promise<QueueView>;
  conversation(viewer: Viewer, id: string): Promise<ConversationView | null>;
  claim(viewer: Viewer, id: string, key: string): Promise<Result<void, ClaimError>>;
  say(viewer: Viewer, id: string, key: string, text: string): Promise<Result<void, ActError>>;
  note(viewer: Viewer, id: string, key: string, text: string): Promise<Result<void, ActError>>;
  release(viewer: Viewer, id: string, key: string): Promise<Result<void, ActError>>;
  transfer(
    viewer: Viewer,
    id: string,
    key: string,
    to: string,
  ): Promise<Result<void, TransferError>>;
  close(viewer: Viewer, id: string, key: string): Promise<Result<void, ActError>>;
  wrapUp(viewer: Viewer, id: string, wrapUp: WrapUp): Promise<Result<void, ActError>>;
  /** Asked for every live event, at the moment of its delivery. */
  maySee(viewer: Viewer, id: string): Promise<boolean>;
}
