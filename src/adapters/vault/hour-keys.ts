import type { KeyObject } from 'node:crypto';
import { HOUR_MS, type Hour, hourAt, hourOfName, isOver, sayHour } from './hour.ts';
import { type KeyChest, type KeyTrouble, sayTrouble } from './key-chest.ts';
import type { KeyFiles } from './key-files.ts';
import type { KeyRegister } from './key-register.ts';
import { lru } from './lru.ts';
import type { StoreClock } from './store-clock.ts';

const HOURS_AHEAD = 2;
const CACHED_HOURS = 256;

const NOT_YET = 'The keys have not been looked at yet.';
/** Another process cannot open what is sealed here, nor can this one after a restart. */
const LOST: readonly KeyTrouble['kind'][] = ['missing', 'damaged', 'not-the-registered'];
const UNTENDED = 'The keys have not been tended for over an hour: nothing is destroyed on time.';
const OUT_OF_REACH = 'KEY_DIR or the register of keys cannot be reached.';
const JUMPED =
  'The store clock jumped by more than 2 hours: no key is destroyed until the time is checked and the clock accepted (npm run keys).';

/** The keys of hours: made ahead, destroyed when their hour is over. */
export interface HourKeys {
  /** The key of an hour that is not over, made if need be. Throws, in plain words, when it cannot be had. */
  ofDeadline(hour: Hour): Promise<KeyObject>;
  /** Null when it is destroyed. Throws when it should be there and is not. */
  find(hour: Hour): Promise<KeyObject | null>;
  tend(now: number): Promise<void>;
  /** Throws while a key that all processes agreed on is not here: what is taken in now could be lost with this process. */
  assertWhole(): void;
  /** Whatever is wrong; empty when nothing is. */
  problems(): readonly string[];
}

export interface HourKeyParts {
  readonly files: KeyFiles;
  readonly register: KeyRegister;
  readonly chest: KeyChest;
  readonly clock: StoreClock;
}

export function hourKeys({ files, register, chest, clock }: HourKeyParts): HourKeys {
  const cached = lru<Hour, KeyObject>(CACHED_HOURS);
  let found: readonly string[] = [NOT_YET];
  let lost: readonly string[] = [];

  async function load(hour: Hour, how: 'obtain' | 'find'): Promise<KeyObject | KeyTrouble> {
    const known = cached.get(hour);
    if (known) return known;
    const result = await chest[how](String(hour));
    if (!result.ok) return result.error;
    cached.set(hour, result.value);
    return result.value;
  }

  async function destroyOver(now: number): Promise<void> {
    cached.deleteWhere((hour) => isOver(hour, now));
    const over = (name: string) => {
      const hour = hourOfName(name);
      return hour !== null && isOver(hour, now);
    };
    for (const name of (await files.names()).filter(over)) await files.destroy(name);
    for (const { name, destroyed } of await register.all()) {
      if (!destroyed && over(name)) await register.strike(name);
    }
  }

  return {
    async ofDeadline(hour) {
      const now = clock.now();
      if (now !== null && isOver(hour, now)) throw new Error(`The hour ${sayHour(hour)} is over.`);
      return orThrow(await load(hour, 'obtain'));
    },
    async find(hour) {
      const key = await load(hour, 'find');
      if (!isTrouble(key)) return key;
      const now = clock.now();
      const gone = key.kind === 'missing' && now !== null && isOver(hour, now);
      return gone || key.kind === 'destroyed' ? null : orThrow(key);
    },
    async tend(now) {
      try {
        const believed = await clock.read(now);
        if (believed) await destroyOver(now);
        await files.tidy();
        const troubles = await check({ chest, register }, now);
        found = [...(believed ? [] : [JUMPED]), ...troubles.map(sayTrouble)];
        lost = troubles.filter(({ kind }) => LOST.includes(kind)).map(sayTrouble);
      } catch (error) {
        found = [OUT_OF_REACH];
        throw error;
      }
    },
    assertWhole() {
      if (lost.length > 0) throw new Error(lost.join(' '));
    },
    problems() {
      const age = clock.age();
      return age !== null && age > HOUR_MS ? [UNTENDED, ...found] : found;
    },
  };
}

/** Reads from disk again, so that a key that was swapped or lost under a running process is seen. */
async function check(
  { chest, register }: Pick<HourKeyParts, 'chest' | 'register'>,
  now: number,
): Promise<readonly KeyTrouble[]> {
  const ahead = Array.from({ length: HOURS_AHEAD + 1 }, (_, n) => String(hourAt(now) + n));
  const registered = (await register.all())
    .filter(({ name, destroyed }) => !destroyed && !isOver(hourOfName(name) ?? Infinity, now))
    .map(({ name }) => name);

  const troubles: KeyTrouble[] = [];
  for (const name of new Set([...ahead, ...registered])) {
    const result = await chest.obtain(name);
    if (!result.ok) troubles.push(result.error);
  }
  return troubles;
}

function isTrouble(found: KeyObject | KeyTrouble): found is KeyTrouble {
  return 'kind' in found;
}

function orThrow(found: KeyObject | KeyTrouble): KeyObject {
  if (isTrouble(found)) throw new Error(sayTrouble(found));
  return found;
}
