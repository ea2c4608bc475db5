/** So many children refused within so long: the platform means all of us, not one chat. */
const EVERYONE = 3;
const TOGETHER_MS = 10_000;

/** Notes that a platform asked for quiet while it was told of one child; true when it must mean everyone. */
export function slowed(): (child: string, now: number) => boolean {
  const seen = new Map<string, number>();
  return (child, now) => {
    seen.set(child, now);
    for (const [one, at] of seen) if (now - at > TOGETHER_MS) seen.delete(one);
    if (seen.size < EVERYONE) return false;
    seen.clear();
    return true;
  };
}
