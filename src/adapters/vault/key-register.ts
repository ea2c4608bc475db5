import { z } from 'zod';
import type { Documents } from '../../ports/documents.ts';

/** A destroyed key is remembered this long, so that its absence is known to be meant. */
const STRUCK_TTL_MS = 4 * 24 * 3_600_000;
const PREFIX = 'keys/';
const CLOCK = 'keys-clock';

const Entry = z.object({ fingerprint: z.string(), destroyed: z.boolean() });
export type Entry = z.infer<typeof Entry>;

export interface NamedEntry extends Entry {
  readonly name: string;
}

/** What all processes agree on about the keys: a fingerprint each, never the key; and whether the clock is believed. */
export interface KeyRegister {
  find(name: string): Promise<Entry | null>;
  /** Enters the fingerprint unless the name has one; answers what stands there now. */
  enter(name: string, fingerprint: string): Promise<Entry>;
  /** Notes that the key is destroyed. */
  strike(name: string): Promise<void>;
  all(): Promise<readonly NamedEntry[]>;
  clockHeld(): Promise<boolean>;
  holdClock(): Promise<void>;
  releaseClock(): Promise<void>;
}

export function keyRegister(documents: Documents): KeyRegister {
  const find = async (name: string) => {
    const found = await documents.get(PREFIX + name);
    return found && Entry.parse(found.value);
  };

  return {
    find,
    async enter(name, fingerprint) {
      const mine = { fingerprint, destroyed: false };
      if ((await documents.put(PREFIX + name, mine, 0)) !== null) return mine;
      return (await find(name)) ?? mine;
    },
    async strike(name) {
      const found = await documents.get(PREFIX + name);
      if (!found) return;
      const { fingerprint, destroyed } = Entry.parse(found.value);
      if (destroyed) return;
      // Refused only when another process struck it first.
      await documents.put(
        PREFIX + name,
        { fingerprint, destroyed: true },
        found.version,
        STRUCK_TTL_MS,
      );
    },
    async all() {
      const found = await documents.list(PREFIX);
      return found.map(({ key, value }) => ({
        name: key.slice(PREFIX.length),
        ...Entry.parse(value),
      }));
    },
    clockHeld: async () => (await documents.get(CLOCK)) !== null,
    async holdClock() {
      await documents.put(CLOCK, { held: true }, 0);
    },
    async releaseClock() {
      await documents.delete(CLOCK);
    },
  };
}
