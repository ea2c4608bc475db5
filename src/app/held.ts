import type { ConversationId, StoredConversation } from '../ports/conversation-store.ts';
import { conversationIdOf } from './addressing.ts';
import type { Core } from './core.ts';
import { openState } from './sealed.ts';

/**
 * The conversations on a counsellor's desk: those they hold, and those that ended and miss their wrap-up. An index
 * only: the conversation itself says whose it is.
 */
export async function heldBy(core: Core, staff: string): Promise<readonly StoredConversation[]> {
  const listed = await core.documents.list(prefix(staff));
  const ids = listed.flatMap(({ key }) => conversationIdOf(key.slice(prefix(staff).length)) ?? []);
  const [found, held] = await Promise.all([
    Promise.all(ids.map((id) => core.store.get(id))),
    core.store.heldBy(staff),
  ]);
  await Promise.all(
    ids.map((id, at) => (found[at] === null ? letGo(core, staff, id) : Promise.resolve())),
  );
  const listedOnes = found.flatMap((stored) => (stored === null ? [] : [stored]));
  const theirs = listedOnes.filter((stored) => isTheirs(stored, staff));
  // A process that died between the claim and its note left one off the list: the store knows of it.
  return [...theirs, ...held.filter(({ id }) => !ids.includes(id))];
}

/** Those that take a place: live, and with a child who is there. */
export async function awakeHeldBy(
  core: Core,
  staff: string,
): Promise<readonly StoredConversation[]> {
  const held = await heldBy(core, staff);
  const live = held.filter(({ owner }) => owner.kind === 'counsellor');
  const opened = await Promise.all(live.map((stored) => openState(core.vault, stored)));
  return live.filter((_stored, at) => opened[at]?.sealed.state.silence?.asleep !== true);
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
