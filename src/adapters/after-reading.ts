/**
 * Calls `expired` after `ms`, but not before what has arrived by then was read. A process that stood still for a while
 * wakes up to a timer that is due and an answer that waits, and timers come first: what a platform took would be sent again.
 * Answers the way to call it off.
 */
export function afterReading(ms: number, expired: () => void): () => void {
  let check: ReturnType<typeof setImmediate> | undefined;
  // Between a timer and an immediate the loop reads its sockets.
  const timer = setTimeout(() => {
    check = setImmediate(expired);
  }, ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(check);
  };
}
