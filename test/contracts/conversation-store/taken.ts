import { describe, expect, it } from 'vitest';
import type { Outgoing } from '../../../src/ports/conversation-store.ts';
import {
  anAddress,
  commitOf,
  commitOne,
  fromChild,
  LEASE,
  type StoreHarness,
  sealed,
  turnFrom,
} from './harness.ts';

/** What a platform itself told us, when the process that sent it can no longer say. */
export function takenContract(at: () => StoreHarness): void {
  async function sending(...ids: readonly string[]): Promise<Outgoing> {
    const turn = await turnFrom(at().store, fromChild(anAddress()));
    const outbox = ids.map((id) => ({ id, body: sealed('out') }));
    const committed = await commitOne(at().store, commitOf(turn, { outbox, send: LEASE }));
    if (committed.outbox === null) throw new Error('expected the outbox');
    return committed.outbox;
  }
  const sweep = async () => (await at().store.sweep(LEASE, 10)).outboxes;

  describe('an item that the platform says it took', () => {
    it('is skipped when its dead sender is replaced', async () => {
      const { id } = await sending('1.1', '1.2');
      await at().store.taken([{ id, item: '1.1' }]);
      await at().advance(LEASE.ms);

      const outboxes = await sweep();

      expect(outboxes).toMatchObject([{ id, item: { id: '1.2', attempts: 0 }, doubtAt: null }]);
      expect((await at().store.outbox(id))?.items).toHaveLength(1);
    });

    it('ends the outbox when it was the last', async () => {
      const { id } = await sending('1.1');
      await at().store.taken([{ id, item: '1.1' }]);
      await at().advance(LEASE.ms);

      expect(await sweep()).toEqual([]);
      expect((await at().store.outbox(id))?.items).toEqual([]);
    });

    it('does not disturb who is sending it', async () => {
      const out = await sending('1.1', '1.2');
      await at().store.taken([{ id: out.id, item: '1.1' }]);
      expect(await sweep()).toEqual([]);

      const done = { id: out.id, epoch: out.epoch, item: '1.1' };
      const [sent] = await at().store.sent([done]);

      expect(sent).toMatchObject({ ok: true, next: { item: { id: '1.2' } } });
    });

    it('is not tried again, and what follows need not wait for its time', async () => {
      const out = await sending('1.1', '1.2');
      const retryAt = (await at().store.now()) + 60_000;
      await at().store.failed([{ id: out.id, epoch: out.epoch, item: '1.1', retryAt }]);

      await at().store.taken([{ id: out.id, item: '1.1' }]);

      expect(await sweep()).toMatchObject([{ item: { id: '1.2' } }]);
    });

    it('removes nothing when it is another than the head, gone, or unknown', async () => {
      const out = await sending('1.1', '1.2');
      const elsewhere = await sending('1.1');
      await at().store.taken([
        { id: out.id, item: '1.2' },
        { id: out.id, item: '9.9' },
        { id: elsewhere.id, item: '1.2' },
      ]);
      await at().advance(LEASE.ms);

      const heads = (await sweep()).map(({ item }) => item.id);

      expect(heads).toEqual(['1.1', '1.1']);
    });
  });

  describe('an item whose sender never said what became of it', () => {
    it('is in doubt for the next one, once it was handed out', async () => {
      await sending('1.1');
      await at().advance(LEASE.ms);
      const [again] = await sweep();

      const doubtAt = again?.doubtAt ?? 0;
      expect(again).toMatchObject({ item: { id: '1.1' }, doubtAt: expect.any(Number) });
      expect((await at().store.now()) - doubtAt).toBeLessThan(LEASE.ms);
    });

    it('stays in doubt while it waits, and what follows it is in none', async () => {
      const out = await sending('1.1', '1.2');
      const done = { id: out.id, epoch: out.epoch, item: '1.1' };
      const soon = async () => (await at().store.now()) + 1;
      await at().store.failed([{ ...done, retryAt: await soon(), doubt: true }]);
      await at().advance(1000);
      const [again] = await sweep();
      if (again === undefined) throw new Error('expected the outbox');
      const held = { ...done, epoch: again.epoch };
      await at().store.failed([{ ...held, retryAt: await soon() }]);
      await at().advance(1000);
      const [later] = await sweep();
      const [sent] = await at().store.sent([{ ...held, epoch: later?.epoch ?? 0 }]);

      expect(again.doubtAt).toEqual(expect.any(Number));
      expect(later?.doubtAt).toBe(again.doubtAt);
      expect(sent).toMatchObject({ next: { item: { id: '1.2' }, doubtAt: null } });
    });

    it('is none after a failure that was noted, nor after a success before it', async () => {
      const out = await sending('1.1', '1.2');
      const done = { id: out.id, epoch: out.epoch, item: '1.1' };
      const [sent] = await at().store.sent([done]);
      const retryAt = (await at().store.now()) + 1;
      await at().store.failed([{ ...done, item: '1.2', retryAt }]);
      await at().advance(1);
      const [again] = await sweep();

      expect(sent).toMatchObject({ next: { doubtAt: null } });
      expect(again).toMatchObject({ item: { id: '1.2' }, doubtAt: null });
    });
  });
}
