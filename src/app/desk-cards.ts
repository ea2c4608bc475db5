import type { StoredConversation } from '../ports/conversation-store.ts';
import type { DataKey } from '../ports/vault.ts';
import type { Core } from './core.ts';
import type { CardView, MyCardView, Viewer } from './desk-types.ts';
import { cardOf, isUnanswered, myCardOf } from './desk-views.ts';
import { heldBy } from './held.ts';
import { type Open, openedOnce } from './opened-once.ts';
import { openLine, openState } from './sealed.ts';
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
  const { state } = opened.sealed;
  const unanswered = isUnanswered(state) ? await unansweredLines(core, stored, opened.key) : [];
  return [myCardOf(stored, state, viewer, unanswered)];
}

/** Receipts stand among them, three for a message at most. */
const TAIL = 60;

/** What the child wrote or sent since a counsellor's last word, by place; of a long row only its end. */
async function unansweredLines(
  core: Core,
  { id }: StoredConversation,
  key: DataKey,
): Promise<readonly number[]> {
  const tail = (await core.store.lines(id)).slice(-TAIL);
  const lines = tail.flatMap(({ seq, body }) => {
    const line = openLine(core.vault, key, id, body);
    return line === null ? [] : [{ seq, ...line }];
  });
  const since = lines.slice(lines.findLastIndex(({ from }) => from === 'counsellor') + 1);
  // A picture's own words stand before it, and are one message with it.
  const heard = since.filter(
    ({ from, text, at }, place) =>
      from === 'child' || (from === 'event' && text === 'media' && since[place - 1]?.at !== at),
  );
  return heard.map(({ seq }) => seq);
}
