import type { StoredConversation } from '../ports/conversation-store.ts';

/** What is unsealed for the desk leaves the memory within twice this time, once nobody looks. */
const FORGET_MS = 5_000;

export type Open<C> = (stored: StoredConversation) => Promise<readonly C[]>;

/**
 * What a conversation is opened for, kept until it changes: a change at the desk makes every console look at everything, and
 * a lot of it is as it was. One that could not be opened is tried anew: a child must not stay unseen.
 */
export function openedOnce<C>(): (
  who: string,
  stored: StoredConversation,
  open: Open<C>,
) => Promise<readonly C[]> {
  type Opened = { readonly version: number; readonly cards: readonly C[] };
  let [late, early] = [new Map<string, Opened>(), new Map<string, Opened>()];
  let forgets = false;
  const forget = () => {
    [late, early] = [new Map(), late];
    forgets = early.size > 0;
    if (forgets) setTimeout(forget, FORGET_MS).unref();
  };
  return async (who, stored, open) => {
    const key = `${who}/${stored.id}`;
    const before = late.get(key) ?? early.get(key);
    const same = before?.version === stored.version && before.cards.length > 0;
    const opened = same ? before : { version: stored.version, cards: await open(stored) };
    late.set(key, opened);
    if (!forgets) setTimeout(forget, FORGET_MS).unref();
    forgets = true;
    return opened.cards;
  };
}
