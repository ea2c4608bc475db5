import { parseArgs } from 'node:util';
import { z } from 'zod';
import { BREAKS } from './sabotage.ts';

const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const Options = z.object({
  seconds: whole.default(120),
  /** Repeats the order of faults and of what children do; not the timing of the machine. */
  seed: whole.default(() => Math.floor(Math.random() * 1e9)),
  store: z.enum(['redis', 'sqlite']).default('redis'),
  children: whole.default(150),
  /** Takes one guard out of the server; the run has to notice. */
  break: z.enum(BREAKS).optional(),
});
export type Options = z.output<typeof Options>;

export const USAGE = `npm run chaos -- [--seconds 120] [--seed N] [--store redis|sqlite] [--children 150]
                 [--break ${BREAKS.join('|')}]

Real processes, a real store and loopback platforms, all of them killed, stopped and cut off at random. Exit 0 only if
nothing was lost, doubled, disordered or stranded; with --break one guard is taken out first, and the run must exit 1.`;

/** Null when they cannot be understood. */
export function readOptions(args: readonly string[]): Options | null {
  try {
    const text = { type: 'string' } as const;
    const options = { seconds: text, seed: text, store: text, children: text, break: text };
    const { values } = parseArgs({ args: [...args], options });
    return Options.safeParse(values).data ?? null;
  } catch {
    return null;
  }
}
