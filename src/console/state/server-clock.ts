/** Smaller differences are the way of an answer, not a clock that goes wrong. */
const JITTER_MS = 1000;

const listeners = new Set<() => void>();
let ahead: number | null = null;
let second = Math.floor(Date.now() / 1000);
let timer: ReturnType<typeof setInterval> | undefined;

function tell(): void {
  second = Math.floor(Date.now() / 1000);
  for (const tick of listeners) tick();
}

/** One timer for every clock on the screen. */
export function onSecond(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tell, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The server's time (ms), to the second: counsellors' machines disagree. */
export function serverNow(): number {
  return second * 1000 + (ahead ?? 0);
}

/** The server said what time it is. */
export function heardServerTime(now: number): void {
  const heard = now - Date.now();
  if (ahead !== null && Math.abs(heard - ahead) <= JITTER_MS) return;
  ahead = heard;
  tell();
}
