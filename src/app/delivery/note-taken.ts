import type { Core } from '../core.ts';
import { readItemName } from './item-name.ts';

/** Notes which messages a platform says it took, so that none of them is sent again by whoever takes over from a dead process. */
export async function noteTaken(core: Core, names: readonly string[]): Promise<void> {
  const taken = names.flatMap((name) => {
    const named = readItemName(name);
    return named === null ? [] : [{ id: named.id, item: named.item }];
  });
  if (taken.length > 0) await core.store.taken(taken);
}
