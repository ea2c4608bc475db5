import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TRUNCATE_MS } from '../../../src/adapters/sqlite/conversation-store.ts';
import type {
  Commit,
  ConversationStore,
  Sealed,
  Turn,
} from '../../../src/ports/conversation-store.ts';
import {
  anAddress,
  commitOf,
  commitOne,
  fromChild,
  HOUR_MS,
  LEASE,
  turnFrom,
} from '../../contracts/conversation-store/harness.ts';
import { openSqlite, type SqliteHarness } from './harness.ts';

/** Sizes of sealed content as the vault pads it: 256 B, 1 KiB and 4 KiB, in base64. */
const SIZES = [344, 1368, 5464];

let secrets: string[] = [];

function secret(): Sealed {
  const name = `canary${secrets.length}.`;
  secrets.push(name);
  const size = SIZES[secrets.length % SIZES.length] ?? 0;
  return name.padEnd(size, name) as Sealed;
}

/** A turn that leaves content of all kinds, and drops some of what was there before. */
function busy(turn: Turn, over: Partial<Commit>): Commit {
  const lines = [0, 1, 2].map(() => ({ ref: null, body: secret() }));
  const outbox = [0, 1].map((n) => ({ id: `${turn.input?.seq}.${n}`, body: secret() }));
  return commitOf(turn, { state: secret(), lines, outbox, keepLines: 5, ...over });
}

async function talk(store: ConversationStore, turns: number): Promise<void> {
  const address = anAddress();
  for (let n = 1; n <= turns; n += 1) {
    const turn = await turnFrom(store, fromChild(address, { input: secret() }));
    const over = n === turns ? { purge: true, outbox: [], lines: [], clearOutbox: true } : {};
    await commitOne(store, busy(turn, over));
  }
}

describe('what was deleted', () => {
  let harness: SqliteHarness;
  beforeEach(async () => {
    secrets = [];
    harness = await openSqlite();
  });
  afterEach(async () => {
    await harness.close();
  });

  /** The bytes of every file in the folder: database, write-ahead log and index. */
  const bytes = (): string =>
    readdirSync(harness.dir)
      .map((name) => readFileSync(join(harness.dir, name), 'latin1'))
      .join('\n');

  const lingering = (): readonly string[] => {
    const all = bytes();
    return secrets.filter((name) => all.includes(name));
  };

  it('is in no file any more after a purge and the next sweeps', async () => {
    await talk(harness.store, 4);
    const before = lingering();

    await harness.advance(TRUNCATE_MS);
    await harness.store.sweep(LEASE, 100);

    expect(before.length).toBeGreaterThan(0);
    expect(lingering()).toEqual([]);
  });

  it('is in no file any more among many others that come and go', async () => {
    for (let round = 0; round < 12; round += 1) {
      await Promise.all([2, 3, 4, 5, 6, 7, 8].map((turns) => talk(harness.store, turns)));
      await harness.advance(TRUNCATE_MS);
      await harness.store.sweep(LEASE, 100);
    }

    expect(secrets.length).toBeGreaterThan(2000);
    expect(lingering()).toEqual([]);
  });

  it('is in no file any more when only the deadline ended it', async () => {
    const deadAt = (await harness.store.now()) + HOUR_MS;
    const turn = await turnFrom(harness.store, fromChild(anAddress(), { input: secret() }));
    await commitOne(harness.store, busy(turn, { deadAt }));
    await harness.store.sweep(LEASE, 100);
    await harness.advance(HOUR_MS);

    await harness.store.sweep(LEASE, 100);

    expect(secrets.length).toBeGreaterThan(5);
    expect(lingering()).toEqual([]);
  });
});
