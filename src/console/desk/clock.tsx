import { useSyncExternalStore } from 'react';
import { useQueue } from '../queries.ts';
import { waited } from '../state/waited.ts';

const listeners = new Set<() => void>();
let second = Math.floor(Date.now() / 1000);
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for every clock on the screen. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    second = Math.floor(Date.now() / 1000);
    for (const tick of listeners) tick();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The server's time in milliseconds, to the second: counsellors' machines disagree. */
export function useServerNow(): number {
  const ahead = useQueue().data?.ahead ?? 0;
  return useSyncExternalStore(subscribe, () => second) * 1000 + ahead;
}

export function useWaited(since: number): string {
  return waited(useServerNow() - since);
}

/** Time that runs, in figures of one width; not announced, or it would never be quiet. */
export function Waited({
  since,
  words,
}: {
  readonly since: number;
  readonly words: (time: string) => string;
}) {
  const time = useWaited(since);
  return (
    <span className="waited">
      <span className="sr-only">{words(time)}</span>
      <span aria-hidden="true">{time}</span>
    </span>
  );
}
