import {
  chmod,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, LINE, NOON, type Rig, rig } from './rig.ts';

const THIS_HOUR = NOON / HOUR;
let place: Rig;
beforeEach(async () => {
  place = await rig();
});
afterEach(() => place.close());

const fileOf = (hour: number) => join(place.keyDir, `${hour}.key`);
const names = async () => (await readdir(place.keyDir)).sort();
const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('tend', () => {
  it('makes the keys two hours ahead, for their owner only', async () => {
    const vault = await place.vault();

    await vault.tend(place.now());

    expect(await names()).toEqual([
      ...[0, 1, 2].map((n) => `${THIS_HOUR + n}.key`),
      'factors.key',
      'index.key',
      'records.key',
    ]);
    for (const name of await names()) expect(await mode(join(place.keyDir, name))).toBe('600');
    expect(await mode(place.keyDir)).toBe('700');
    expect(vault.health()).toEqual({ ok: true });
  });

  it('is owed before the vault calls itself healthy, and at least once an hour', async () => {
    const vault = await place.vault();
    expect(vault.health().ok).toBe(false);
    await vault.tend(place.now());

    place.pass(HOUR + 1);

    expect(vault.health().why).toContain('not been tended');
  });

  it('makes content unreadable at the end of the hour of its deadline, in every process', async () => {
    const [vault, other] = [await place.vault(), await place.vault()];
    await vault.tend(place.now());
    await other.tend(place.now());
    const { wrapped } = await vault.newKey(NOON + 10 * 60_000);
    const envelope = await vault.enclose(LINE, 'hello', NOON + 10 * 60_000);
    expect(await other.openKey(wrapped)).not.toBeNull();

    place.pass(HOUR - 1);
    await vault.tend(place.now());
    expect(await vault.openKey(wrapped)).not.toBeNull();
    place.pass(1);
    await vault.tend(place.now());

    expect(await vault.openKey(wrapped)).toBeNull();
    expect(await vault.disclose(LINE, envelope)).toBeNull();
    expect(await names()).not.toContain(`${THIS_HOUR}.key`);
    await other.tend(place.now());
    expect(await other.openKey(wrapped)).toBeNull();
    expect(await (await place.vault()).openKey(wrapped)).toBeNull();
  });

  it('overwrites the key before it removes the file', async () => {
    const vault = await place.vault();
    await vault.tend(place.now());
    const copy = join(place.keyDir, '..', 'second-name');
    await link(fileOf(THIS_HOUR), copy);
    const before = await readFile(copy);

    place.pass(HOUR);
    await vault.tend(place.now());

    expect((await readFile(copy)).equals(before)).toBe(false);
  });

  it('gives a deadline on the full hour no hour more', async () => {
    const vault = await place.vault();
    await vault.tend(place.now());
    const { wrapped } = await vault.newKey(NOON + HOUR);

    place.pass(HOUR);
    await vault.tend(place.now());

    expect(await vault.openKey(wrapped)).toBeNull();
  });

  it('never makes the key of an hour that is over, before or after a restart', async () => {
    const vault = await place.vault();
    await vault.tend(place.now());
    place.pass(HOUR);
    await vault.tend(place.now());

    await expect(vault.newKey(NOON + 1)).rejects.toThrow('is over');
    await expect((await place.vault()).newKey(NOON + 1)).rejects.toThrow('destroyed');
    expect(await names()).not.toContain(`${THIS_HOUR}.key`);
  });

  it('removes what a process left that died while it made a key, and no key with it', async () => {
    const vault = await place.vault();
    await vault.tend(place.now());
    const { wrapped } = await vault.newKey(NOON + HOUR);
    const linked = join(place.keyDir, '.aa.new');
    const alone = join(place.keyDir, '.bb.new');
    await link(fileOf(THIS_HOUR), linked);
    await writeFile(alone, 'x');
    await utimes(alone, 1, 1);
    await utimes(linked, 1, 1);

    await vault.tend(place.now());

    expect((await names()).filter((name) => name.endsWith('.new'))).toEqual([]);
    expect(await (await place.vault()).openKey(wrapped)).not.toBeNull();
  });
});

describe('rewrap', () => {
  it('moves a conversation to another hour, and leaves it alone within the same', async () => {
    const vault = await place.vault();
    await vault.tend(place.now());
    const { key, wrapped } = await vault.newKey(NOON + 60_000);
    const sealed = vault.seal(key, LINE, 'hello');

    const same = await vault.rewrap(key, wrapped, NOON + 120_000);
    const moved = await vault.rewrap(key, wrapped, NOON + 72 * HOUR);
    place.pass(HOUR);
    await vault.tend(place.now());

    expect(same).toBe(wrapped);
    expect(await vault.openKey(wrapped)).toBeNull();
    const other = await place.vault();
    const opened = await other.openKey(moved);
    expect(opened && other.open(opened, LINE, sealed)).toBe('hello');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e18])(
    'refuses %s as a deadline',
    async (deadAt) => {
      const vault = await place.vault();

      await expect(vault.newKey(deadAt)).rejects.toThrow('not a time');
    },
  );
});

describe('a clock that jumps', () => {
  it.each([3 * HOUR, -3 * HOUR])(
    'by %d ms stops destruction until a person accepts it',
    async (jump) => {
      const vault = await place.vault();
      await vault.tend(place.now());
      const { wrapped } = await vault.newKey(NOON + 30 * 60_000);

      place.jump(jump);
      await vault.tend(place.now());
      place.pass(4 * HOUR);
      await vault.tend(place.now());

      expect(vault.health()).toEqual({ ok: false, why: expect.stringContaining('clock jumped') });
      expect(await vault.openKey(wrapped)).not.toBeNull();
      const restarted = await place.vault();
      await restarted.tend(place.now());
      expect(restarted.health().ok).toBe(false);
      expect(await names()).toContain(`${THIS_HOUR}.key`);

      await restarted.acceptClock();
      await vault.tend(place.now());
      await restarted.tend(place.now());

      expect(vault.health().ok).toBe(true);
      expect(restarted.health().ok).toBe(true);
      expect(await names().then((all) => all.includes(`${THIS_HOUR}.key`))).toBe(
        place.now() < NOON + HOUR,
      );
    },
  );

  it('is not seen where time just passed, nor in a small correction', async () => {
    const vault = await place.vault();
    await vault.tend(place.now());

    place.pass(9 * HOUR);
    place.jump(HOUR);
    await vault.tend(place.now());

    expect(vault.health()).toEqual({ ok: true });
    expect(await names()).not.toContain(`${THIS_HOUR}.key`);
  });
});

describe('the register', () => {
  it('lets two processes race for the keys of an hour, and both work', async () => {
    const vaults = await Promise.all(Array.from({ length: 6 }, () => place.vault()));
    await Promise.all(vaults.map((vault) => vault.tend(place.now())));
    const made = await Promise.all(vaults.map((vault) => vault.newKey(NOON + 40 * HOUR)));

    for (const [n, vault] of vaults.entries()) {
      expect(vault.health()).toEqual({ ok: true });
      const theirs = made[(n + 1) % made.length];
      expect(theirs && (await vault.openKey(theirs.wrapped))).not.toBeNull();
    }
    expect((await names()).filter((name) => !name.endsWith('.key'))).toEqual([]);
  });

  it('refuses a process with another KEY_DIR', async () => {
    const vault = await place.vault();
    await vault.tend(place.now());

    await expect(place.vault(`${place.keyDir}-other`)).rejects.toThrow('missing from KEY_DIR');
    expect(await readdir(`${place.keyDir}-other`)).toEqual([]);
  });

  it('takes nothing in while KEY_DIR is lost, though keys of this hour are remembered', async () => {
    const vault = await place.vault();
    await vault.tend(place.now());
    const context = { kind: 'input', owner: 'c1', place: '' } as const;
    const sealed = await vault.enclose(context, 'before', NOON + 1);

    await rename(fileOf(THIS_HOUR), `${fileOf(THIS_HOUR)}.bak`);
    await vault.tend(place.now());
    await expect(vault.enclose(context, 'lost', NOON + 1)).rejects.toThrow('missing from KEY_DIR');
    expect(await vault.disclose(context, sealed)).toBe('before');

    await rename(`${fileOf(THIS_HOUR)}.bak`, fileOf(THIS_HOUR));
    await vault.tend(place.now());
    const after = await vault.enclose(context, 'after', NOON + 1);
    expect(await vault.disclose(context, after)).toBe('after');
  });

  it('says so when the key of an hour is another, missing or damaged, and opens nothing by it', async () => {
    const [vault, other] = [await place.vault(), await place.vault()];
    await vault.tend(place.now());
    const { wrapped } = await vault.newKey(NOON + HOUR);
    const good = await readFile(fileOf(THIS_HOUR));

    await writeFile(fileOf(THIS_HOUR), Buffer.alloc(32, 7));
    await other.tend(place.now());
    expect(other.health().why).toMatch(/2026-11-23T12Z is not the registered one/);
    await expect(other.openKey(wrapped)).rejects.toThrow('not the registered');
    await expect(other.newKey(NOON + 1)).rejects.toThrow('not the registered');

    await writeFile(fileOf(THIS_HOUR), 'short');
    await other.tend(place.now());
    expect(other.health().why).toContain('damaged');

    await rename(fileOf(THIS_HOUR), `${fileOf(THIS_HOUR)}.bak`);
    await other.tend(place.now());
    expect(other.health().why).toContain('missing from KEY_DIR');
    await expect(other.openKey(wrapped)).rejects.toThrow('missing');

    await writeFile(fileOf(THIS_HOUR), good, { mode: 0o600 });
    await other.tend(place.now());
    expect(other.health()).toEqual({ ok: true });
    expect(await other.openKey(wrapped)).not.toBeNull();
  });
});

describe('permissions', () => {
  it.each([0o604, 0o640, 0o644])('refuse a lasting key of mode %o', async (bits) => {
    await place.vault();
    await chmod(join(place.keyDir, 'index.key'), bits);

    await expect(place.vault()).rejects.toThrow(/index key can be read by others.*0600/);
  });

  it('turn the vault unhealthy when the key of an hour is open', async () => {
    const vault = await place.vault();
    await vault.tend(place.now());
    await chmod(fileOf(THIS_HOUR), 0o644);

    await vault.tend(place.now());

    expect(vault.health().why).toContain('can be read by others');
  });

  it('of a folder that is ours are put right', async () => {
    await mkdir(place.keyDir, { mode: 0o755 });

    await place.vault();

    expect(await mode(place.keyDir)).toBe('700');
  });
});

describe('an index key that rotates', () => {
  it('answers by the new key and the one before', async () => {
    const before = (await place.vault()).hash('address', '1');
    await rename(join(place.keyDir, 'index.key'), join(place.keyDir, 'index.previous.key'));
    await place.documents.delete('keys/index');

    const vault = await place.vault();

    expect(vault.hash('address', '1')).not.toBe(before);
    expect(vault.hashes('address', '1')).toEqual([vault.hash('address', '1'), before]);
  });
});
