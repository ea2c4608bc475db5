import { z } from 'zod';
import type { Context } from './context.ts';
import { parse } from './replies.ts';

/** So long an answer of the server is counted on from; drift within it is far below a millisecond. */
const FRESH_MS = 1000;
/** An answer that took longer says too little about the moment when it is heard. */
const PROMPT_MS = 50;

const Time = z.tuple([z.coerce.number(), z.coerce.number()]);

interface Asked {
  readonly at: number;
  /** Server time minus ours. */
  readonly offset: Promise<number>;
}

/**
 * The time of the Redis server (ms since the epoch), asked at most once a second and counted on from there by a clock that
 * never jumps. It is behind the server's by the way of the answer, never ahead of it: nothing seems over too soon. A jump of
 * the server's clock is seen within that second. Scripts read the server's own clock.
 */
export function storeClock(context: Context, monotonicMs = () => performance.now()) {
  let last: Asked | undefined;

  const forget = (asked: Asked): void => {
    if (last === asked) last = undefined;
  };
  const ask = (at: number): Asked => {
    const asked: Asked = { at, offset: offsetNow() };
    const keepIfPrompt = (): void => {
      if (monotonicMs() - at > PROMPT_MS) forget(asked);
    };
    asked.offset.then(keepIfPrompt, () => forget(asked));
    return asked;
  };
  const offsetNow = async (): Promise<number> => {
    const [seconds, micros] = parse(Time, await context.redis.send(['TIME']), 'TIME');
    return seconds * 1000 + micros / 1000 - monotonicMs();
  };

  return async (): Promise<number> => {
    const given = context.clock();
    if (given !== null) return given;
    const at = monotonicMs();
    if (last === undefined || at - last.at > FRESH_MS) last = ask(at);
    return Math.floor((await last.offset) + monotonicMs());
  };
}
