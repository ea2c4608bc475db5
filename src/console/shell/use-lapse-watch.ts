import { useIsMutating } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useParts } from '../parts.tsx';
import { useQueue } from '../queries.ts';
import { PRESENCE_ACT } from './presence-switch.tsx';

/**
 * Notes when this person took new conversations and no longer does, without having said so here. It watches on every page,
 * and behind a locked desk: that is where it happens.
 */
export function useLapseWatch(): void {
  const { store } = useParts();
  const queue = useQueue().data;
  const ownAct = useIsMutating({ mutationKey: PRESENCE_ACT }) > 0;
  const before = useRef<boolean | null>(null);
  const available = queue?.available ?? null;
  const onBreak = (queue?.breakUntil ?? null) !== null;
  useEffect(() => {
    if (available === null) return;
    if (ownAct) {
      // What comes of it was wanted, or is said where it was done.
      before.current = null;
      return;
    }
    if (available || onBreak) store.setLapsed(false);
    else if (before.current === true) store.setLapsed(true);
    before.current = available;
  }, [available, ownAct, onBreak, store]);
}
