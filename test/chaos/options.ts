import { parseArgs } from 'node:util';
import { z } from 'zod';
import { BREAKS } from './sabotage.ts';

const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const Options = z.object({
  seconds: whole.default(120),
  /** Goes on after these seconds until so many were killed, and so many messages of children came in. */
  kills: whole.default(0),
  messages: whole.default(0),
  /** Repeats the order of faults and of what children do; not the timing of the machine. */
  seed: whole.default(() => Math.floor(Math.random() * 1e9)),
  store: z.enum(['redis', 'sqlite']).default('redis'),
  children: whole.default(150),
  /** Seconds a child waits before what it waits for counts as lost: longer than leases, retries, doubts and the line take. */
  patience: whole.default(90),
  /** Takes one guard out of the server; the run has to notice. */
  break: z.enum(BREAKS).optional(),
});
export type Options = z.output<typeof Options>;

export const USAGE = `npm run chaos -- [--seconds 120] [--seed N] [--store redis|sqlite] [--children 150]
                 [--kills 0] [--messages 0] [--patience 90] [--break ${BREAKS.join('|')}]

Real processes, a real store and loopback platforms, all of them killed, stopped and cut off at random. Exit 0 only if
nothing was lost, doubled, disordered or stranded; with --break one guard is taken out first, and the run must exit 1.`;

/** Null when they cannot be understood. */
export function readOptions(args: readonly string[]): Options | null {
  try {
    const text = { type: 'string' } as const;
    const names = { seconds: text, seed: text, store: text, children: text, patience: text };
    const options = { ...names, kills: text, messages: text, break: text };
    const { values } = parseArgs({ args: [...args], options });
    return Options.safeParse(values).data ?? null;
  } catch {
    return null;
  }
}
