import type { Speaker } from '../domain/conversation/input.ts';
import { BOT, type Owner, sameOwner } from '../domain/conversation/owner.ts';
import type { ConversationState } from '../domain/conversation/state.ts';
import { isCaseCounsellor } from '../domain/flow/escalate.ts';
import { may } from '../domain/staff/policy.ts';
import type { StoredConversation } from '../ports/conversation-store.ts';
import { conversationIdOf } from './addressing.ts';
import type { Core } from './core.ts';
import type { ActError, Viewer } from './desk-types.ts';
import { type openLine, openState } from './sealed.ts';

/**
 * A waiting child's brief is for everyone at the desk; their words are for whoever holds the conversation, and for a
 * supervisor who reads along, which the holder sees.
 */
export function sees(viewer: Viewer, owner: Owner, state: ConversationState): boolean {
  if (owner.kind === 'queue' || handlesDanger(viewer, owner, state)) return true;
  if (sameOwner(owner, { kind: 'counsellor', id: viewer.id })) return true;
  if (owner.kind === 'counsellor' && may(viewer.role, 'observe')) {
    return state.observers?.some(({ id }) => id === viewer.id) ?? false;
  }
  return owner.kind === 'nobody' && state.counsellor?.id === viewer.id && !state.recorded;
}

/** The supervisor who came, for as long as it can be read; the counsellor also after their wrap-up. */
function handlesDanger(viewer: Viewer, owner: Owner, state: ConversationState): boolean {
  if (state.escalation === undefined) return false;
  const came = state.escalation.supervisor?.id === viewer.id;
  if (came && may(viewer.role, 'join-escalation')) return true;
  return owner.kind === 'nobody' && isCaseCounsellor(state, viewer);
}

export interface Found {
  readonly stored: StoredConversation;
  readonly state: ConversationState;
  readonly key: Parameters<typeof openLine>[1];
}

export async function look(core: Core, id: string): Promise<Found | null> {
  const known = conversationIdOf(id);
  const stored = known === undefined ? null : await core.store.get(known);
  if (stored === null || stored.owner.kind === BOT.kind) return null;
  const opened = await openState(core.vault, stored);
  return opened === null ? null : { stored, state: opened.sealed.state, key: opened.key };
}

/** Why this viewer may not act in it; null when they may. */
export function refusal(viewer: Viewer, found: Found | null): ActError | null {
  if (found === null || !sees(viewer, found.stored.owner, found.state)) return { kind: 'missing' };
  if (sameOwner(found.stored.owner, counsellor(viewer))) return null;
  return found.state.ended === null ? { kind: 'not-owner' } : { kind: 'child-left' };
}

export function counsellor(viewer: Viewer): Owner {
  return { kind: 'counsellor', id: viewer.id };
}

export function speaker(viewer: Viewer): Speaker {
  return { id: viewer.id, alias: viewer.alias };
}
