import { describe, expect, it } from 'vitest';
import {
  aConversation,
  anAddress,
  anId,
  commitOf,
  commitOne,
  drain,
  fromChild,
  HOUR_MS,
  LEASE,
  type StoreHarness,
  sealed,
  toConversation,
  turnFrom,
} from './harness.ts';

export function acceptContract(at: () => StoreHarness): void {
  describe('accept', () => {
    it('founds the candidate for an address that has no live conversation, and leases it', async () => {
      const candidate = anId();
      const entry = fromChild(anAddress(), { input: sealed('hello') });

      const turn = await turnFrom(at().store, {
        ...entry,
        to: { address: anAddress(), candidate },
      });

      const input = { seq: 1, body: entry.input };
      expect(turn).toEqual({
        id: candidate,
        epoch: 1,
        stored: null,
        input,
        due: null,
        attempts: 0,
      });
    });

    it('knows nothing of a conversation to show before its first turn was committed', async () => {
      const address = anAddress();
      const turn = await turnFrom(at().store, fromChild(address));

      expect(await at().store.get(turn.id)).toBeNull();
      expect(await at().store.find(address)).toBeNull();
      expect(await at().store.outbox(turn.id)).toBeNull();
    });

    it('brings a further input to the live conversation, whatever its candidate', async () => {
      const { id, address } = await aConversation(at().store);

      const turn = await turnFrom(at().store, fromChild(address));

      expect(turn.id).toBe(id);
      expect(turn.input?.seq).toBe(2);
      expect(turn.stored).toEqual(await at().store.get(id));
    });

    it('only queues an input while somebody is at work in the conversation', async () => {
      const address = anAddress();
      const turn = await turnFrom(at().store, fromChild(address));

      const again = await at().store.accept([fromChild(address), fromChild(address)]);

      expect(again).toEqual([
        { kind: 'queued', id: turn.id },
        { kind: 'queued', id: turn.id },
      ]);
    });

    it('only queues an input that asks for no lease, for a sweep to find', async () => {
      const entry = fromChild(anAddress(), { lease: null });

      const [accepted] = await at().store.accept([entry]);

      expect(accepted?.kind).toBe('queued');
      expect(await drain(at().store)).toEqual([entry.input]);
    });

    it('leases the oldest input, not the newest, once the former lease is over', async () => {
      const address = anAddress();
      const first = await turnFrom(at().store, fromChild(address));
      await at().advance(LEASE.ms - 1);
      const [early] = await at().store.accept([fromChild(address)]);
      await at().advance(1);

      const later = await turnFrom(at().store, fromChild(address));

      expect(early?.kind).toBe('queued');
      expect(later).toMatchObject({ input: first.input, attempts: 1, epoch: first.epoch + 1 });
    });

    it('keeps the order of an array and of calls, for each conversation', async () => {
      const [a, b] = [anAddress(), anAddress()];
      const first = [a, b, a, a, b].map((address) => fromChild(address, { lease: null }));
      const second = [b, a].map((address) => fromChild(address, { lease: null }));

      await Promise.all([at().store.accept(first), at().store.accept(second)]);

      const seen = await drain(at().store);
      const all = [...first, ...second];
      for (const address of [a, b]) {
        const own = all.filter(({ to }) => 'address' in to && to.address === address);
        const inputs = own.map(({ input }) => input);
        expect(seen.filter((input) => inputs.some((one) => one === input))).toEqual(inputs);
      }
      expect(seen).toHaveLength(all.length);
    });

    it('answers for staff by the id, and says when there is no such conversation', async () => {
      const { id } = await aConversation(at().store);
      const gone = toConversation(anId());

      expect(await turnFrom(at().store, toConversation(id))).toMatchObject({ id });
      expect(await at().store.accept([gone])).toEqual([{ kind: 'missing' }]);
      expect(await at().store.accept([gone])).toEqual([{ kind: 'missing' }]);
    });

    it('stays with the live conversation until it is released, then founds a new one', async () => {
      const { id, address } = await aConversation(at().store);
      const turn = await turnFrom(at().store, fromChild(address));
      await commitOne(at().store, commitOf(turn, { live: false }));

      const next = await turnFrom(at().store, fromChild(address));

      expect(next.id).not.toBe(id);
      expect(await at().store.find(address)).toBeNull();
      expect(await turnFrom(at().store, toConversation(id))).toMatchObject({ id });
    });
  });

  describe('accept, delivered again', () => {
    it('takes a message in once', async () => {
      const entry = fromChild(anAddress(), { lease: null });

      const answers = await at().store.accept([entry, entry]);
      const later = await at().store.accept([entry]);

      expect([...answers, ...later].map(({ kind }) => kind)).toEqual([
        'queued',
        'duplicate',
        'duplicate',
      ]);
      expect(await drain(at().store)).toEqual([entry.input]);
    });

    it('takes a message in once that comes fifty times at once', async () => {
      const entry = fromChild(anAddress());

      const answers = await Promise.all(
        Array.from({ length: 50 }, () => at().store.accept([{ ...entry }])),
      );

      const kinds = answers.flat().map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'leased')).toHaveLength(1);
      expect(kinds.filter((kind) => kind === 'duplicate')).toHaveLength(49);
    });

    it('knows a message after its conversation ended, and for staff too', async () => {
      const entry = fromChild(anAddress());
      const turn = await turnFrom(at().store, entry);
      const staff = toConversation(turn.id, { lease: null });
      await at().store.accept([staff]);
      await commitOne(at().store, commitOf(turn, { live: false }));

      const again = await at().store.accept([entry, staff]);

      expect(again.map(({ kind }) => kind)).toEqual(['duplicate', 'duplicate']);
    });

    it('keeps the names of two addresses, and of an address and a conversation, apart', async () => {
      const entry = fromChild(anAddress());
      const turn = await turnFrom(at().store, entry);

      const others = await at().store.accept([
        fromChild(anAddress(), { dedupe: entry.dedupe }),
        toConversation(turn.id, { dedupe: entry.dedupe }),
      ]);

      expect(others.map(({ kind }) => kind)).toEqual(['leased', 'queued']);
    });

    it('forgets a name when its time is over, not before', async () => {
      const entry = fromChild(anAddress(), { dedupeMs: HOUR_MS, lease: null });
      await at().store.accept([entry]);
      await at().advance(HOUR_MS - 1);
      const before = await at().store.accept([entry]);
      await at().advance(1);

      const after = await at().store.accept([entry]);

      expect([...before, ...after].map(({ kind }) => kind)).toEqual(['duplicate', 'queued']);
    });

    it('lets the sweep remove the names that are over', async () => {
      const entry = fromChild(anAddress(), { dedupeMs: HOUR_MS, lease: null });
      await at().store.accept([entry]);
      expect(await at().dump()).toContain(entry.dedupe);
      await at().advance(HOUR_MS);

      await at().store.sweep(LEASE, 10);

      expect(await at().dump()).not.toContain(entry.dedupe);
    });

    it('has everything that it answered for after it was opened again', async () => {
      const entries = [fromChild(anAddress()), fromChild(anAddress(), { lease: null })];
      await at().store.accept(entries);
      await at().reopen();
      await at().advance(LEASE.ms);

      const again = await at().store.accept(entries);

      expect(again.map(({ kind }) => kind)).toEqual(['duplicate', 'duplicate']);
      expect([...(await drain(at().store))].sort()).toEqual(
        entries.map(({ input }) => input).sort(),
      );
    });
  });
}
