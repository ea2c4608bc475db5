import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATABASE_FILE, openDatabase } from '../../../src/adapters/sqlite/open-database.ts';
import { DataDirBusyError } from '../../../src/adapters/sqlite/server-lock.ts';
import { hold } from './run-writer.ts';

describe('openDatabase', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tvear-open-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it('refuses a second server in the same process, and says what to do', () => {
    const first = openDatabase(dir);

    expect(() => openDatabase(dir)).toThrow(DataDirBusyError);
    expect(() => openDatabase(dir)).toThrow(/Stop that one first.*DATA_DIR of its own.*REDIS_URL/);

    first.close();
    openDatabase(dir).close();
  });

  it('refuses while another process has it, and opens once that was killed with SIGKILL', async () => {
    const other = await hold(dir);

    expect(() => openDatabase(dir)).toThrow(DataDirBusyError);

    await other?.kill();
    openDatabase(dir).close();
  });

  it('keeps other processes out, also after it has refused a second server of its own', async () => {
    const first = openDatabase(dir);
    expect(() => openDatabase(dir)).toThrow(DataDirBusyError);

    expect(await hold(dir)).toBeNull();

    first.close();
    const other = await hold(dir);
    expect(other).not.toBeNull();
    await other?.kill();
  });

  it('waits for the disk, overwrites what is deleted, and spills nothing into temporary files', () => {
    const database = openDatabase(dir);
    const pragma = (name: string) =>
      Object.values(database.sql.prepare(`PRAGMA ${name}`).get() ?? {})[0];

    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('temp_store')).toBe(2);
    database.close();
  });

  it('makes files that only their owner can read', () => {
    const folder = join(dir, 'new', 'data');
    const database = openDatabase(folder);
    database.sql.exec('UPDATE probe SET flip = 1');

    const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(modeOf(folder)).toBe('700');
    for (const end of ['', '-wal', '-shm'])
      expect(modeOf(join(folder, DATABASE_FILE + end))).toBe('600');
    database.close();
  });

  it('refuses data of a newer version, and lets the folder go again', () => {
    openDatabase(dir).close();
    const newer = new DatabaseSync(join(dir, DATABASE_FILE));
    newer.exec('PRAGMA user_version = 1000');
    newer.close();

    expect(() => openDatabase(dir)).toThrow(/newer version.*Start that version/);
    expect(() => openDatabase(dir)).toThrow(/newer version/);
  });

  it('says in plain words that it cannot be written, and that it can again', async () => {
    const database = openDatabase(dir);
    expect(await database.health()).toEqual({ ok: true });
    database.sql.exec('PRAGMA query_only = ON');
    const ill = await database.health();
    database.sql.exec('PRAGMA query_only = OFF');

    expect(ill).toEqual({ ok: false, why: expect.stringMatching(/cannot be written/) });
    expect(await database.health()).toEqual({ ok: true });
    database.close();
  });

  it('commits what waits when it is closed, and refuses what comes later', async () => {
    const database = openDatabase(dir);
    const waiting = database.write(() => database.sql.exec('UPDATE probe SET flip = 7'));

    database.close();
    database.close();

    await waiting;
    await expect(database.write(() => 1)).rejects.toThrow('the store is closed');
    expect(await database.health()).toMatchObject({ ok: false });
    const again = openDatabase(dir);
    expect(again.sql.prepare('SELECT flip FROM probe').get()).toEqual({ flip: 7 });
    again.close();
  });
});
