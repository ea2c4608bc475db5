import { useEffect } from 'react';
import { useParts } from '../parts.tsx';
import { SESSION_KEY } from '../queries.ts';

/** A desk that nobody touched for so long may stand in an empty room. */
const IDLE_MS = 10 * 60_000;
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Locks the session, on the server: neither a reload nor another tab gets around it. */
export function useIdleLock(): void {
  const { api, queries } = useParts();
  useEffect(() => {
    const lock = async () => {
      await api.act({ method: 'POST', path: 'me/lock' });
      queries.removeQueries({ queryKey: ['conversation'] });
      await queries.refetchQueries({ queryKey: SESSION_KEY });
    };
    let timer = setTimeout(() => void lock(), IDLE_MS);
    const moved = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void lock(), IDLE_MS);
    };
    for (const sign of SIGNS) window.addEventListener(sign, moved, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, moved);
    };
  }, [api, queries]);
}
