import { z } from 'zod';
import { SERVICE_KINDS } from '../directory/kinds.ts';

const key = z.string().regex(/^[a-z-]+:[a-z0-9.-]+$/);
const block = z.union([
  z.strictObject({ head: key.optional(), texts: z.array(key).min(1) }),
  z.strictObject({
    services: z.enum(SERVICE_KINDS),
    lead: key,
    /** What such a place does with a report; said where no row is printed, since the lead is not there then. */
    does: key.optional(),
    none: key,
  }),
]);

/** Which texts of the flows the printed package holds, in which order (`flows/package.yaml`). */
export const Plan = z.strictObject({
  sections: z
    .array(z.strictObject({ title: key, note: key, blocks: z.array(block).min(1) }))
    .min(1),
});
export type Plan = z.infer<typeof Plan>;

/** Every text that a plan names, once. */
export function keysOf({ sections }: Plan): readonly string[] {
  const keys = sections.flatMap(({ title, note, blocks }) => [
    title,
    note,
    ...blocks.flatMap((one) =>
      'texts' in one ? [one.head, ...one.texts] : [one.lead, one.does, one.none],
    ),
  ]);
  return [...new Set(keys.filter((one) => one !== undefined))];
}
