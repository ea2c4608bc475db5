import type { ConversationState } from '../domain/conversation/state.ts';
import { isDiscreet } from '../domain/flow/draft.ts';
import type { StoredConversation } from '../ports/conversation-store.ts';
import type {
  CardView,
  ConversationView,
  LineView,
  MyCardView,
  ReplyDraft,
  Viewer,
} from './desk-types.ts';
import { escalationView } from './escalation-view.ts';

/** What the desk sees of a waiting child: codes that the child chose, a channel, a wait. Never a name or an id of theirs. */
export function cardOf(stored: StoredConversation, state: ConversationState): CardView {
  const brief = state.queue?.brief ?? [];
  return {
    id: stored.id,
    handle: handleOf(stored.id),
    version: stored.version,
    band: state.queue?.band ?? 'other',
    reason: brief.find(({ name }) => name === 'category')?.value ?? null,
    brief,
    language: state.language,
    channel: state.channel,
    raised: state.queue?.raised ?? false,
    since: state.marks.queued ?? state.marks.started,
  };
}

export function myCardOf(
  stored: StoredConversation,
  state: ConversationState,
  viewer: Viewer,
  unanswered: readonly number[],
): MyCardView {
  return {
    ...cardOf(stored, state),
    last: state.marks.last,
    needsReply: state.ended === null && state.counsellor?.id === viewer.id && isUnanswered(state),
    unanswered,
    replyBy: state.timers['first-reply'] ?? null,
    asleep: state.silence?.asleep ?? false,
    remindAt: state.wrapUpRemind ?? null,
    ended: state.ended !== null,
  };
}

/** Nobody has answered yet, or the child did anything since: a voice note and a reaction wait as words do. */
export function isUnanswered({ marks, silence }: ConversationState): boolean {
  return marks.replied === undefined || silence === undefined;
}

interface Seen {
  readonly stored: StoredConversation;
  readonly state: ConversationState;
  readonly lines: readonly LineView[];
  readonly viewer: Viewer;
  readonly ownerAlias: string | null;
  readonly undelivered: number;
  readonly draft: ReplyDraft | null;
  /** How long after the child's last word the channel takes a counsellor's. */
  readonly windowMs: number | null;
}

export function conversationView(seen: Seen): ConversationView {
  const { stored, state, viewer, lines, ownerAlias, undelivered, draft, windowMs } = seen;
  const owner = ownerOf(stored, viewer);
  return {
    ...cardOf(stored, state),
    owner,
    ownerAlias,
    mayWrite: owner === 'me',
    discreet: isDiscreet(state),
    lines,
    undelivered,
    observers: (state.observers ?? []).map(({ alias }) => alias),
    last: state.marks.last,
    silence: silenceOf(state),
    writableUntil: windowMs === null ? null : state.marks.last + windowMs,
    offer: offerOf(state),
    ended: state.ended === null ? null : { how: state.ended, at: state.marks.ended ?? 0 },
    escalation: escalationView(state, viewer),
    erasedAt: state.timers.retention ?? null,
    wrapUp: state.wrapUp,
    wrapUpDraft: state.wrapUpDraft ?? null,
    remindAt: state.wrapUpRemind ?? null,
    draft,
  };
}

function silenceOf({ silence, timers, ended }: ConversationState): ConversationView['silence'] {
  if (silence === undefined || ended !== null) return null;
  return { ...silence, sleepsAt: timers.silence ?? null };
}

function offerOf({ offer }: ConversationState): ConversationView['offer'] {
  return offer === undefined ? null : { to: offer.to.alias, why: offer.why, until: offer.until };
}

function ownerOf({ owner }: StoredConversation, viewer: Viewer): ConversationView['owner'] {
  if (owner.kind !== 'counsellor') return owner.kind;
  return owner.id === viewer.id ? 'me' : 'other';
}

/** Four letters or digits to speak of a conversation by; drawn from its random id, and gone with it. */
export function handleOf(id: string): string {
  return id
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(-4)
    .toUpperCase();
}
