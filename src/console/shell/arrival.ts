import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** What a page is told that was come to by an act: without it the focus would be nowhere. */
export const ARRIVED = { arrived: true } as const;

/** What takes the focus whenever an act led here; what comes by itself never takes it. */
export function useArrivalFocus<T extends HTMLElement>(here = true): RefObject<T | null> {
  const place = useRef<T>(null);
  const { key, state }: { readonly key: string; readonly state: unknown } = useLocation();
  const arrived = here && typeof state === 'object' && state !== null && 'arrived' in state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each way here is another arrival
  useEffect(() => {
    if (arrived) place.current?.focus({ preventScroll: true });
  }, [arrived, key]);
  return place;
}
