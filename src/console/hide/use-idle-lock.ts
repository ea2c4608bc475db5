import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Session } from '../api/types.ts';
import { type Parts, useParts } from '../parts.tsx';
import { SESSION_KEY } from '../queries.ts';
import { idleWatch } from '../state/idle.ts';
import { onWindows, tellWindows, type WindowNews } from './windows.ts';

const IDLE_MS = 10 * 60_000;
const TELL_MS = 5000;
const RETRY_MS = 3000;
const SETTLED_MS = 1000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/**
 * Covers the desk that nobody touches, and locks the session on the server: neither a reload nor another window gets around
 * it. A hand in one window counts for all of them.
 *
 * @returns Whether this window is locked.
 */
export function useIdleLock(session: Session): boolean {
  const parts = useParts();
  const locked = useStore(parts.hide, ({ locking }) => locking) || session.locked;
  useEffect(() => onWindows((news) => follow(parts, news)), [parts]);
  useEffect(() => {
    if (locked) return;
    const idle = idleWatch({
      now: Date.now,
      idleMs: IDLE_MS,
      tellMs: TELL_MS,
      onIdle: () => void lock(parts),
      tell: () => tellWindows('moved'),
    });
    const moved = () => idle.moved('here');
    const stop = onWindows((news) => {
      if (news === 'moved') idle.moved('elsewhere');
    });
    for (const sign of SIGNS) window.addEventListener(sign, moved, { passive: true });
    return () => {
      idle.stop();
      stop();
      for (const sign of SIGNS) window.removeEventListener(sign, moved);
    };
  }, [parts, locked]);
  return locked;
}

/** What another window did to the session that they share. */
function follow({ hide, queries }: Parts, news: WindowNews): void {
  if (news === 'moved') return;
  if (news === 'unlocked') hide.setLocking(false);
  void queries.invalidateQueries({ queryKey: SESSION_KEY });
}

/** Covered at once, whether or not the server can be reached; it is told until it has heard, or somebody opened it again. */
async function lock({ api, hide, queries }: Parts): Promise<void> {
  hide.setLocking(true);
  while (hide.getState().locking) {
    const told = await api.act({ method: 'POST', path: 'me/lock', outlives: true });
    if (told.ok) {
      queries.setQueryData<Session>(SESSION_KEY, (known) => known && { ...known, locked: true });
      tellWindows('locked');
      // The page hears of the session a moment later than of this store: in between nothing may be shown.
      await new Promise((heard) => setTimeout(heard, SETTLED_MS));
    }
    const over = told.ok || told.error.kind === 'signed-out';
    if (over) return hide.setLocking(false);
    // A refusal may come of a token that is not the session's any more.
    if (told.error.kind === 'refused') await queries.refetchQueries({ queryKey: SESSION_KEY });
    await new Promise((retry) => setTimeout(retry, RETRY_MS));
  }
}
