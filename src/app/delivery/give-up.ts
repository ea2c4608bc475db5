import type { Input } from '../../domain/conversation/input.ts';
import type { Outgoing } from '../../ports/conversation-store.ts';
import { feed } from '../accept.ts';
import type { Core } from '../core.ts';
import { openState } from '../sealed.ts';
import { insist } from './insist.ts';
import { undeliveredName } from './note-receipts.ts';

/**
 * Tells the conversation of a message that is given up, before the message is taken out of the outbox: a crash in between tells
 * it again, which has one effect, and never leaves a counsellor to believe that the child has their words.
 */
export async function giveUp(
  core: Core,
  { id, item }: Outgoing,
  why: 'gone' | 'window' | 'refused' | 'too-old',
): Promise<void> {
  const input: Input =
    why === 'gone' ? { kind: 'gone' } : { kind: 'undelivered', why, item: item.id };
  await insist(core.limits.sendLeaseMs, () => feed(core, id, undeliveredName(item.id), input));
}

/** Of a message that cannot be read. Where the conversation cannot be read either, nobody is left to be told. */
export async function tellOfLost(core: Core, outgoing: Outgoing): Promise<void> {
  const stored = await core.store.get(outgoing.id);
  const readable = stored !== null && (await openState(core.vault, stored)) !== null;
  if (readable) await giveUp(core, outgoing, 'refused');
}
