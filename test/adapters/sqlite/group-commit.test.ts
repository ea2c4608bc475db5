import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GroupCommit, groupCommit } from '../../../src/adapters/sqlite/group-commit.ts';

describe('groupCommit', () => {
  let dir = '';
  let sql: DatabaseSync;
  let other: DatabaseSync;
  let group: GroupCommit;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tvear-group-'));
    sql = new DatabaseSync(join(dir, 'db'));
    sql.exec(`PRAGMA journal_mode = WAL;
      CREATE TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TABLE fact (id INTEGER PRIMARY KEY,
        parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)`);
    other = new DatabaseSync(join(dir, 'db'));
    group = groupCommit(sql);
  });
  afterEach(() => {
    sql.close();
    other.close();
    rmSync(dir, { recursive: true });
  });

  const add =
    (id: number, parent: number | null = null) =>
    () =>
      sql.prepare('INSERT INTO fact VALUES (?, ?)').run(id, parent);
  /** As another process sees it: only what was committed. */
  const durable = () =>
    other
      .prepare('SELECT id FROM fact ORDER BY id')
      .all()
      .map(({ id }) => id);

  it('puts all writes of a tick into one transaction', async () => {
    const seen: unknown[] = [];

    const writes = [1, 2, 3].map((id) =>
      group.write(() => {
        seen.push(sql.prepare('SELECT count(*) AS n FROM fact').get()?.['n'], durable().length);
        add(id)();
      }),
    );
    await Promise.all(writes);

    expect(seen).toEqual([0, 0, 1, 0, 2, 0]);
    expect(durable()).toEqual([1, 2, 3]);
  });

  it('resolves, and tells, only after the COMMIT', async () => {
    const seen: unknown[] = [];

    const answer = await group.write(
      () => {
        add(1)();
        return 'answer';
      },
      () => seen.push(durable()),
    );
    seen.push(durable());

    expect(answer).toBe('answer');
    expect(seen).toEqual([[1], [1]]);
  });

  it('rolls a bad write back alone, with all that it did', async () => {
    const told: number[] = [];
    const bad = () => {
      add(2)();
      throw new Error('bad');
    };

    const results = await Promise.allSettled([
      group.write(add(1), () => told.push(1)),
      group.write(bad, () => told.push(2)),
      group.write(add(3), () => told.push(3)),
    ]);

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(durable()).toEqual([1, 3]);
    expect(told).toEqual([1, 3]);
  });

  it('rejects all writes of a tick when the COMMIT fails, and goes on with the next', async () => {
    const told: number[] = [];

    const results = await Promise.allSettled([
      group.write(add(1), () => told.push(1)),
      group.write(add(2, 404), () => told.push(2)),
    ]);
    const left = durable();
    await group.write(add(3));

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(left).toEqual([]);
    expect(told).toEqual([]);
    expect(durable()).toEqual([3]);
  });

  it('rejects all writes of a tick when an error ended the transaction half-way', async () => {
    await group.write(add(9));
    const ending = () => sql.exec('INSERT OR ROLLBACK INTO fact VALUES (9, NULL)');

    const results = await Promise.allSettled([add(1), ending, add(2)].map((op) => group.write(op)));
    await group.write(add(3));

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(durable()).toEqual([3, 9]);
  });

  it('rejects when another process will not let it write, and goes on afterwards', async () => {
    other.exec('BEGIN IMMEDIATE');
    const refused = group.write(add(1));
    await expect(refused).rejects.toThrow(/locked/);
    other.exec('ROLLBACK');

    await group.write(add(2));

    expect(durable()).toEqual([2]);
  });

  it('commits at once what waits when it is flushed', () => {
    void group.write(add(1));

    group.flush();

    expect(durable()).toEqual([1]);
  });
});
