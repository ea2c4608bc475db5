import { useEffect, useRef } from 'react';
import type { Conversation, MyCard, Queue } from '../api/types.ts';
import { useParts } from '../parts.tsx';
import { useQueue } from '../queries.ts';
import type { Unsent } from '../state/desk-store.ts';

/** Shows what was kept of this conversation's draft, and lets go of it once the conversation is over or another's. */
export function useDraft({ id, handle, owner, mayWrite, ended, draft }: Conversation): void {
  const { store } = useParts();
  const mine = mayWrite && ended === null;
  const why = ended !== null ? 'ended' : owner === 'queue' ? 'queue' : 'other';
  useEffect(() => {
    if (mine) store.restore(id, draft);
    else store.dropDraft(id, { handle, why });
  }, [store, id, handle, mine, why, draft]);
}

/** The same for those that are not on the screen, once they leave the desk. */
export function useDraftsOfMine(): void {
  const { store } = useParts();
  const queue = useQueue().data;
  const before = useRef<readonly MyCard[]>([]);
  useEffect(() => {
    if (queue === undefined) return;
    const open = queue.mine.filter(({ ended }) => !ended);
    for (const { id, handle } of before.current) {
      const left = open.every((card) => card.id !== id);
      if (left) store.dropDraft(id, { handle, why: whyOf(queue, id) });
    }
    before.current = open;
  }, [queue, store]);
}

function whyOf({ mine, waiting }: Queue, id: string): Unsent['why'] {
  if (mine.some((card) => card.id === id)) return 'ended';
  return waiting.some((card) => card.id === id) ? 'queue' : 'other';
}
