import { describe, expect, it } from 'vitest';
import { QUEUE } from '../../../src/domain/conversation/owner.ts';
import type {
  AddressKey,
  ConversationId,
  ConversationStore,
  Sealed,
} from '../../../src/ports/conversation-store.ts';
import {
  commitOf,
  counsellor,
  fresh,
  fromChild,
  owned,
  reassignOf,
  type StoreHarness,
} from './harness.ts';

const LINE = 10_000;
const HEAD = 500;
const BATCH = 1000;
/** As long as the sealed state of a real conversation. */
const STATE = 's'.repeat(1500);

export interface InLine {
  readonly id: ConversationId;
  readonly score: number;
}

/** So many who wait, over all partitions, in no order. */
export async function aLongLine(
  store: ConversationStore,
  length = LINE,
): Promise<readonly InLine[]> {
  const all: InLine[] = [];
  for (let from = 0; from < length; from += BATCH) {
    const entries = Array.from({ length: Math.min(BATCH, length - from) }, () => {
      const name = fresh();
      const partition = `p${String(name % 64).padStart(2, '0')}`;
      const address = `${partition}.address${name}` as AddressKey;
      const candidate = `${partition}.conversation${name}` as ConversationId;
      return fromChild(address, { to: { address, candidate } });
    });
    const accepted = await store.accept(entries);
    const commits = accepted.flatMap((answer, at) => {
      if (answer.kind !== 'leased') return [];
      const waiting = ((from + at) * 7919) % length;
      const state = `${STATE}${fresh()}` as Sealed;
      return [commitOf(answer.turn, { clear: owned(QUEUE), waiting, state })];
    });
    const committed = await store.commit(commits);
    if (committed.some(({ ok }) => !ok)) throw new Error('not everyone came into the line');
    all.push(...commits.map(({ id, waiting }) => ({ id, score: waiting ?? 0 })));
  }
  return all;
}

export function longLineContract(at: () => StoreHarness): void {
  describe('63: a line of ten thousand', () => {
    it('is in order at its head, knows the place of everyone, and moves up', async () => {
      const { store } = at();
      const all = await aLongLine(store);
      const wanted = all.toSorted((a, b) => a.score - b.score);
      const [first, ...rest] = wanted;
      if (first === undefined) throw new Error('nobody waits');

      expect(await store.waitingScores()).toEqual(wanted.map(({ score }) => score));
      expect((await store.waiting(HEAD)).map(({ id }) => id)).toEqual(
        wanted.slice(0, HEAD).map(({ id }) => id),
      );
      await store.reassign(reassignOf(first.id, { to: counsellor('c1') }));
      expect((await store.waiting(1)).map(({ id }) => id)).toEqual([rest[0]?.id]);
      expect(await store.waitingScores()).toHaveLength(LINE - 1);
    }, 120_000);
  });
}
