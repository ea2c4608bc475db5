import { useEffect, useRef } from 'react';
import type { Conversation } from '../api/types.ts';
import { useParts } from '../parts.tsx';
import { useQueue } from '../queries.ts';

/** Shows what was kept of this conversation's draft, and lets go of it once the conversation is over or another's. */
export function useDraft({ id, mayWrite, ended, draft }: Conversation): void {
  const { store } = useParts();
  const mine = mayWrite && ended === null;
  useEffect(() => {
    if (mine) store.restore(id, draft);
    else store.dropDraft(id);
  }, [store, id, mine, draft]);
}

/** The same for those that are not on the screen, once they leave the desk. */
export function useDraftsOfMine(): void {
  const { store } = useParts();
  const mine = useQueue().data?.mine;
  const before = useRef<readonly string[]>([]);
  useEffect(() => {
    if (mine === undefined) return;
    const open = mine.flatMap(({ id, ended }) => (ended ? [] : [id]));
    for (const id of before.current) if (!open.includes(id)) store.dropDraft(id);
    before.current = open;
  }, [mine, store]);
}
