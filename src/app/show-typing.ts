import type { Input } from '../domain/conversation/input.ts';
import type { InboundEvent } from '../ports/channel.ts';
import { addressKey } from './addressing.ts';
import type { Core } from './core.ts';

/** What the bot answers. */
const ANSWERED: ReadonlySet<Input['kind']> = new Set(['text', 'choice', 'media', 'opened']);

/**
 * Lets the child's app show that an answer comes, where a setting turned that on: not for what arrives late, not while the platform
 * is down, and never in a counsellor's place.
 */
export function showTyping(core: Core, events: readonly InboundEvent[], now: number): void {
  for (const event of events) {
    const channel = core.channels.get(event.address.channel);
    if (channel?.signal === undefined || !ANSWERED.has(event.input.kind)) continue;
    if (now - (event.at ?? now) > core.limits.lateMs || core.lanes(channel.id).downMs() > 0)
      continue;
    core.background(async () => {
      if (await isHeld(core, event)) return;
      await channel.signal?.(event);
    });
  }
}

async function isHeld(core: Core, { address }: InboundEvent): Promise<boolean> {
  const found = await core.store.find(addressKey(core, address.channel, address.id));
  return found?.owner.kind === 'counsellor';
}
