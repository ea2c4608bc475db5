import { returnHeldBy } from '../change-owner.ts';
import type { Core } from '../core.ts';
import { listMembers } from './member.ts';
import { aliveStaff, PRESENCE_LEASE_MS } from './presence.ts';

/** Looks longer apart than this mean that nobody could have been seen in between. */
const BLIND_MS = PRESENCE_LEASE_MS / 2;

/**
 * Gives the children of a counsellor who has been gone for a minute back to the queue, at their old place; of one whose desk
 * stands locked, those who wait for an answer. Call it every few seconds. After a start, or after the store was away, it waits for a minute: the consoles have to find their way back first.
 * Answers how many went back.
 */
export function absence(core: Core): () => Promise<number> {
  let [since, last]: [number | null, number] = [null, Number.NEGATIVE_INFINITY];
  return async () => {
    const now = await core.store.now();
    if (since === null || now - last > BLIND_MS) since = now;
    last = now;
    if (now - since < PRESENCE_LEASE_MS) return 0;
    const [alive, members] = await Promise.all([
      aliveStaff(core.documents, now),
      listMembers(core.documents),
    ]);
    let returned = 0;
    for (const { id, alias, role } of members) {
      const where = alive.get(id);
      if (where === 'here') continue;
      returned += await returnHeldBy(core, { id, alias, role }, where === 'locked');
    }
    return returned;
  };
}
