import { z } from 'zod';

// Every shape here is loose, and every part that may be missing is: what Meta adds or leaves out one day must not cost a child's words.

export const text = z.string().min(1);
export const some = text.optional().catch(undefined);
export const flag = z.boolean().optional().catch(undefined);
export const objects = z.array(z.unknown()).optional().catch(undefined);

/** Told how many members of what a platform sent cannot be read; never what stood in them. */
export type Unread = (count: number) => void;

/** The members that have the shape; the others do not spoil them, and are counted. No list at all counts as one of them. */
export function all<T>(schema: z.ZodType<T>, items: unknown, unread?: Unread): T[] {
  if (items === undefined || items === null) return [];
  if (!Array.isArray(items)) unread?.(1);
  const members: readonly unknown[] = Array.isArray(items) ? items : [];
  return members.flatMap((item) => {
    const parsed = schema.safeParse(item);
    if (!parsed.success) unread?.(1);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Adds up what is told of one body, and passes it on once. */
export function counted<T>(unread: Unread | undefined, read: (note: Unread) => T): T {
  let count = 0;
  const result = read((more) => {
    count += more;
  });
  if (count > 0) unread?.(count);
  return result;
}
