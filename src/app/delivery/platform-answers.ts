import type { Breaker } from './breaker.ts';
import type { Lane } from './lane.ts';
import { slowed } from './slowed.ts';

/** So many different children, and nobody served in between: the platform means all of us, not one who blocked us. */
const EVERYONE = 3;

type Answers = Pick<
  Lane,
  | ('worked' | 'left' | 'failed' | 'pause' | 'refused' | 'unwell' | 'slow')
  | ('downMs' | 'tookMs' | 'pauseToo')
>;

/**
 * What is drawn for everyone from the answer to one.
 *
 * @param onPause - Told of each pause that the platform asked for, or a technician's token.
 */
export function platformAnswers(
  stop: Breaker,
  clock: () => number,
  onPause: (ms: number) => void = () => undefined,
): Answers {
  let took: number | null = null;
  const meansEveryone = slowed();
  const refused = new Set<string>();
  const several = (child: string): boolean => {
    if (refused.size < EVERYONE) refused.add(child);
    return refused.size === EVERYONE;
  };
  const worked = (): void => {
    took = clock();
    refused.clear();
    stop.worked();
  };
  const pause = (ms: number): void => {
    stop.pause(clock(), ms);
    onPause(ms);
  };
  return {
    worked,
    left: stop.left,
    failed: () => stop.failed(clock()),
    pause,
    pauseToo: (ms) => stop.rest(clock(), ms),
    refused(child, ms) {
      stop.ails(clock());
      if (!several(child)) return;
      // After the pause each may try again, so that none of the three speaks for all.
      refused.clear();
      pause(ms);
    },
    unwell: (child) => (several(child) ? stop.failed(clock()) : stop.left()),
    // Of one child alone it is an answer like any other: the platform works.
    slow: (child, ms) => (meansEveryone(child, clock()) ? pause(ms) : worked()),
    downMs: () => clock() - (stop.downSince() ?? clock()),
    tookMs: () => (took === null ? null : clock() - took),
  };
}
