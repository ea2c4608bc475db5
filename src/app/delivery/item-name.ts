import type { ConversationId, Taken } from '../../ports/conversation-store.ts';

/**
 * How an outbox item is named to a platform that gives the name back: random characters, nothing of the child. A counsellor's
 * words are marked, so that what a platform tells of the others can be left at the door.
 */
export function itemName(id: ConversationId, item: string, from: 'bot' | 'counsellor'): string {
  return `${id}/${item}${from === 'counsellor' ? MARK : ''}`;
}

const MARK = '/c';
const NAME = /^(p[0-6]\d\.[\w-]{22})\/([\w.]{1,40})(\/c)?$/u;

export interface NamedItem extends Taken {
  readonly from: 'bot' | 'counsellor';
}

/** Null for what never was one of our names. */
export function readItemName(name: string): NamedItem | null {
  const [, id, item, mark] = NAME.exec(name) ?? [];
  if (id === undefined || item === undefined) return null;
  return { id: id as ConversationId, item, from: mark === MARK ? 'counsellor' : 'bot' };
}
