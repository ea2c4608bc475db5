import { setTimeout as sleep } from 'node:timers/promises';
import type { Webhook } from '../support/platforms/loopback.ts';
import type { Ledger } from './ledger.ts';
import type { Member } from './processes.ts';
import type { Random } from './random.ts';

/** Delivers webhooks as platforms do: again until somebody says 200, sometimes twice at once, sometimes again much later. */
export type Post = (webhook: Webhook) => Promise<void>;

export interface Posts {
  /** Something that a child did. */
  readonly child: Post;
  /** Something that the platform tells of our own messages. */
  readonly status: Post;
}

export interface PostOptions {
  readonly doors: readonly Member[];
  readonly random: Random;
  readonly ledger: Ledger;
  /** Work that nobody waits for. */
  readonly later: (work: Promise<void>) => void;
}

const PATIENCE_MS = 2500;
/** Whoever tells of our own messages asks the next process soon, as a balancer in front of them would. */
const STATUS_PATIENCE_MS = 600;

export function poster({ doors, random, ledger, later }: PostOptions): Posts {
  const once = async (
    { path, headers, body }: Webhook,
    patienceMs = PATIENCE_MS,
  ): Promise<number> => {
    const door = random.pick(doors);
    try {
      const answer = await fetch(`${door.url}${path}`, {
        ...{ method: 'POST', headers, body: new Uint8Array(body) },
        signal: AbortSignal.timeout(patienceMs),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  };
  const untilTaken = async (webhook: Webhook, patienceMs?: number): Promise<void> => {
    for (;;) {
      const status = await once(webhook, patienceMs);
      if (status === 200) return;
      if (status >= 400 && status < 500) throw new Error(`a door answered ${status}`);
      ledger.add('refused');
      await sleep(random.between(50, 400));
    }
  };
  const again = async (webhook: Webhook, afterMs: number): Promise<void> => {
    await sleep(afterMs);
    ledger.add('duplicates');
    await once(webhook);
  };
  return {
    async child(webhook) {
      if (random.chance(0.1)) later(again(webhook, 0));
      await untilTaken(webhook);
      ledger.add('in');
      if (random.chance(0.05)) later(again(webhook, random.between(500, 8000)));
    },
    status: (webhook) => untilTaken(webhook, STATUS_PATIENCE_MS),
  };
}
