import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sqliteConversationStore } from '../../../src/adapters/sqlite/conversation-store.ts';
import { openDatabase } from '../../../src/adapters/sqlite/open-database.ts';
import type { Accept, Sealed } from '../../../src/ports/conversation-store.ts';
import { anAddress, drain, fromChild } from '../../contracts/conversation-store/harness.ts';

const MOST_PAGES = 2 ** 30;

describe('51: SQLite on a full disk', () => {
  it('takes nothing half in, keeps all that it took, and goes on by itself once there is room', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tvear-full-'));
    const database = openDatabase(dir);
    const store = sqliteConversationStore({ database });
    const room = (pages: number) => void database.sql.exec(`PRAGMA max_page_count = ${pages}`);
    const { page_count: pages } = database.sql.prepare('PRAGMA page_count').get() ?? {};
    room(Number(pages) + 12);
    const taken: Accept[] = [];
    const refused: Accept[] = [];
    for (let n = 0; n < 40; n += 1) {
      const entry = fromChild(anAddress(), {
        lease: null,
        input: `sealed-${n}-${'x'.repeat(2000)}` as Sealed,
      });
      await store.accept([entry]).then(
        () => taken.push(entry),
        () => refused.push(entry),
      );
    }
    expect(taken.length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(20);
    expect(await store.health()).toEqual({
      ok: false,
      why: expect.stringContaining('Is the disk full?'),
    });

    room(MOST_PAGES);
    const again = await store.accept(refused);
    const repeated = await store.accept(taken);

    expect(new Set(again.map(({ kind }) => kind))).toEqual(new Set(['queued']));
    expect(repeated.every(({ kind }) => kind === 'duplicate')).toBe(true);
    const inputs = (await drain(store)).toSorted();
    expect(inputs).toEqual([...taken, ...refused].map(({ input }) => input).toSorted());
    expect(await store.health()).toEqual({ ok: true });
    await store.close();
    rmSync(dir, { recursive: true });
  });
});
