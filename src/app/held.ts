import type { ConversationId, StoredConversation } from '../ports/conversation-store.ts';
import { conversationIdOf } from './addressing.ts';
import type { Core } from './core.ts';

/**
 * The conversations on a counsellor's desk: those they hold, and those that ended and miss their wrap-up. An index
 * only: the conversation itself says whose it is.
 */
export async function heldBy(core: Core, staff: string): Promise<readonly StoredConversation[]> {
  const listed = await core.documents.list(prefix(staff));
  const ids = listed.flatMap(({ key }) => conversationIdOf(key.slice(prefix(staff).length)) ?? []);
  const found = await Promise.all(ids.map((id) => core.store.get(id)));
  await Promise.all(
    ids.map((id, at) => (found[at] === null ? letGo(core, staff, id) : Promise.resolve())),
  );
  return found.flatMap((stored) => (stored === null || !isTheirs(stored, staff) ? [] : [stored]));
}

export async function hold(core: Core, staff: string, id: ConversationId): Promise<void> {
  await core.documents.put(prefix(staff) + id, {}, 0, 2 * core.limits.retentionMs);
}

export async function letGo(core: Core, staff: string, id: ConversationId): Promise<void> {
  await core.documents.delete(prefix(staff) + id);
}

function isTheirs({ owner }: StoredConversation, staff: string): boolean {
  return owner.kind === 'nobody' || (owner.kind === 'counsellor' && owner.id === staff);
}

function prefix(staff: string): string {
  return `desk/${staff}/`;
}
