import { parseArgs } from 'node:util';
import { z } from 'zod';

const whole = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number)
  .refine((value) => value > 0);

const Options = z.object({
  rounds: whole.default(3),
  /** Of the closed loop, and again of the open one. */
  seconds: z
    .string()
    .regex(/^\d{1,4}(\.\d+)?$/)
    .transform(Number)
    .default(5),
  children: whole.default(1000),
  store: z.enum(['sqlite', 'redis']).optional(),
  platform: z.enum(['telegram', 'messenger']).optional(),
  /** The folder of the peers; they run in the same rounds. */
  peers: z.string().optional(),
  /** Also prints where the server's time goes. */
  profile: z.boolean().default(false),
});
export type Options = z.output<typeof Options>;

export const USAGE = `npm run bench -- [--rounds 3] [--seconds 5] [--children 1000] [--store sqlite|redis]
                 [--platform telegram|messenger] [--peers DIR] [--profile]`;

/** Null when they cannot be understood. */
export function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        children: { type: 'string' },
        store: { type: 'string' },
        platform: { type: 'string' },
        peers: { type: 'string' },
        profile: { type: 'boolean' },
      },
    });
    return Options.safeParse(values).data ?? null;
  } catch {
    return null;
  }
}
