import type { OutCall } from '../../ports/channel.ts';

/** What a message of an item bears: with the last one the item is whole, and no other may say so. */
export function nameOf(
  { item, partName }: OutCall,
  index: number,
  all: number,
): string | undefined {
  return index === all - 1 ? item : partName?.(index + 1);
}
