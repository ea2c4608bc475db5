import { createHash } from 'node:crypto';
import type { OutCall } from './channel.ts';

/** How far an outbox item of several messages got, so that a retry sends only what is missing. */
export interface SendProgress {
  /** Ids of the messages of this very call that the platform took already. */
  taken(call: OutCall): readonly string[];
  took(call: OutCall, messageIds: readonly string[]): void;
  done(call: OutCall): void;
}

const MOST_CALLS = 10_000;

/**
 * In memory only: after a crash the item is sent from its start, which the guarantee (at least once) covers.
 * The same item with other texts (a neutral line in its place, a withdrawn service) begins anew. Holds digests
 * and message ids of unfinished calls, never a text; the oldest go first when there are too many.
 */
export function sendProgress(): SendProgress {
  const calls = new Map<string, readonly string[]>();
  return {
    taken: (call) => (calls.size === 0 ? [] : (calls.get(keyOf(call)) ?? [])),
    took(call, messageIds) {
      const key = keyOf(call);
      calls.delete(key);
      calls.set(key, messageIds);
      const oldest = calls.keys().next().value;
      if (calls.size > MOST_CALLS && oldest !== undefined) calls.delete(oldest);
    },
    done(call) {
      if (calls.size > 0) calls.delete(keyOf(call));
    },
  };
}

function keyOf({ item, rendered }: OutCall): string {
  return createHash('sha256')
    .update(JSON.stringify([item, rendered.texts]))
    .digest('base64url');
}
