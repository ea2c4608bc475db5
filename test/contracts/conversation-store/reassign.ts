import { describe, expect, it } from 'vitest';
import { BOT, NOBODY, QUEUE } from '../../../src/domain/conversation/owner.ts';
import {
  aConversation,
  anAddress,
  anId,
  aWaiting,
  commitOf,
  commitOne,
  counsellor,
  drain,
  fromChild,
  LEASE,
  owned,
  reassignOf,
  type StoreHarness,
  toConversation,
  turnFrom,
} from './harness.ts';

export function reassignContract(at: () => StoreHarness): void {
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

  describe('reassign', () => {
    it('gives the conversation to the claimer, off the list, with the input that tells the child', async () => {
      const { id, commit } = await aWaiting(at().store, 3);
      const claim = reassignOf(id, { lease: LEASE });

      const answer = await at().store.reassign(claim);

      const stored = await at().store.get(id);
      expect(stored).toEqual({
        ...commit.clear,
        ...{ id, version: 2, state: commit.state, key: commit.key, waiting: null },
        owner: counsellor('c1'),
      });
      const input = { seq: 2, body: claim.input };
      expect(answer).toEqual({
        ok: true,
        turn: { id, epoch: 2, stored, input, due: null, attempts: 0 },
      });
      expect(await at().store.waiting(10)).toEqual([]);
      expect(ids(await at().store.heldBy('c1'))).toEqual([id]);
    });

    it('has exactly one winner among two hundred claims at once, and the losers learn who', async () => {
      const { id } = await aWaiting(at().store, 1);
      const claims = Array.from({ length: 200 }, (_, n) =>
        at().store.reassign(reassignOf(id, { to: counsellor(`c${n}`) })),
      );

      const answers = await Promise.all(claims);

      const winners = answers.flatMap((answer, n) => (answer.ok ? [`c${n}`] : []));
      expect(winners).toHaveLength(1);
      const owner = counsellor(winners[0] ?? '?');
      const lost = answers.filter((answer) => !answer.ok);
      expect(lost).toEqual(
        Array.from({ length: 199 }, () => ({ ok: false, error: 'not-owner', owner })),
      );
      expect(await at().store.get(id)).toMatchObject({ owner, version: 2 });
      expect(await drain(at().store, { clear: owned(owner) })).toHaveLength(1);
    });

    it('answers a repeat of the very same claim with ok, and does it once', async () => {
      const { id } = await aWaiting(at().store, 1);
      const claim = reassignOf(id);
      await at().store.reassign(claim);

      const again = await at().store.reassign(claim);

      expect(again.ok).toBe(true);
      expect(await at().store.get(id)).toMatchObject({ version: 2 });
      expect(await drain(at().store, { clear: owned(counsellor('c1')) })).toEqual([claim.input]);
    });

    it('refuses another counsellor of the same kind of owner', async () => {
      const { id } = await aConversation(at().store, { clear: owned(counsellor('c1')) });

      const answer = await at().store.reassign(
        reassignOf(id, { from: counsellor('c2'), to: counsellor('c3') }),
      );

      expect(answer).toEqual({ ok: false, error: 'not-owner', owner: counsellor('c1') });
      expect(await at().store.get(id)).toMatchObject({ version: 1, owner: counsellor('c1') });
    });

    it('changes nothing when it is refused, so that the same name can be used again', async () => {
      const { id } = await aConversation(at().store, { clear: owned(BOT) });
      const claim = reassignOf(id);

      await at().store.reassign(claim);

      expect(await at().store.get(id)).toMatchObject({ version: 1, owner: BOT });
      expect(await at().store.reassign({ ...claim, from: BOT })).toEqual({ ok: true, turn: null });
    });

    it('puts a released conversation back at the given place of the list', async () => {
      const first = await aWaiting(at().store, 10);
      const { id } = await aConversation(at().store, { clear: owned(counsellor('c1')) });

      await at().store.reassign(
        reassignOf(id, { from: counsellor('c1'), to: QUEUE, waiting: -2.5 }),
      );

      expect(ids(await at().store.waiting(10))).toEqual([id, first.id]);
      expect(await at().store.heldBy('c1')).toEqual([]);
    });

    it('moves a conversation from one counsellor to another', async () => {
      const { id } = await aConversation(at().store, { clear: owned(counsellor('c1')) });

      await at().store.reassign(reassignOf(id, { from: counsellor('c1'), to: counsellor('c2') }));

      expect(await at().store.heldBy('c1')).toEqual([]);
      expect(ids(await at().store.heldBy('c2'))).toEqual([id]);
    });

    it('gives no turn while somebody is at work in the conversation', async () => {
      const { id } = await aWaiting(at().store, 1);
      await turnFrom(at().store, toConversation(id));

      const answer = await at().store.reassign(reassignOf(id, { lease: LEASE }));

      expect(answer).toEqual({ ok: true, turn: null });
    });

    it('says when there is no such conversation, or none that anybody owns yet', async () => {
      const turn = await turnFrom(at().store, fromChild(anAddress()));

      const answers = [anId(), turn.id].map((id) => at().store.reassign(reassignOf(id)));

      const missing = { ok: false, error: 'missing' };
      expect(await Promise.all(answers)).toEqual([missing, missing]);
    });

    it('survives opening the store again', async () => {
      const { id } = await aWaiting(at().store, 1);
      await at().store.reassign(reassignOf(id));
      await at().reopen();

      expect(await at().store.get(id)).toMatchObject({ version: 2, owner: counsellor('c1') });
    });
  });

  describe('waiting and heldBy', () => {
    it('list the waiting lowest score first, and only as many as asked for', async () => {
      const scores = [5, -1, 1e12, 0.5, 3];
      const all = [];
      for (const score of scores) all.push({ score, ...(await aWaiting(at().store, score)) });
      await aConversation(at().store);

      const wanted = all.toSorted((a, b) => a.score - b.score);
      expect(ids(await at().store.waiting(10))).toEqual(ids(wanted));
      expect(ids(await at().store.waiting(2))).toEqual(ids(wanted.slice(0, 2)));
      expect(await at().store.waitingScores()).toEqual(scores.toSorted((a, b) => a - b));
      expect((await at().store.waiting(1))[0]).toEqual(
        await at().store.get(wanted[0]?.id ?? anId()),
      );
    });

    it('follow a commit: a new score, a new place, or off the list', async () => {
      const [a, b] = [await aWaiting(at().store, 1), await aWaiting(at().store, 2)];
      const up = await turnFrom(at().store, toConversation(b.id));
      await commitOne(at().store, commitOf(up, { clear: owned(QUEUE), waiting: 0 }));
      const moved = ids(await at().store.waiting(10));
      const off = await turnFrom(at().store, toConversation(b.id));
      await commitOne(at().store, commitOf(off, { clear: owned(NOBODY), live: false }));

      expect(moved).toEqual([b.id, a.id]);
      expect(ids(await at().store.waiting(10))).toEqual([a.id]);
    });

    it('list what a counsellor holds, the longest held first', async () => {
      const [a, b] = [await aWaiting(at().store, 1), await aWaiting(at().store, 2)];
      await at().store.reassign(reassignOf(b.id));
      await at().advance(1000);
      await at().store.reassign(reassignOf(a.id));
      await at().advance(1000);
      const turn = await turnFrom(at().store, toConversation(b.id));
      await commitOne(
        at().store,
        commitOf(turn, { removes: { input: 2 }, clear: owned(counsellor('c1')) }),
      );

      expect(ids(await at().store.heldBy('c1'))).toEqual([b.id, a.id]);
      expect(await at().store.heldBy('c')).toEqual([]);
    });
  });
}
