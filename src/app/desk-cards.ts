import type { StoredConversation } from '../ports/conversation-store.ts';
import type { Core } from './core.ts';
import type { CardView, MyCardView, Viewer } from './desk-types.ts';
import { cardOf, myCardOf } from './desk-views.ts';
import { heldBy } from './held.ts';
import { type Open, openedOnce } from './opened-once.ts';
import { openState } from './sealed.ts';
import { sharedRead } from './shared-read.ts';

const LONGEST_LIST = 500;
/** A read takes a fifth of the time at most, however many look; nobody waits longer than that for the next. */
const MOST_REST_MS = 250;
const restOf = (tookMs: number) => Math.min(MOST_REST_MS, 4 * tookMs);

/** The cards of the desk. Those of who waits are the same for everyone, and read once for all who look at the same time. */
export function deskCards(core: Core) {
  const opened = openedOnce<MyCardView>();
  return {
    waiting: waitingCards(core, (stored) => openedCard(core, stored)),
    async mine(viewer: Viewer): Promise<readonly MyCardView[]> {
      const held = await heldBy(core, viewer.id);
      const open: Open<MyCardView> = (stored) => openedMyCard(core, viewer, stored);
      return (await Promise.all(held.map((stored) => opened(viewer.id, stored, open)))).flat();
    },
  };
}

export function waitingCards<C>(core: Core, open: Open<C>): () => Promise<readonly C[]> {
  const opened = openedOnce<C>();
  return sharedRead(async () => {
    const waiting = await core.store.waiting(LONGEST_LIST);
    return (await Promise.all(waiting.map((stored) => opened('all', stored, open)))).flat();
  }, restOf);
}

async function openedCard(core: Core, stored: StoredConversation): Promise<readonly CardView[]> {
  const opened = await openState(core.vault, stored);
  return opened === null ? [] : [cardOf(stored, opened.sealed.state)];
}

async function openedMyCard(
  core: Core,
  viewer: Viewer,
  stored: StoredConversation,
): Promise<readonly MyCardView[]> {
  const opened = await openState(core.vault, stored);
  if (opened === null || opened.sealed.state.recorded) return [];
  return [myCardOf(stored, opened.sealed.state, viewer)];
}
