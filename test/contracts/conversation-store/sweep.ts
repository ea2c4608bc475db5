import { describe, expect, it, vi } from 'vitest';
import type { Change } from '../../../src/ports/conversation-store.ts';
import {
  aConversation,
  anAddress,
  aWaiting,
  commitOf,
  commitOne,
  drain,
  fromChild,
  LEASE,
  reassignOf,
  type StoreHarness,
  sealed,
  toConversation,
  turnFrom,
} from './harness.ts';

export function sweepContract(at: () => StoreHarness): void {
  const later = async (ms: number) => (await at().store.now()) + ms;

  describe('sweep', () => {
    it('wakes a conversation when its timer is due, not before, and only once', async () => {
      const due = await later(60_000);
      const { id } = await aConversation(at().store, { due });
      await at().advance(59_999);
      const early = await at().store.sweep(LEASE, 10);
      await at().advance(1);

      const { turns } = await at().store.sweep(LEASE, 10);

      expect(early.turns).toEqual([]);
      const stored = await at().store.get(id);
      expect(turns).toEqual([{ id, epoch: 2, stored, input: null, due, attempts: 0 }]);
      expect((await at().store.sweep(LEASE, 10)).turns).toEqual([]);
    });

    it('lets the commit of a timer set the next one, or none', async () => {
      const { id } = await aConversation(at().store, { due: await later(1000) });
      await at().advance(1000);
      const [first] = (await at().store.sweep(LEASE, 10)).turns;
      if (first === undefined) throw new Error('expected a turn');
      const due = await later(5000);
      await commitOne(at().store, commitOf(first, { due }));
      const again = await at().store.commit([commitOf(first, { due })]);
      await at().advance(5000);

      const [second] = (await at().store.sweep(LEASE, 10)).turns;

      expect(again).toEqual([{ ok: false, error: 'stale' }]);
      expect(second).toMatchObject({ id, due, attempts: 0 });
      if (second !== undefined) await commitOne(at().store, commitOf(second));
      await at().advance(LEASE.ms * 100);
      expect((await at().store.sweep(LEASE, 10)).turns).toEqual([]);
    });

    it('takes a waiting input before a timer that is due', async () => {
      const due = await later(1000);
      const { address } = await aConversation(at().store, { due });
      await at().store.accept([fromChild(address, { lease: null })]);
      await at().advance(1000);

      const [turn] = (await at().store.sweep(LEASE, 10)).turns;

      expect(turn).toMatchObject({ input: { seq: 2 }, due: null });
      if (turn !== undefined) await commitOne(at().store, commitOf(turn, { due }));
      expect((await at().store.sweep(LEASE, 10)).turns).toMatchObject([{ input: null, due }]);
    });

    it('takes the commit of a timer although an input came meanwhile, and keeps the input', async () => {
      const { address } = await aConversation(at().store, { due: await later(1000) });
      await at().advance(1000);
      const [turn] = (await at().store.sweep(LEASE, 10)).turns;
      if (turn === undefined) throw new Error('expected a turn');
      const entry = fromChild(address);
      await at().store.accept([entry]);

      const { next } = await commitOne(at().store, commitOf(turn, { lease: LEASE }));

      expect(next?.input).toEqual({ seq: 2, body: entry.input });
    });

    it('counts how often a head was leased without a commit, so that poison is seen', async () => {
      const turn = await turnFrom(at().store, fromChild(anAddress()));
      const attempts = [turn.attempts];
      for (let death = 0; death < 5; death += 1) {
        await at().advance(LEASE.ms);
        const { turns } = await at().store.sweep(LEASE, 10);
        attempts.push(...turns.map((again) => again.attempts));
      }

      expect(attempts).toEqual([0, 1, 2, 3, 4, 5]);
    });

    it('counts for each head anew', async () => {
      const address = anAddress();
      await turnFrom(at().store, fromChild(address));
      await at().store.accept([fromChild(address)]);
      await at().advance(LEASE.ms);
      const [second] = (await at().store.sweep(LEASE, 10)).turns;
      if (second === undefined) throw new Error('expected a turn');

      const { next } = await commitOne(at().store, commitOf(second, { lease: LEASE }));

      expect(second.attempts).toBe(1);
      expect(next?.attempts).toBe(0);
    });

    it('does not count the tries of a timer for the input that came before it', async () => {
      const { address } = await aConversation(at().store, { due: await later(1000) });
      await at().advance(1000);
      const timer = (await at().store.sweep(LEASE, 10)).turns;
      await at().store.accept([fromChild(address)]);
      await at().advance(LEASE.ms);

      const input = (await at().store.sweep(LEASE, 10)).turns;

      expect(timer).toMatchObject([{ input: null, attempts: 0 }]);
      expect(input).toMatchObject([{ input: { seq: 2 }, attempts: 0 }]);
    });

    it('gives each turn to one of many sweeps, and no more than the limit', async () => {
      for (let n = 0; n < 9; n += 1) await aConversation(at().store, { due: 1 });

      const sweeps = await Promise.all([4, 4, 4].map((limit) => at().store.sweep(LEASE, limit)));

      const turns = sweeps.flatMap((swept) => swept.turns.map(({ id }) => id));
      expect(sweeps.map((swept) => swept.turns.length)).toEqual([4, 4, 1]);
      expect(new Set(turns).size).toBe(9);
    });

    it('finds what a process left that died, after the store was opened again', async () => {
      const entry = fromChild(anAddress());
      await turnFrom(at().store, entry);
      await aConversation(at().store, {
        outbox: [{ id: '1.1', body: sealed('out') }],
        send: LEASE,
      });
      await at().reopen();
      await at().advance(LEASE.ms);

      const { turns, outboxes } = await at().store.sweep(LEASE, 10);

      expect(turns).toMatchObject([{ input: { body: entry.input }, attempts: 1 }]);
      expect(outboxes).toMatchObject([{ item: { id: '1.1', attempts: 1 } }]);
    });
  });

  describe('records', () => {
    it('are taken as one batch, and only once dropped', async () => {
      const records = [sealed('record'), sealed('record')];
      for (const record of records) await aConversation(at().store, { record });

      const taken = await at().store.takeRecords('batch1');
      await at().store.dropRecords('batch1');
      await at().store.dropRecords('batch1');

      expect([...(taken?.rows ?? [])].sort()).toEqual([...records].sort());
      expect(taken?.batch).toBe('batch1');
      expect(await at().store.takeRecords('batch2')).toBeNull();
    });

    it('keep the batch of a dead job, apart from what came later', async () => {
      const [old, young] = [sealed('record'), sealed('record')];
      await aConversation(at().store, { record: old, purge: true });
      await at().store.takeRecords('batch1');
      await aConversation(at().store, { record: young });
      await at().reopen();

      const again = await at().store.takeRecords('batch2');
      await at().store.dropRecords('batch1');

      expect(again).toEqual({ batch: 'batch1', rows: [old] });
      expect(await at().store.takeRecords('batch3')).toEqual({ batch: 'batch3', rows: [young] });
    });

    it('are none when nothing is pending', async () => {
      await at().store.dropRecords('never');

      expect(await at().store.takeRecords('batch1')).toBeNull();
    });
  });

  describe('subscribe', () => {
    /** What is told of an act. It is told in order: with the conversation that begins after it, all of it is there. */
    async function heard(act: () => Promise<unknown>): Promise<readonly Change[]> {
      const changes: Change[] = [];
      const stop = at().store.subscribe((change) => changes.push(change));
      await act();
      const { id: after } = await aConversation(at().store);
      await vi.waitFor(() => expect(changes.map(({ id }) => id)).toContain(after), 10_000);
      stop();
      return changes.filter(({ id }) => id !== after);
    }

    it('hears of a turn, of a change of owner and of the outbox', async () => {
      const turn = await turnFrom(at().store, fromChild(anAddress()));
      const commit = commitOf(turn, { outbox: [{ id: '1.1', body: sealed('out') }], send: LEASE });

      const changes = await heard(() => at().store.commit([commit]));

      const { id } = turn;
      expect(changes).toEqual(
        expect.arrayContaining([
          { id, version: 1, what: 'turn' },
          { id, version: 1, what: 'outbox' },
        ]),
      );
    });

    it('hears of a claim and of a delivery', async () => {
      const { id } = await aWaiting(at().store, 1, {
        outbox: [{ id: '1.1', body: sealed('out') }],
      });
      const [out] = (await at().store.sweep(LEASE, 10)).outboxes;

      const claimed = await heard(() => at().store.reassign(reassignOf(id)));
      const sent = await heard(() =>
        at().store.sent([{ id, epoch: out?.epoch ?? 0, item: '1.1' }]),
      );

      expect(claimed).toEqual([{ id, version: 2, what: 'owner' }]);
      expect(sent).toEqual([{ id, version: 2, what: 'outbox' }]);
    });

    it('sees what it heard of when it looks', async () => {
      const turn = await turnFrom(at().store, fromChild(anAddress()));
      const seen: Promise<number | undefined>[] = [];
      const stop = at().store.subscribe(({ id }) => {
        seen.push(
          at()
            .store.get(id)
            .then((stored) => stored?.version),
        );
      });

      await commitOne(at().store, commitOf(turn));
      await vi.waitFor(() => expect(seen.length).toBeGreaterThan(0), 10_000);
      stop();

      expect(new Set(await Promise.all(seen))).toEqual(new Set([1]));
    });

    it('hears nothing of what changed nothing, and nothing once it stopped', async () => {
      const { id, commit } = await aConversation(at().store);
      const stop = at().store.subscribe(() => expect.unreachable());
      stop();

      const changes = await heard(async () => {
        await at().store.commit([commit]);
        await at().store.reassign(reassignOf(id));
        await at().store.sent([{ id, epoch: 1, item: '1.1' }]);
        await at().store.fetched(id, ['1.1']);
      });
      await turnFrom(at().store, toConversation(id));

      expect(changes).toEqual([]);
    });
  });

  describe('the store', () => {
    it('says that it is well, tells its own time, and drains without a rest', async () => {
      const before = await at().store.now();
      await at().advance(5);

      expect(await at().store.health()).toEqual({ ok: true });
      expect((await at().store.now()) - before).toBe(5);
      expect(await drain(at().store)).toEqual([]);
    });
  });
}
