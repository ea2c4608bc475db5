import type { Begun, ConversationId, Taken } from '../../ports/conversation-store.ts';

/**
 * How an outbox item is named to a platform that gives the name back: random characters, nothing of the child. A counsellor's
 * words are marked, so that what a platform tells of the others can be left at the door; so are messages that are not an item's last.
 */
export function itemName(
  id: ConversationId,
  item: string,
  from: 'bot' | 'counsellor',
  begun?: Begun,
): string {
  const part = begun === undefined ? '' : `/${begun.parts}.${begun.of}`;
  return `${id}/${item}${part}${from === 'counsellor' ? MARK : ''}`;
}

const MARK = '/c';
const NAME = /^(p[0-6]\d\.[\w-]{22})\/([\w.]{1,40})(?:\/(\d{1,3})\.([\w-]{16,64}))?(\/c)?$/u;

export interface NamedItem extends Taken {
  readonly from: 'bot' | 'counsellor';
}

/** Null for what never was one of our names. */
export function readItemName(name: string): NamedItem | null {
  const [, id, item, parts, of, mark] = NAME.exec(name) ?? [];
  if (id === undefined || item === undefined) return null;
  return {
    id: id as ConversationId,
    item,
    ...(of === undefined ? {} : { begun: { of, parts: Number(parts) } }),
    from: mark === MARK ? 'counsellor' : 'bot',
  };
}
