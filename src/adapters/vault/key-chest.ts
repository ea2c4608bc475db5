import type { KeyObject } from 'node:crypto';
import { fail, ok, type Result } from '../../domain/result.ts';
import { keyedHash } from './cipher.ts';
import { hourOfName, sayHour } from './hour.ts';
import type { KeyFileError, KeyFiles } from './key-files.ts';
import type { KeyRegister } from './key-register.ts';

export interface KeyTrouble {
  readonly name: string;
  readonly kind: KeyFileError | 'not-the-registered' | 'destroyed';
}

/** Files and register as one: a key is only ever used when its file is the one that all processes agreed on. */
export interface KeyChest {
  /** The key, made and registered if it never was. A destroyed key is not made again. */
  obtain(name: string): Promise<Result<KeyObject, KeyTrouble>>;
  /** The key, if there is one; a file that nobody registered yet is registered. */
  find(name: string): Promise<Result<KeyObject, KeyTrouble>>;
}

export function keyChest(files: KeyFiles, register: KeyRegister): KeyChest {
  async function check(name: string): Promise<Result<KeyObject, KeyTrouble>> {
    const read = await files.read(name);
    if (!read.ok) return fail({ name, kind: read.error });

    const fingerprint = keyedHash(read.value, `fingerprint of ${name}`);
    const entry = await register.enter(name, fingerprint);
    if (entry.destroyed) return fail({ name, kind: 'destroyed' });
    return entry.fingerprint === fingerprint
      ? ok(read.value)
      : fail({ name, kind: 'not-the-registered' });
  }

  return {
    async obtain(name) {
      const entry = await register.find(name);
      if (entry?.destroyed) return fail({ name, kind: 'destroyed' });
      if (!entry) await files.make(name);
      return check(name);
    },
    async find(name) {
      const entry = await register.find(name);
      return entry?.destroyed ? fail({ name, kind: 'destroyed' }) : check(name);
    },
  };
}

const SAID: Record<KeyTrouble['kind'], string> = {
  missing:
    'is registered but missing from KEY_DIR: give this process the KEY_DIR of the others, or restore it',
  'open-to-others': 'can be read by others: set the mode of its file in KEY_DIR to 0600',
  damaged: 'is damaged: restore its file in KEY_DIR',
  'not-the-registered':
    'is not the registered one: this process has another KEY_DIR than the others',
  destroyed: 'is destroyed: its time is over',
};

/** In words for the operator: what is wrong and what to do. Names the key, never shows it. */
export function sayTrouble({ name, kind }: KeyTrouble): string {
  const hour = hourOfName(name);
  return `The ${hour === null ? `${name} key` : `key of hour ${sayHour(hour)}`} ${SAID[kind]}.`;
}
