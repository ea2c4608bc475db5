import type { ConversationId, Taken } from '../../ports/conversation-store.ts';

/** How an outbox item is named to a platform that gives the name back: random characters, nothing of the child. */
export function itemName(id: ConversationId, item: string): string {
  return `${id}/${item}`;
}

const NAME = /^(p[0-6]\d\.[\w-]{22})\/([\w.]{1,40})$/u;

/** Null for what never was one of our names. */
export function readItemName(name: string): Taken | null {
  const [, id, item] = NAME.exec(name) ?? [];
  return id === undefined || item === undefined ? null : { id: id as ConversationId, item };
}
