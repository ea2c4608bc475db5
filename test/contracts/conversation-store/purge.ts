import { describe, expect, it } from 'vitest';
import { NOBODY } from '../../../src/domain/conversation/owner.ts';
import type { Commit } from '../../../src/ports/conversation-store.ts';
import {
  aConversation,
  aWaiting,
  commitOf,
  commitOne,
  fresh,
  fromChild,
  HOUR_MS,
  LEASE,
  owned,
  reassignOf,
  type StoreHarness,
  sealed,
  toConversation,
  turnFrom,
} from './harness.ts';

/** A commit with content in every place that can hold some. */
function full(over: Partial<Commit> = {}): Partial<Commit> {
  const lines = [{ ref: `ref${fresh()}`, body: sealed('line') }];
  return { outbox: [{ id: `1.${fresh()}`, body: sealed('out') }], lines, ...over };
}

function contentOf(commit: Commit): readonly string[] {
  const bodies = [...commit.outbox, ...commit.lines].map(({ body }) => body);
  return [commit.state, commit.key, ...bodies, ...commit.lines.map(({ ref }) => ref ?? '?')];
}

export function purgeContract(at: () => StoreHarness): void {
  async function expectGone(words: readonly string[]): Promise<void> {
    const dump = await at().dump();
    for (const word of words) expect(dump).not.toContain(word);
  }

  describe('purge', () => {
    it('leaves nothing of a conversation but what keeps a redelivery a duplicate', async () => {
      const { id, address, commit } = await aWaiting(at().store, 5, full());
      const last = fromChild(address);
      const turn = await turnFrom(at().store, last);
      const waiting = toConversation(id);
      await at().store.accept([waiting]);
      const words = [...contentOf(commit), last.input, waiting.input];
      const before = await at().dump();
      const end = commitOf(turn, {
        clear: owned(NOBODY),
        clearOutbox: true,
        purge: true,
        lease: LEASE,
      });

      const committed = await commitOne(at().store, end);

      for (const word of words) expect(before).toContain(word);
      expect(committed).toMatchObject({ outbox: null, next: null });
      await expectGone([...words, ...contentOf(end)]);
      expect(await at().store.get(id)).toBeNull();
      expect(await at().store.find(address)).toBeNull();
      expect(await at().store.lines(id)).toEqual([]);
      expect(await at().store.outbox(id)).toBeNull();
      expect(await at().store.waiting(10)).toEqual([]);
      expect(await at().store.accept([last])).toEqual([{ kind: 'duplicate' }]);
      expect(await at().store.accept([toConversation(id)])).toEqual([{ kind: 'missing' }]);
      expect(await at().store.reassign(reassignOf(id))).toEqual({ ok: false, error: 'missing' });
    });

    it.each([true, false])(
      'lets what the child sent meanwhile found the next conversation, purge: %s',
      async (purge) => {
        const { id, address } = await aConversation(at().store, full());
        const turn = await turnFrom(at().store, fromChild(address));
        const later = [fromChild(address), fromChild(address)];
        const ours = toConversation(id);
        await at().store.accept([later[0] ?? ours, ours, later[1] ?? ours]);
        const end = commitOf(turn, {
          clear: owned(NOBODY),
          clearOutbox: true,
          live: false,
          purge,
          lease: LEASE,
        });

        const { next } = await commitOne(at().store, end);
        const { turns } = await at().store.sweep(LEASE, 10);
        const heir = turns.find((one) => one.id === end.successor);

        expect(next?.input?.body).toBe(purge ? undefined : ours.input);
        expect(heir).toMatchObject({ stored: null, input: { seq: 1, body: later[0]?.input } });
        if (heir === undefined) return;
        const { next: second } = await commitOne(at().store, commitOf(heir, { lease: LEASE }));
        expect(second?.input).toEqual({ seq: 2, body: later[1]?.input });
        expect((await at().store.find(address))?.id).toBe(end.successor);
        expect((await at().store.accept(later)).map(({ kind }) => kind)).toEqual([
          'duplicate',
          'duplicate',
        ]);
      },
    );

    it('forgets the conversation id itself once its names are over', async () => {
      const { id, address } = await aConversation(at().store, full());
      const turn = await turnFrom(at().store, toConversation(id, { dedupeMs: HOUR_MS }));
      await commitOne(at().store, commitOf(turn, { clearOutbox: true, purge: true }));
      await at().advance(9 * 24 * HOUR_MS);

      await at().store.sweep(LEASE, 10);

      await expectGone([id, address]);
    });

    it('lets what is undelivered be delivered, and then leaves nothing of that either', async () => {
      const { id } = await aConversation(at().store);
      const turn = await turnFrom(at().store, toConversation(id));
      const outbox = [
        { id: '2.1', body: sealed('out') },
        { id: '2.2', body: sealed('out') },
      ];
      const end = commitOf(turn, { outbox, purge: true, send: LEASE });

      const { outbox: first } = await commitOne(at().store, end);
      await at().reopen();
      const [second] = await at().store.sent([{ id, epoch: first?.epoch ?? 0, item: '2.1' }]);
      await at().advance(LEASE.ms);
      const { outboxes } = await at().store.sweep(LEASE, 10);
      const [third] = outboxes;
      await at().store.failed([{ id, epoch: third?.epoch ?? 0, item: '2.2', retryAt: null }]);

      expect(first).toMatchObject({ key: end.key, item: { id: '2.1' } });
      expect(second).toMatchObject({ ok: true, next: { item: { id: '2.2' } } });
      expect(third).toMatchObject({ key: end.key, item: { id: '2.2', attempts: 1 } });
      await expectGone(contentOf(end));
      expect(await at().store.outbox(id)).toBeNull();
    });

    it('lets a page fetch what is left, and then leaves nothing of that either', async () => {
      const { id } = await aConversation(at().store, { push: false });
      const turn = await turnFrom(at().store, toConversation(id));
      const outbox = [{ id: '2.1', body: sealed('out') }];
      const end = commitOf(turn, { outbox, push: false, purge: true });
      await commitOne(at().store, end);

      const left = await at().store.outbox(id);
      await at().store.fetched(id, ['2.1']);

      expect(left).toMatchObject({ key: end.key, items: outbox });
      await expectGone(contentOf(end));
      expect(await at().store.outbox(id)).toBeNull();
    });
  });

  describe('sweep, at the deadline', () => {
    const deadline = async (ms: number) => (await at().store.now()) + ms;

    it('leaves nothing of a conversation in which nothing is left to do', async () => {
      const dead = full({ deadAt: await deadline(HOUR_MS) });
      const { id, commit } = await aConversation(at().store, dead);
      await at().advance(HOUR_MS - 1);
      await at().store.sweep(LEASE, 10);
      const before = await at().dump();
      await at().advance(1);

      await at().store.sweep(LEASE, 10);

      for (const word of contentOf(commit)) expect(before).toContain(word);
      await expectGone(contentOf(commit));
      expect(await at().store.get(id)).toBeNull();
    });

    it('gives a timer that is due its turn first, and ends it when that was never committed', async () => {
      const deadAt = await deadline(HOUR_MS);
      const { id, commit } = await aConversation(at().store, full({ deadAt, due: deadAt }));
      await at().advance(HOUR_MS);

      const { turns } = await at().store.sweep(LEASE, 10);
      await at().store.sweep(LEASE, 10);
      const kept = await at().store.get(id);
      await at().advance(LEASE.ms);
      await at().store.sweep(LEASE, 10);

      expect(turns).toMatchObject([{ id, due: deadAt }]);
      expect(kept).not.toBeNull();
      await expectGone(contentOf(commit));
    });

    it('ends the undelivered outbox of a purged conversation', async () => {
      const deadAt = await deadline(HOUR_MS);
      const { commit } = await aConversation(at().store, full({ deadAt, purge: true }));
      const before = await at().dump();
      await at().advance(HOUR_MS);

      await at().store.sweep(LEASE, 10);

      expect(before).toContain(commit.outbox[0]?.body);
      await expectGone(contentOf(commit));
    });

    it('keeps an input of the child that waits, as the first of a new conversation', async () => {
      const deadAt = await deadline(HOUR_MS);
      const { address, commit } = await aConversation(at().store, full({ deadAt }));
      const waiting = fromChild(address);
      await turnFrom(at().store, waiting);
      await at().advance(HOUR_MS);

      const { turns } = await at().store.sweep(LEASE, 10);

      expect(turns).toMatchObject([{ stored: null, input: { body: waiting.input }, attempts: 1 }]);
      await expectGone(contentOf(commit));
      for (const turn of turns) {
        expect(await commitOne(at().store, commitOf(turn))).toMatchObject({ version: 1 });
      }
    });
  });
}
