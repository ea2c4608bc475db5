import type { Platform } from '../support/platforms/loopback.ts';
import { aChild, type Child, type ChildOptions, type Hands } from './child.ts';
import { seeded } from './random.ts';
import type { World } from './world.ts';

/** Simulated children on the three platforms, in turn, each with a chance of their own. */
export function castOf(
  { channels }: World,
  {
    count,
    seed,
    ...rest
  }: Omit<ChildOptions, 'hands' | 'random'> & {
    readonly count: number;
    readonly seed: number;
  },
): ReadonlyMap<string, Child> {
  const children = new Map<string, Child>();
  const addresses = new Map<string, Child>();
  for (let n = 0; n < count; n += 1) {
    const { address, hands } = handsOf(channels, n);
    const child = aChild({ ...rest, hands, random: seeded(seed + n + 1) });
    children.set(child.name, child);
    addresses.set(address, child);
  }
  const listen = (platform: Platform, channel: string): void => {
    platform.onUnread(rest.ledger.unread);
    platform.onSend((message) =>
      addresses.get(`${channel} ${message.to}`)?.shown(message.text, message),
    );
  };
  listen(channels.telegram.platform, 'telegram');
  listen(channels.whatsapp.platform, 'whatsapp');
  listen(channels.messenger.platform, 'messenger');
  return children;
}

interface Placed {
  readonly address: string;
  readonly hands: Hands;
}

function handsOf(channels: World['channels'], n: number): Placed {
  if (n % 3 === 0) return telegramHands(channels.telegram.hooks, n);
  return n % 3 === 1
    ? whatsappHands(channels.whatsapp.hooks, n)
    : messengerHands(channels.messenger.hooks, n);
}

function telegramHands(hooks: World['channels']['telegram']['hooks'], n: number): Placed {
  const chat = 70_000_000 + n;
  return {
    address: `telegram ${chat}`,
    hands: {
      ...{ name: `telegram-${n}`, reconciled: false },
      open: () => hooks.text(chat, '/start'),
      text: (words) => hooks.text(chat, words),
    },
  };
}

function whatsappHands(hooks: World['channels']['whatsapp']['hooks'], n: number): Placed {
  // No real number: 999 is no country's code.
  const phone = String(999_000_000_000 + n);
  return {
    address: `whatsapp ${phone}`,
    hands: {
      ...{ name: `whatsapp-${n}`, reconciled: true },
      open: () => hooks.message(phone, { type: 'request_welcome' }),
      text: (words) => hooks.text(phone, words),
    },
  };
}

function messengerHands(hooks: World['channels']['messenger']['hooks'], n: number): Placed {
  const psid = String(5_000_000_000_000 + n);
  return {
    address: `messenger ${psid}`,
    hands: {
      ...{ name: `messenger-${n}`, reconciled: true },
      open: () => hooks.postback(psid, 'get-started'),
      text: (words) => hooks.text(psid, words),
    },
  };
}
