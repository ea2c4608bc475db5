import { describe, expect, it } from 'vitest';
import type { Begun, Outgoing, SentAnswer } from '../../../src/ports/conversation-store.ts';
import {
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

/** An item that a platform takes as several messages: what is known to be taken is not sent again. */
export function begunContract(at: () => StoreHarness): void {
  async function sending(): Promise<Outgoing> {
    const turn = await turnFrom(at().store, fromChild(anAddress()));
    const outbox = ['1.1', '1.2'].map((id) => ({ id, body: sealed('out') }));
    const committed = await commitOne(at().store, commitOf(turn, { outbox, send: LEASE }));
    if (committed.outbox === null) throw new Error('expected the outbox');
    return committed.outbox;
  }
  const upTo = (parts: number, of = 'these texts'): Begun => ({ of, parts });
  const named = ({ id, epoch, item }: Outgoing) => ({ id, epoch, item: item.id });
  const took = async (out: Outgoing, begun: Begun): Promise<SentAnswer | undefined> =>
    (await at().store.sent([{ ...named(out), begun }]))[0];
  const told = (out: Outgoing, begun: Begun) =>
    at().store.taken([{ id: out.id, item: out.item.id, begun }]);
  const sweep = async () => (await at().store.sweep(LEASE, 10)).outboxes;
  /** Its sender is gone. */
  const takenOver = async () => {
    await at().advance(LEASE.ms);
    return sweep();
  };

  describe('an item of which a part was taken', () => {
    it('is handed out again for its next part, under the same lease and no other', async () => {
      const out = await sending();

      const answer = await took(out, upTo(1));

      const same = { id: out.id, epoch: out.epoch, item: out.item };
      expect(out.begun).toBeNull();
      expect(answer).toMatchObject({ ok: true, next: { ...same, begun: upTo(1), doubtAt: null } });
      await at().advance(LEASE.ms - 1);
      expect(await sweep()).toEqual([]);
    });

    it('is known to whoever takes over, also after a restart', async () => {
      const out = await sending();
      await took(out, upTo(2));
      await at().reopen();

      const [again] = await takenOver();

      expect(again).toMatchObject({ item: { id: '1.1' }, begun: upTo(2) });
      expect(again?.doubtAt).toEqual(expect.any(Number));
    });

    it('is tried again from the part that failed', async () => {
      const out = await sending();
      await took(out, upTo(1));
      const retryAt = (await at().store.now()) + 1;
      await at().store.failed([{ ...named(out), retryAt }]);
      await at().advance(1);

      expect(await sweep()).toMatchObject([{ item: { id: '1.1' }, begun: upTo(1) }]);
    });

    it('counts once, however often it is said, and never backwards', async () => {
      const out = await sending();
      await took(out, upTo(2));

      const again = await took(out, upTo(1));

      expect(again).toMatchObject({ next: { item: { id: '1.1' }, begun: upTo(2) } });
    });

    it('begins anew in other words', async () => {
      const out = await sending();
      await took(out, upTo(2));

      const answer = await took(out, upTo(1, 'other texts'));

      expect(answer).toMatchObject({ next: { begun: upTo(1, 'other texts') } });
    });

    it('is nothing to an old lease', async () => {
      const out = await sending();
      const [newer] = await takenOver();
      if (newer === undefined) throw new Error('expected the outbox');

      expect(await took(out, upTo(1))).toEqual({ ok: false, error: 'stale' });
      expect(await took(newer, upTo(1))).toMatchObject({ ok: true });
    });

    it('says nothing of the item after it', async () => {
      const out = await sending();
      await took(out, upTo(1));

      const [answer] = await at().store.sent([named(out)]);

      expect(answer).toMatchObject({ next: { item: { id: '1.2' }, begun: null } });
    });

    it('says nothing of what comes after it was cleared', async () => {
      const turn = await turnFrom(at().store, fromChild(anAddress()));
      const first = commitOf(turn, {
        outbox: [{ id: '1.1', body: sealed('out') }],
        send: LEASE,
      });
      const { outbox: out } = await commitOne(at().store, first);
      if (out === null) throw new Error('expected the outbox');
      await took(out, upTo(1));
      const again = await turnFrom(at().store, toConversation(turn.id));
      const bye = [{ id: '2.1', body: sealed('out') }];
      const change = commitOf(again, { clearOutbox: true, outbox: bye, send: LEASE });

      const committed = await commitOne(at().store, change);

      expect(committed.outbox).toMatchObject({ item: { id: '2.1' }, begun: null });
      expect(await took(out, upTo(2))).toEqual({ ok: false, error: 'stale' });
    });
  });

  describe('a part that the platform says it took', () => {
    it('is no longer in doubt, and the next one need not wait', async () => {
      const out = await sending();
      await took(out, upTo(1));
      const retryAt = (await at().store.now()) + 60_000;
      await at().store.failed([{ ...named(out), retryAt, doubt: true }]);

      await told(out, upTo(2));

      expect(await sweep()).toMatchObject([{ item: { id: '1.1' }, begun: upTo(2), doubtAt: null }]);
    });

    it('is no news when it was noted before: the doubt about the next one stays', async () => {
      const out = await sending();
      await took(out, upTo(1));
      const retryAt = (await at().store.now()) + 60_000;
      await at().store.failed([{ ...named(out), retryAt, doubt: true }]);

      await told(out, upTo(1));
      expect(await sweep()).toEqual([]);

      await at().advance(60_000);
      const [again] = await sweep();
      expect(again).toMatchObject({ begun: upTo(1), doubtAt: expect.any(Number) });
    });

    it('does not disturb who is sending the next one', async () => {
      const out = await sending();
      await told(out, upTo(1));
      expect(await sweep()).toEqual([]);

      expect(await took(out, upTo(1))).toMatchObject({ next: { begun: upTo(1) } });
    });

    it('is nothing where the item is said in other words by now, is not the head, or is over', async () => {
      const out = await sending();
      await took(out, upTo(1, 'other texts'));
      await told(out, upTo(2));
      await at().store.taken([{ id: out.id, item: '1.2', begun: upTo(1) }]);
      expect(await takenOver()).toMatchObject([{ begun: upTo(1, 'other texts') }]);
    });
  });
}
