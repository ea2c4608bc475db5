import { signalOf, standingSignal } from '../domain/flow/anytime.ts';
import { normalise } from '../domain/text/normalise.ts';
import type { InboundEvent } from '../ports/channel.ts';
import { addressKey } from './addressing.ts';
import type { Core } from './core.ts';
import { safetyText } from './gate.ts';

const ONCE_IN_MS = 10 * 60_000;
const MOST_REMEMBERED = 10_000;

/**
 * What a process can still do for a child when the store is down: the platform is told to come again (503), and a message
 * that speaks of distress, or a tap that asks for help or a person, gets the safety text from memory, at most once in ten minutes an address.
 */
export function storeDown(core: Core): (events: readonly InboundEvent[]) => void {
  const told = new Map<string, number>();
  return (events) => {
    for (const event of events) {
      if (!isDistress(core, event)) continue;
      const address = addressKey(core, event.address.channel, event.address.id);
      const now = performance.now();
      if (now - (told.get(address) ?? -ONCE_IN_MS) < ONCE_IN_MS) continue;
      told.set(address, now);
      if (told.size > MOST_REMEMBERED) told.clear();
      core.background(() => tell(core, event));
    }
  };
}

function isDistress(core: Core, { input }: InboundEvent): boolean {
  if (input.kind === 'choice') return asksForHelp(input.id);
  const text = input.kind === 'text' || input.kind === 'edited' ? input.text : undefined;
  const said = text ?? (input.kind === 'media' ? (input.caption ?? '') : '');
  return soundsLikeDistress(core, said);
}

/** A tap on what is always in sight. */
function asksForHelp(choice: string): boolean {
  const meant = standingSignal(choice);
  return meant?.kind === 'help' || meant?.kind === 'person';
}

export function soundsLikeDistress(core: Pick<Core, 'bundles'>, said: string): boolean {
  if (said === '') return false;
  const meant = signalOf(core.bundles.current().lexicon, normalise(said));
  return meant?.kind === 'distress' || meant?.kind === 'help';
}

async function tell(core: Core, { address }: InboundEvent): Promise<void> {
  const channel = core.channels.get(address.channel);
  if (channel?.push !== true) return;
  await channel.deliver({
    to: address,
    rendered: {
      texts: [safetyText(core)],
      control: { kind: 'none' },
      standing: null,
      silent: false,
    },
    item: 'safety',
  });
}
