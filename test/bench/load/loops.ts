import type { Children, TurnTimes } from './children.ts';

export interface Counted {
  readonly turns: number;
  readonly seconds: number;
}

/** Takes turns, `width` of them at any moment, until the time is over. */
export async function closedLoop(
  children: Children,
  width: number,
  goesOn: (turns: number, ms: number) => boolean,
): Promise<Counted> {
  const from = performance.now();
  let begun = 0;
  let turns = 0;
  const lane = async () => {
    while (goesOn(begun, performance.now() - from)) {
      begun += 1;
      if ((await children.turn()) !== null) turns += 1;
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return { turns, seconds: (performance.now() - from) / 1000 };
}

/** Begins turns at a steady pace, however long each takes; answers their times. */
export async function openLoop(
  children: Children,
  perSecond: number,
  ms: number,
): Promise<readonly TurnTimes[]> {
  const from = performance.now();
  const begun: Promise<TurnTimes | null>[] = [];
  while (performance.now() - from < ms) {
    const due = ((performance.now() - from) / 1000) * perSecond;
    while (begun.length < due) begun.push(children.turn());
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return (await Promise.all(begun)).filter((times) => times !== null);
}

/** The value below which `share` of them lie; 0 when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
