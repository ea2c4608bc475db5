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
  /** Leaves out the last round, in which ours are profiled to print where their time goes. */
  plain: z.boolean().default(false),
  /** The desk instead: so many wait, so many consoles are open, one conversation has so many lines. */
  desk: z.boolean().default(false),
  waiting: whole.default(500),
  counsellors: whole.default(200),
  lines: whole.default(2000),
  compare: z.boolean().default(false),
  /** The safety check of the whole bundle instead. */
  flows: z.boolean().default(false),
  /** The console's page in a browser instead, with so many waiting and such a conversation. */
  frames: z.boolean().default(false),
});
export type Options = z.output<typeof Options>;

export const USAGE = `npm run bench -- [--rounds 3] [--seconds 5] [--children 1000] [--store sqlite|redis]
                 [--platform telegram|messenger] [--peers DIR] [--plain]
npm run bench -- --desk [--waiting 500] [--counsellors 200] [--lines 2000] [--compare]
npm run bench -- --flows [--rounds 3]
npm run bench -- --frames [--waiting 500] [--lines 2000]`;

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
        plain: { type: 'boolean' },
        desk: { type: 'boolean' },
        waiting: { type: 'string' },
        counsellors: { type: 'string' },
        lines: { type: 'string' },
        compare: { type: 'boolean' },
        flows: { type: 'boolean' },
        frames: { type: 'boolean' },
      },
    });
    return Options.safeParse(values).data ?? null;
  } catch {
    return null;
  }
}
