import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { onSecond, serverNow } from '../state/server-clock.ts';
import { waited } from '../state/waited.ts';

/** The server's time in milliseconds, to the second. */
export function useServerNow(): number {
  return useSyncExternalStore(onSecond, serverNow);
}

export function useWaited(since: number): string {
  return waited(useServerNow() - since);
}

interface WaitedProps {
  readonly since: number;
  readonly words: (time: string) => string;
}

/**
 * Time that runs, in figures of one width; not announced, or it would never be quiet. Of hundreds of them only those that
 * are in sight run.
 */
export function Waited({ since, words }: WaitedProps) {
  const place = useRef<HTMLSpanElement>(null);
  const runs = useInSight(place);
  return (
    <span className="waited" ref={place}>
      {runs ? <Runs since={since} words={words} /> : <At ms={serverNow() - since} words={words} />}
    </span>
  );
}

function Runs({ since, words }: WaitedProps) {
  return <At ms={useServerNow() - since} words={words} />;
}

function At({ ms, words }: { readonly ms: number; readonly words: WaitedProps['words'] }) {
  const time = waited(ms);
  return (
    <>
      <span className="sr-only">{words(time)}</span>
      <span aria-hidden="true">{time}</span>
    </>
  );
}

const watched = new WeakMap<Element, (inSight: boolean) => void>();
let observer: IntersectionObserver | undefined;

function useInSight(place: RefObject<Element | null>): boolean {
  const [inSight, setInSight] = useState(true);
  useEffect(() => {
    const { current } = place;
    if (!current) return;
    observer ??= new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting);
    });
    watched.set(current, setInSight);
    observer.observe(current);
    return () => observer?.unobserve(current);
  }, [place]);
  return inSight;
}
