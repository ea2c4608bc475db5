import type { OutMessage } from '../../domain/conversation/message.ts';
import type { Address } from '../../ports/channel.ts';
import type { Outgoing } from '../../ports/conversation-store.ts';
import type { Core } from '../core.ts';
import { botText } from '../words.ts';

/**
 * What is left to say when a message could not be delivered in time: itself, one neutral line, or nothing. Of many that
 * waited only the last becomes that line; on a shared phone none does, because we do not write first there.
 */
export async function timely(
  core: Core,
  { id, item }: Outgoing,
  { address, message }: { readonly address: Address; readonly message: OutMessage },
  now: number,
): Promise<OutMessage | null> {
  const age = now - item.at;
  if (message.stale === 'keep') return age > core.limits.giveUpMs ? null : message;
  if (age <= core.limits.staleMs) return message;
  if (message.stale === 'drop' || message.silent) return null;
  // A platform that is away finds the line when it is back; one that serves others will never take this one.
  if (age > core.limits.giveUpMs && core.lanes(address.channel).downMs() === 0) return null;
  const left = await core.store.outbox(id);
  return (left?.items.length ?? 1) > 1 ? null : neutralLine(core, message);
}

function neutralLine(core: Core, message: OutMessage): OutMessage {
  const text = botText(core.bundles.current(), message.language, 'neutral');
  return { ...message, parts: [{ kind: 'text', text }], choices: [] };
}
