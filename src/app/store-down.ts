import { createHmac, randomBytes } from 'node:crypto';
import { signalOf, standingSignal } from '../domain/flow/anytime.ts';
import { normalise } from '../domain/text/normalise.ts';
import type { Address, InboundEvent } from '../ports/channel.ts';
import type { Core } from './core.ts';
import { safetyText } from './gate.ts';

const ONCE_IN_MS = 10 * 60_000;
const MOST_REMEMBERED = 10_000;

/** True for the first cry of a child in ten minutes. */
export type OncePerChild = (child: Address) => boolean;

/** One for a process, whatever happens to its store meanwhile. Holds no platform's id, and never grows beyond a bound. */
export function oncePerChild(): OncePerChild {
  const key = randomBytes(32);
  const told = new Map<string, number>();
  return ({ channel, id }) => {
    const child = createHmac('sha256', key).update(`${channel}|${id}`).digest('base64');
    const now = performance.now();
    if (now - (told.get(child) ?? -ONCE_IN_MS) < ONCE_IN_MS) return false;
    told.set(child, now);
    if (told.size > MOST_REMEMBERED) told.clear();
    return true;
  };
}

type Memory = Pick<Core, 'bundles' | 'channels' | 'background'>;

/**
 * What a process can still do for a child when the store is down: the platform is told to come again (503), and a message
 * that speaks of distress, or a tap that asks for help or a person, gets the safety text from memory, at most once in ten minutes an address.
 */
export function storeDown(
  core: Memory,
  once: OncePerChild = oncePerChild(),
): (events: readonly InboundEvent[]) => void {
  return (events) => {
    for (const event of events) {
      if (isDistress(core, event) && once(event.address)) core.background(() => tell(core, event));
    }
  };
}

function isDistress(core: Memory, { input }: InboundEvent): boolean {
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

async function tell(core: Memory, { address }: InboundEvent): Promise<void> {
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
