import { z } from 'zod';

/** What the runner asks of the load process, over its IPC channel, one at a time. */
export const Ask = z.discriminatedUnion('do', [
  /** A new subject: learns its replies and brings every child into its loop. */
  z.object({
    do: z.literal('begin'),
    target: z.object({
      platform: z.enum(['telegram', 'messenger']),
      port: z.number(),
      path: z.string(),
      secret: z.string(),
      pageId: z.string(),
    }),
    opens: z.boolean(),
    children: z.number(),
    /** Turns before anything is measured. */
    warmTurns: z.number(),
  }),
  z.object({ do: z.literal('closed'), ms: z.number() }),
  z.object({ do: z.literal('open'), ms: z.number(), perSecond: z.number() }),
  z.object({ do: z.literal('end') }),
]);
export type Ask = z.infer<typeof Ask>;

const Quantiles = z.object({ p50: z.number(), p99: z.number() });

export const Told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listening'), port: z.number() }),
  z.object({ kind: z.literal('begun') }),
  z.object({ kind: z.literal('closed'), turns: z.number(), seconds: z.number() }),
  z.object({ kind: z.literal('open'), turns: z.number(), reply: Quantiles, ack: Quantiles }),
  z.object({ kind: z.literal('ended'), failed: z.number() }),
  z.object({ kind: z.literal('trouble'), why: z.string() }),
]);
export type Told = z.infer<typeof Told>;

/** How many turns run at any moment in the closed loop. */
export const WIDTH = 32;
