import { describe, expect, it } from 'vitest';
import type { Commit, Outgoing } from '../../../src/ports/conversation-store.ts';
import {
  aConversation,
  anAddress,
  commitOf,
  commitOne,
  fromChild,
  LEASE,
  type StoreHarness,
  sealed,
  toConversation,
  turnFrom,
} from './harness.ts';

const STALE = [{ ok: false, error: 'stale' }];

const items = (...ids: readonly string[]): Commit['outbox'] =>
  ids.map((id) => ({ id, body: sealed('out') }));

export function outboxContract(at: () => StoreHarness): void {
  const names = async (id: Outgoing['id']) =>
    (await at().store.outbox(id))?.items.map((item) => item.id) ?? null;

  const done = (out: Outgoing) => ({ id: out.id, epoch: out.epoch, item: out.item.id });

  /** Commits a first turn with these items and answers the head, leased. */
  async function sending(...ids: readonly string[]): Promise<Outgoing> {
    const turn = await turnFrom(at().store, fromChild(anAddress()));
    const committed = await commitOne(
      at().store,
      commitOf(turn, { outbox: items(...ids), send: LEASE }),
    );
    if (committed.outbox === null) throw new Error('expected the outbox');
    return committed.outbox;
  }

  describe('outbox', () => {
    it('is handed to the committer, head first, with the key that opens it', async () => {
      const turn = await turnFrom(at().store, fromChild(anAddress()));
      const commit = commitOf(turn, { outbox: items('1.1', '1.2'), send: LEASE });
      const now = await at().store.now();

      const { outbox } = await commitOne(at().store, commit);

      const item = { ...commit.outbox[0], at: now, attempts: 0 };
      expect(outbox).toEqual({
        id: turn.id,
        epoch: 1,
        item,
        key: commit.key,
        doubtAt: null,
        begun: null,
      });
    });

    it('waits for a sweep when the committer does not want it', async () => {
      const { id } = await aConversation(at().store, { outbox: items('1.1') });

      const { outboxes } = await at().store.sweep(LEASE, 10);

      expect(outboxes).toMatchObject([{ id, item: { id: '1.1', attempts: 0 } }]);
    });

    it('has one item in flight, whoever asks', async () => {
      const out = await sending('1.1', '1.2');
      const turn = await turnFrom(at().store, toConversation(out.id));

      const committed = await commitOne(
        at().store,
        commitOf(turn, { outbox: items('2.1'), send: LEASE }),
      );

      expect(committed.outbox).toBeNull();
      expect((await at().store.sweep(LEASE, 10)).outboxes).toEqual([]);
      expect(await names(out.id)).toEqual(['1.1', '1.2', '2.1']);
    });

    it('goes on to the next item with each one sent, in order, under a renewed lease', async () => {
      const out = await sending('1.1', '1.2');
      await at().advance(LEASE.ms - 1);

      const [second] = await at().store.sent([done(out)]);

      if (!second?.ok || second.next === null) throw new Error('expected the next item');
      expect(second.next).toMatchObject({ epoch: out.epoch, item: { id: '1.2', attempts: 0 } });
      await at().advance(LEASE.ms - 1);
      expect((await at().store.sweep(LEASE, 10)).outboxes).toEqual([]);
      expect(await at().store.sent([done(second.next)])).toEqual([{ ok: true, next: null }]);
      expect(await names(out.id)).toEqual([]);
    });

    it('removes nothing else when "sent" comes again because its answer was lost', async () => {
      const out = await sending('1.1', '1.2', '1.3');
      await at().store.sent([done(out)]);

      const again = await at().store.sent([done(out)]);

      expect(again).toEqual(STALE);
      expect(await names(out.id)).toEqual(['1.2', '1.3']);
    });

    it('removes nothing else when "failed" for good comes again', async () => {
      const out = await sending('1.1', '1.2', '1.3');
      const drop = { ...done(out), retryAt: null };

      const [first] = await at().store.failed([drop]);

      expect(first).toMatchObject({ ok: true, next: { item: { id: '1.2' } } });
      expect(await at().store.failed([drop])).toEqual(STALE);
      expect(await names(out.id)).toEqual(['1.2', '1.3']);
    });

    it('gives a dead sender’s item to the next one, and knows the old one as stale', async () => {
      const out = await sending('1.1', '1.2');
      await at().advance(LEASE.ms);

      const { outboxes } = await at().store.sweep(LEASE, 10);

      expect(outboxes).toMatchObject([{ epoch: out.epoch + 1, item: { id: '1.1', attempts: 1 } }]);
      expect(await at().store.sent([done(out)])).toEqual(STALE);
      expect(await at().store.failed([{ ...done(out), retryAt: null }])).toEqual(STALE);
      expect(await names(out.id)).toEqual(['1.1', '1.2']);
    });

    it('tries an item again at its time, not before, and nothing overtakes it', async () => {
      const out = await sending('1.1');
      const retryAt = (await at().store.now()) + 60_000.5;

      expect(await at().store.failed([{ ...done(out), retryAt }])).toEqual([
        { ok: true, next: null },
      ]);

      const turn = await turnFrom(at().store, toConversation(out.id));
      const commit = commitOf(turn, { outbox: items('2.1'), send: LEASE });
      expect((await commitOne(at().store, commit)).outbox).toBeNull();
      await at().advance(60_000);
      expect((await at().store.sweep(LEASE, 10)).outboxes).toEqual([]);
      await at().advance(1);
      const { outboxes } = await at().store.sweep(LEASE, 10);
      expect(outboxes).toMatchObject([{ item: { id: '1.1', attempts: 1 } }]);
    });

    it('is not disturbed when "failed" with a retry comes again', async () => {
      const out = await sending('1.1', '1.2');
      const retryAt = (await at().store.now()) + 1_000;
      await at().store.failed([{ ...done(out), retryAt }]);
      await at().store.failed([{ ...done(out), retryAt }]);
      await at().advance(1_000);

      const { outboxes } = await at().store.sweep(LEASE, 10);

      expect(outboxes).toMatchObject([{ item: { id: '1.1', attempts: 1 } }]);
      expect(await at().store.failed([{ ...done(out), retryAt }])).toEqual(STALE);
      expect(await names(out.id)).toEqual(['1.1', '1.2']);
    });

    it('is emptied by an exit, even of what is in flight, before the last line goes in', async () => {
      const out = await sending('1.1', '1.2');
      const before = await at().dump();
      const turn = await turnFrom(at().store, toConversation(out.id));
      const commit = commitOf(turn, { clearOutbox: true, outbox: items('2.1'), send: LEASE });

      const { outbox } = await commitOne(at().store, commit);

      expect(before).toContain(out.item.body);
      expect(await at().dump()).not.toContain(out.item.body);
      expect(outbox).toMatchObject({ item: { id: '2.1' } });
      expect(await at().store.sent([done(out)])).toEqual(STALE);
      expect(await at().store.failed([{ ...done(out), retryAt: null }])).toEqual(STALE);
      expect(await names(out.id)).toEqual(['2.1']);
    });

    it('forgets a retry with the item that it was for', async () => {
      const out = await sending('1.1');
      const retryAt = (await at().store.now()) + 60_000;
      await at().store.failed([{ ...done(out), retryAt }]);

      const turn = await turnFrom(at().store, toConversation(out.id));
      const commit = commitOf(turn, { clearOutbox: true, outbox: items('2.1') });
      await commitOne(at().store, commit);

      const { outboxes } = await at().store.sweep(LEASE, 10);
      expect(outboxes).toMatchObject([{ item: { id: '2.1' } }]);
    });

    it('answers stale for a conversation that has none', async () => {
      const { id } = await aConversation(at().store);

      expect(await at().store.sent([{ id, epoch: 0, item: '1.1' }])).toEqual(STALE);
    });
  });

  describe('outbox of a channel that fetches', () => {
    it('is never handed to a sender', async () => {
      const turn = await turnFrom(at().store, fromChild(anAddress()));
      const commit = commitOf(turn, { outbox: items('1.1'), push: false, send: LEASE });

      const { outbox } = await commitOne(at().store, commit);
      await at().advance(LEASE.ms * 100);

      expect(outbox).toBeNull();
      expect((await at().store.sweep(LEASE, 10)).outboxes).toEqual([]);
      const waiting = await at().store.outbox(turn.id);
      expect(waiting?.key).toBe(commit.key);
      expect(waiting?.items).toMatchObject(commit.outbox.map((item) => ({ ...item, attempts: 0 })));
    });

    it('does not keep a sweep with a small limit from what a sender has to send', async () => {
      for (const id of ['1.1', '1.2', '1.3']) {
        await aConversation(at().store, { outbox: items(id), push: false });
      }
      await at().advance(1000);
      const { id } = await aConversation(at().store, { outbox: items('1.4') });

      const { outboxes } = await at().store.sweep(LEASE, 1);

      expect(outboxes).toMatchObject([{ id, item: { id: '1.4' } }]);
    });

    it('loses what was fetched, from the head on, and nothing when that comes again', async () => {
      const { id } = await aConversation(at().store, {
        outbox: items('1.1', '1.2', '1.3', '1.4'),
        push: false,
      });

      await at().store.fetched(id, ['1.2']);
      const skipped = await names(id);
      await at().store.fetched(id, ['1.2', '1.1', '1.4', 'unknown']);
      await at().store.fetched(id, ['1.1', '1.2']);

      expect(skipped).toEqual(['1.1', '1.2', '1.3', '1.4']);
      expect(await names(id)).toEqual(['1.3', '1.4']);
    });
  });
}
