import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { WrappedKey } from '../../ports/conversation-store.ts';
import type { DataKey, Vault } from '../../ports/vault.ts';
import { type Hour, hourOfDeadline, isOver } from './hour.ts';
import type { HourKeys } from './hour-keys.ts';
import { lru } from './lru.ts';
import { unwrapKey, wrapKey, wrappedHour } from './wrapping.ts';

export interface DataKeys extends Pick<Vault, 'newKey' | 'openKey' | 'rewrap'> {
  /** A key for what has no conversation yet: the same one for many that die in the same hour, and each for a while only. */
  envelopeKey(deadAt: number): ReturnType<Vault['newKey']>;
  /** The secret behind a handle. Throws for a handle of another vault. */
  secretOf(key: DataKey): KeyObject;
  /** Drops what is remembered of hours that are over by now (ms). */
  forgetOver(now: number): void;
}

/** A key of its own for every envelope cost a third of a sealed input, and pushed the conversations' keys out of memory. */
const ENVELOPES_A_KEY = 1000;

/** Data keys as handles that say nothing when printed; the last `limit` opened ones are remembered. */
export function dataKeys(hours: HourKeys, limit: number): DataKeys {
  const secrets = new WeakMap<DataKey, KeyObject>();
  const opened = lru<string, { readonly hour: Hour; readonly key: DataKey }>(limit);

  function handle(secret: KeyObject, wrapped: string, hour: Hour): DataKey {
    const key: DataKey = Object.freeze({ __brand: 'DataKey' });
    secrets.set(key, secret);
    opened.set(wrapped, { hour, key });
    return key;
  }

  function secretOf(key: DataKey): KeyObject {
    const secret = secrets.get(key);
    if (!secret) throw new Error('a data key of another vault');
    return secret;
  }

  async function openKey(wrapped: WrappedKey): Promise<DataKey | null> {
    const known = opened.get(wrapped);
    if (known) return known.key;
    const hour = wrappedHour(wrapped);
    if (hour === null) return null;

    const hourKey = await hours.find(hour);
    const secret = hourKey && unwrapKey(hourKey, wrapped);
    return secret && handle(secret, wrapped, hour);
  }

  async function newKey(deadAt: number) {
    const hour = hourOfDeadline(deadAt);
    const hourKey = await hours.ofDeadline(hour);
    const secret = createSecretKey(randomBytes(32));
    const wrapped = wrapKey(hourKey, hour, secret);
    return { key: handle(secret, wrapped, hour), wrapped };
  }

  const shared = sharedKey(newKey);

  return {
    secretOf,
    openKey,
    newKey,
    // Keys that are remembered would do for a while, with nobody to open it after a restart.
    async envelopeKey(deadAt) {
      hours.assertWhole();
      return shared.of(deadAt);
    },
    async rewrap(key, wrapped, deadAt) {
      const hour = hourOfDeadline(deadAt);
      if (wrappedHour(wrapped) === hour) return wrapped;
      const moved = wrapKey(await hours.ofDeadline(hour), hour, secretOf(key));
      opened.set(moved, { hour, key });
      return moved;
    },
    forgetOver(now) {
      shared.forgetOver(now);
      opened.deleteWhere((_, { hour }) => isOver(hour, now));
    },
  };
}

type NewKey = Vault['newKey'];

interface Shared {
  readonly made: ReturnType<NewKey>;
  uses: number;
}

/** One key for the next thousand that die in the same hour. */
function sharedKey(newKey: NewKey) {
  const byHour = new Map<Hour, Shared>();

  function renew(hour: Hour, deadAt: number): Shared {
    const fresh: Shared = { made: newKey(deadAt), uses: 0 };
    byHour.set(hour, fresh);
    fresh.made.catch(() => {
      if (byHour.get(hour) === fresh) byHour.delete(hour);
    });
    return fresh;
  }

  return {
    of(deadAt: number): ReturnType<NewKey> {
      const hour = hourOfDeadline(deadAt);
      const last = byHour.get(hour);
      const fits = last !== undefined && last.uses < ENVELOPES_A_KEY ? last : renew(hour, deadAt);
      fits.uses += 1;
      return fits.made;
    },
    forgetOver(now: number): void {
      for (const hour of byHour.keys()) if (isOver(hour, now)) byHour.delete(hour);
    },
  };
}
