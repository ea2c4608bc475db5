import { describe, expect, it } from 'vitest';
import { BOT, QUEUE } from '../../../src/domain/conversation/owner.ts';
import type { Commit, Turn } from '../../../src/ports/conversation-store.ts';
import {
  aConversation,
  anAddress,
  aWaiting,
  commitOf,
  commitOne,
  counsellor,
  fromChild,
  LEASE,
  owned,
  reassignOf,
  type StoreHarness,
  sealed,
  toConversation,
  turnFrom,
} from './harness.ts';

const STALE = [{ ok: false, error: 'stale' }];

export function commitContract(at: () => StoreHarness): void {
  describe('commit', () => {
    it('stores the state and the clear half, and counts the version up', async () => {
      const address = anAddress();
      const turn = await turnFrom(at().store, fromChild(address));
      const clear = { owner: QUEUE, language: 'en', band: 'danger', skill: 'girls' } as const;
      const commit = commitOf(turn, { clear, waiting: 12.5 });

      const committed = await commitOne(at().store, commit);

      expect(committed).toEqual({ ok: true, version: 1, outbox: null, next: null });
      const { id, state, key } = commit;
      const stored = { ...clear, id, version: 1, state, key, waiting: 12.5 };
      expect(await at().store.get(turn.id)).toEqual(stored);
      expect(await at().store.find(address)).toEqual(stored);
    });

    it('keeps nothing of the input that it removed', async () => {
      const entry = fromChild(anAddress());
      const turn = await turnFrom(at().store, entry);
      const before = await at().dump();

      await commitOne(at().store, commitOf(turn));

      expect(before).toContain(entry.input);
      expect(await at().dump()).not.toContain(entry.input);
    });

    it('frees the conversation when no input waits', async () => {
      const { id } = await aConversation(at().store);

      const swept = await at().store.sweep(LEASE, 10);
      const turn = await turnFrom(at().store, toConversation(id));

      expect(swept.turns).toEqual([]);
      expect(turn.attempts).toBe(0);
    });

    it('hands out the next input under the same lease, renewed', async () => {
      const address = anAddress();
      const turn = await turnFrom(at().store, fromChild(address));
      const second = fromChild(address);
      await at().store.accept([second]);
      await at().advance(LEASE.ms - 1);

      const { next } = await commitOne(at().store, commitOf(turn, { lease: LEASE }));

      const input = { seq: 2, body: second.input };
      expect(next).toMatchObject({ id: turn.id, epoch: turn.epoch, input, due: null, attempts: 0 });
      expect(next?.stored?.version).toBe(1);
      await at().advance(LEASE.ms - 1);
      expect((await at().store.sweep(LEASE, 10)).turns).toEqual([]);
      await at().advance(1);
      expect((await at().store.sweep(LEASE, 10)).turns).toMatchObject([{ input, attempts: 1 }]);
    });

    it('leaves the next input to a sweep when no lease is asked for', async () => {
      const address = anAddress();
      const turn = await turnFrom(at().store, fromChild(address));
      await at().store.accept([fromChild(address)]);

      const { next } = await commitOne(at().store, commitOf(turn));

      expect(next).toBeNull();
      expect((await at().store.sweep(LEASE, 10)).turns).toMatchObject([{ input: { seq: 2 } }]);
    });

    it('survives opening the store again', async () => {
      const { id, commit } = await aConversation(at().store, {
        lines: [{ ref: 'r', body: sealed('line') }],
      });
      await at().reopen();

      expect(await at().store.get(id)).toMatchObject({ version: 1, state: commit.state });
      expect(await at().store.lines(id)).toEqual([{ seq: 1, ...commit.lines[0] }]);
    });

    it('answers an array one by one, in order', async () => {
      const [one, two] = [
        await turnFrom(at().store, fromChild(anAddress())),
        await turnFrom(at().store, fromChild(anAddress())),
      ];

      const answers = await at().store.commit([
        commitOf(one, { epoch: one.epoch + 1 }),
        commitOf(two),
      ]);

      expect(answers).toEqual([...STALE, { ok: true, version: 1, outbox: null, next: null }]);
    });
  });

  describe('commit, refused', () => {
    /** What a refused commit would have done, all of it visible. */
    function loud(turn: Turn, over: Partial<Commit>): Commit {
      const outbox = [{ id: '9.1', body: sealed('out') }];
      const lines = [{ ref: null, body: sealed('line') }];
      const all = { outbox, lines, record: sealed('record'), live: false, due: 1, send: LEASE };
      return commitOf(turn, { ...all, lease: LEASE, ...over });
    }

    async function expectUntouched(turn: Turn, commit: Commit, version: number): Promise<void> {
      const dump = await at().dump();
      expect((await at().store.get(turn.id))?.version ?? 0).toBe(version);
      expect(dump).not.toContain(commit.state);
      expect(dump).not.toContain(commit.record ?? '?');
      expect(dump).not.toContain(commit.outbox[0]?.body ?? '?');
      expect(dump).not.toContain(commit.lines[0]?.body ?? '?');
    }

    it('is stale with an older lease, and leaves the newer one alone', async () => {
      const slow = await turnFrom(at().store, fromChild(anAddress()));
      await at().advance(LEASE.ms);
      const { turns } = await at().store.sweep(LEASE, 10);
      const late = loud(slow, {});

      expect(await at().store.commit([late])).toEqual(STALE);

      await expectUntouched(slow, late, 0);
      expect((await at().store.sweep(LEASE, 10)).turns).toEqual([]);
      expect(turns).toHaveLength(1);
      for (const turn of turns) await commitOne(at().store, commitOf(turn));
    });

    it('is still taken after its lease ran out, as long as nobody else took it', async () => {
      const turn = await turnFrom(at().store, fromChild(anAddress()));
      await at().advance(LEASE.ms * 2);

      expect(await commitOne(at().store, commitOf(turn))).toMatchObject({ version: 1 });
    });

    it.each([0, 2, 3])('is stale when it names input %i while 1 is the head', async (input) => {
      const address = anAddress();
      const turn = await turnFrom(at().store, fromChild(address));
      await at().store.accept([fromChild(address)]);
      const wrong = loud(turn, { removes: { input } });

      expect(await at().store.commit([wrong])).toEqual(STALE);

      await expectUntouched(turn, wrong, 0);
    });

    it('is stale when it names a timer that is not set', async () => {
      const turn = await turnFrom(at().store, fromChild(anAddress()));
      const wrong = loud(turn, { removes: { due: 5 } });

      expect(await at().store.commit([wrong])).toEqual(STALE);

      await expectUntouched(turn, wrong, 0);
    });

    it('is stale when a claim moved the version in between, and can be leased again at once', async () => {
      const { id } = await aWaiting(at().store, 1);
      const turn = await turnFrom(at().store, toConversation(id));
      const claim = reassignOf(id);
      await at().store.reassign(claim);
      const late = loud(turn, { clear: owned(BOT) });

      expect(await at().store.commit([late])).toEqual(STALE);

      await expectUntouched(turn, late, 2);
      const { turns } = await at().store.sweep(LEASE, 10);
      expect(turns).toMatchObject([{ input: turn.input, stored: { owner: counsellor('c1') } }]);
    });

    it('removes nothing twice when its answer was lost and it comes again', async () => {
      const address = anAddress();
      const turn = await turnFrom(at().store, fromChild(address));
      const [second, third] = [fromChild(address), fromChild(address)];
      await at().store.accept([second, third]);
      const commit = commitOf(turn, {
        outbox: [{ id: '1.1', body: sealed('out') }],
        lines: [{ ref: null, body: sealed('line') }],
        record: sealed('record'),
        lease: LEASE,
      });
      await commitOne(at().store, commit);

      await at().store.commit([commit]);
      await at().advance(LEASE.ms);

      expect(await at().store.get(turn.id)).toMatchObject({ version: 1 });
      expect((await at().store.outbox(turn.id))?.items).toHaveLength(1);
      expect(await at().store.lines(turn.id)).toHaveLength(1);
      expect((await at().store.takeRecords('b'))?.rows).toEqual([commit.record]);
      const { turns } = await at().store.sweep(LEASE, 10);
      expect(turns).toMatchObject([{ input: { seq: 2, body: second.input } }]);
    });

    it('is stale for a conversation that is not there', async () => {
      const turn = await turnFrom(at().store, fromChild(anAddress()));
      await commitOne(at().store, commitOf(turn, { purge: true }));

      expect(await at().store.commit([commitOf(turn)])).toEqual(STALE);
    });
  });

  describe('commit, lines', () => {
    const line = (ref: string | null) => ({ ref, body: sealed('line') });

    it('numbers lines on and drops the oldest beyond what is kept', async () => {
      const lines = [line('a'), line(null), line('c')];
      const { id } = await aConversation(at().store, { lines });
      const more = [line('d'), line('e')];

      const turn = await turnFrom(at().store, toConversation(id));
      await commitOne(at().store, commitOf(turn, { lines: more, keepLines: 3 }));

      expect(await at().store.lines(id)).toEqual([
        { seq: 3, ...lines[2] },
        { seq: 4, ...more[0] },
        { seq: 5, ...more[1] },
      ]);
      expect(await at().dump()).not.toContain(lines[0]?.body ?? '?');
    });

    it('forgets an unsent line everywhere, before it appends', async () => {
      const lines = [line('a'), line('b')];
      const { id } = await aConversation(at().store, { lines });
      const edited = line('a');

      const turn = await turnFrom(at().store, toConversation(id));
      await commitOne(
        at().store,
        commitOf(turn, { forgetLines: ['a', 'unknown'], lines: [edited] }),
      );

      expect(await at().store.lines(id)).toEqual([
        { seq: 2, ...lines[1] },
        { seq: 3, ...edited },
      ]);
      expect(await at().dump()).not.toContain(lines[0]?.body ?? '?');
    });

    it('forgets all lines when told so', async () => {
      const { id } = await aConversation(at().store, { lines: [line('a'), line('b')] });
      const last = line(null);

      const turn = await turnFrom(at().store, toConversation(id));
      await commitOne(at().store, commitOf(turn, { forgetLines: 'all', lines: [last] }));

      expect((await at().store.lines(id)).map(({ body }) => body)).toEqual([last.body]);
    });
  });
}
