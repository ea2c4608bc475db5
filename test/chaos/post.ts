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
  /** How many times longer than on a quiet machine everything takes. */
  readonly slowness: () => number;
  readonly random: Random;
  readonly ledger: Ledger;
  /** Work that nobody waits for. */
  readonly later: (work: Promise<void>) => void;
}

const PATIENCE_MS = 2500;
/** Whoever tells of our own messages asks the next process soon, as a balancer in front of them would. */
const STATUS_PATIENCE_MS = 1500;
/** Platforms come again ever more slowly; doors that just came back are not run over. */
const SLOWEST = 8;

export function poster({ doors, slowness, random, ledger, later }: PostOptions): Posts {
  const ask = async (
    door: Member,
    { path, headers, body }: Webhook,
    patienceMs: number,
  ): Promise<number> => {
    try {
      const answer = await fetch(`${door.url}${path}`, {
        ...{ method: 'POST', headers, body: new Uint8Array(body) },
        signal: AbortSignal.timeout(Math.round(patienceMs * slowness())),
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  };
  /** Whoever does not answer is passed over, as a balancer in front of the doors does. */
  const once = async (webhook: Webhook, patienceMs = PATIENCE_MS): Promise<number> => {
    const first = random.between(0, doors.length - 1);
    let status = 0;
    for (const door of [...doors.slice(first), ...doors.slice(0, first)]) {
      status = await ask(door, webhook, patienceMs);
      if (status === 200) break;
    }
    return status;
  };
  const untilTaken = async (webhook: Webhook, patienceMs?: number): Promise<void> => {
    for (let tries = 0; ; tries += 1) {
      const status = await once(webhook, patienceMs);
      if (status === 200) return;
      // 408: a door that stood still while it read. A platform comes again for whatever is not a 200.
      if (status >= 400 && status < 500 && status !== 408) {
        throw new Error(`a door answered ${status}`);
      }
      ledger.add('refused');
      await sleep(random.between(50, 400) * Math.min(2 ** tries, SLOWEST) * slowness());
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
