import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteConversationStore } from '../../../src/adapters/sqlite/conversation-store.ts';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.ts';
import type {
  AddressKey,
  ConversationId,
  ConversationStore,
  Outgoing,
  Turn,
} from '../../../src/ports/conversation-store.ts';
import { fromChild, LEASE } from '../../contracts/conversation-store/harness.ts';
import { killAfter } from './run-writer.ts';

/** All that a later process finds to do, by conversation. */
async function found(store: ConversationStore) {
  const turns = new Map<ConversationId, Turn>();
  const outboxes = new Map<ConversationId, Outgoing>();
  for (;;) {
    const swept = await store.sweep(LEASE, 100);
    if (swept.turns.length + swept.outboxes.length === 0) return { turns, outboxes };
    for (const turn of swept.turns) turns.set(turn.id, turn);
    for (const outgoing of swept.outboxes) outboxes.set(outgoing.id, outgoing);
  }
}

describe('a server that is killed with SIGKILL', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tvear-killed-'));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it.each([5, 60, 203])(
    'leaves all that it answered for, once and in order (%i lines)',
    async (lines) => {
      const [, ...numbers] = await killAfter(dir, lines);
      const later = Date.now() + LEASE.ms * 2;

      const store = sqliteConversationStore({ database: openDatabase(dir), clock: () => later });

      expect(numbers.length).toBeGreaterThanOrEqual(lines - 1);
      const { turns, outboxes } = await found(store);
      for (const n of numbers) {
        const id = `p00.talk${n}` as ConversationId;
        const to = { address: `p00.child${n}` as AddressKey, candidate: id };
        const again = ['first', 'second'].map((name) =>
          fromChild(to.address, { to, dedupe: `${name}${n}` }),
        );
        expect((await store.accept(again)).map(({ kind }) => kind)).toEqual([
          'duplicate',
          'duplicate',
        ]);
        expect(await store.get(id)).toMatchObject({ version: 1, state: `state-${n}` });
        expect(turns.get(id)).toMatchObject({
          input: { seq: 2, body: `second-${n}` },
          attempts: 0,
        });
        expect(outboxes.get(id)).toMatchObject({
          item: { id: '1.1', body: `out-${n}`, attempts: 1 },
        });
      }
      await store.close();
    },
  );
});
