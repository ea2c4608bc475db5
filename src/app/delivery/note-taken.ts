import type { Core } from '../core.ts';
import { readItemName } from './item-name.ts';

/** Notes which messages, or first parts of them, a platform says it took, so that none of them is sent again by whoever takes over from a dead process. */
export async function noteTaken(core: Core, names: readonly string[]): Promise<void> {
  const taken = names.flatMap((name) => {
    const { from: _whose, ...named } = readItemName(name) ?? { from: null };
    return 'id' in named ? [named] : [];
  });
  if (taken.length > 0) await core.store.taken(taken);
}
