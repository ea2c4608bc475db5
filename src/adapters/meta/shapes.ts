import { z } from 'zod';

// Every shape here is loose, and every part that may be missing is: what Meta adds or leaves out one day must not cost a child's words.

export const text = z.string().min(1);
export const some = text.optional().catch(undefined);
export const flag = z.boolean().optional().catch(undefined);
export const objects = z.array(z.unknown()).optional().catch(undefined);

/** The members that have the shape; the others do not spoil them. */
export function all<T>(schema: z.ZodType<T>, items: readonly unknown[] | undefined): T[] {
  return (items ?? []).flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}
