import { type FocusEvent, useRef, useState } from 'react';
import type { QueueCard } from '../api/types.ts';

/**
 * Freezes the order for as long as the pointer or the keyboard's focus is in the list: whoever is about to press a button
 * there presses the one they read. A focus that only a click left behind freezes nothing, for its button stays its child's.
 */
export function useHold(waiting: readonly QueueCard[]) {
  const [held, setHeld] = useState<readonly QueueCard[] | null>(null);
  const here = useRef({ pointer: false, focus: false });
  const change = (part: Partial<typeof here.current>) => {
    Object.assign(here.current, part);
    const { pointer, focus } = here.current;
    setHeld((before) => (pointer || focus ? (before?.length ? before : waiting) : null));
  };
  const pointed = () => change({ pointer: true });
  const list = {
    onPointerEnter: pointed,
    onPointerMove: pointed,
    onPointerLeave: () => change({ pointer: false }),
    onKeyDown: () => change({ focus: true }),
    onFocus: ({ target }: FocusEvent) => {
      if (target.matches(':focus-visible')) change({ focus: true });
    },
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
      // Of a window that goes to the back the focus stays where it was.
      const stays = relatedTarget ?? document.activeElement;
      if (!currentTarget.contains(stays)) change({ focus: false });
    },
  };
  return { held, list, renew: () => setHeld(waiting) };
}
