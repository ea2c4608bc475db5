import { describe, expect, it } from 'vitest';
import {
  aConversation,
  anAddress,
  anId,
  commitOf,
  commitOne,
  fromChild,
  LEASE,
  type StoreHarness,
  turnFrom,
} from './harness.ts';

export function linkContract(at: () => StoreHarness): void {
  describe('link', () => {
    it('leads a second address to the first one', async () => {
      const [primary, secondary] = [anAddress(), anAddress()];

      expect(await at().store.canonical(secondary)).toBe(secondary);
      expect(await at().store.link(primary, secondary)).toBe(primary);
      expect(await at().store.canonical(secondary)).toBe(primary);
      expect(await at().store.canonical(primary)).toBe(primary);
    });

    it('says the same again, also in the other order, and after opening again', async () => {
      const [a, b] = [anAddress(), anAddress()];
      await at().store.link(a, b);

      expect(await at().store.link(a, b)).toBe(a);
      expect(await at().store.link(b, a)).toBe(a);
      expect(await at().store.link(a, a)).toBe(a);
      await at().reopen();
      expect(await at().store.canonical(b)).toBe(a);
      expect(await at().store.canonical(a)).toBe(a);
    });

    it('makes two addresses one child: one conversation, one memory of what came', async () => {
      const [primary, secondary] = [anAddress(), anAddress()];
      await at().store.link(primary, secondary);
      const entry = fromChild(primary);
      const turn = await turnFrom(at().store, entry);
      await commitOne(at().store, commitOf(turn));

      const again = await at().store.accept([fromChild(secondary, { dedupe: entry.dedupe })]);
      const more = await turnFrom(at().store, fromChild(secondary));

      expect(again).toEqual([{ kind: 'duplicate' }]);
      expect(more.id).toBe(turn.id);
      expect(await at().store.find(secondary)).toEqual(await at().store.get(turn.id));
    });

    it('stays with a live conversation that was founded by the second address', async () => {
      const primary = anAddress();
      const { id, address: secondary } = await aConversation(at().store);
      const entry = fromChild(secondary, { lease: null });
      await at().store.accept([entry]);

      const canonical = await at().store.link(primary, secondary);

      expect(canonical).toBe(secondary);
      expect(await at().store.find(primary)).toMatchObject({ id });
      const [again] = await at().store.accept([fromChild(primary, { dedupe: entry.dedupe })]);
      expect(again).toEqual({ kind: 'duplicate' });
      expect(await turnFrom(at().store, fromChild(primary))).toMatchObject({ id });
    });

    it('stays with the first address when its own conversation is live', async () => {
      const { id, address: primary } = await aConversation(at().store);
      const secondary = anAddress();

      expect(await at().store.link(primary, secondary)).toBe(primary);
      expect(await at().store.find(secondary)).toMatchObject({ id });
    });

    it('chooses the first address when both have a live conversation, and loses neither', async () => {
      const [a, b] = [await aConversation(at().store), await aConversation(at().store)];

      expect(await at().store.link(a.address, b.address)).toBe(a.address);

      expect(await at().store.find(b.address)).toMatchObject({ id: a.id });
      expect(await at().store.get(b.id)).toMatchObject({ id: b.id });
    });

    it('takes in nothing that is only for an address which gave way meanwhile', async () => {
      const { id, address } = await aConversation(at().store);
      const alias = anAddress();
      const entry = fromChild(alias, { lease: null });
      const only = { ...entry, to: { address: alias, candidate: anId(), only: true as const } };
      await at().store.link(alias, address);

      expect(await at().store.accept([only, only])).toEqual([
        { kind: 'elsewhere' },
        { kind: 'elsewhere' },
      ]);

      const again = { ...only, to: { ...only.to, address } };
      expect(await at().store.accept([again])).toEqual([{ kind: 'queued', id }]);
      expect((await at().store.sweep(LEASE, 10)).turns).toMatchObject([
        { id, input: { body: entry.input } },
      ]);
    });

    it('takes along what already led to the address that gives way', async () => {
      const [a, b] = [anAddress(), anAddress()];
      await at().store.link(a, b);
      const { id, address } = await aConversation(at().store);

      expect(await at().store.link(address, a)).toBe(address);

      expect(await at().store.canonical(b)).toBe(address);
      expect(await turnFrom(at().store, fromChild(b))).toMatchObject({ id });
    });

    it('leads a third address to the same canonical one, from whichever side', async () => {
      const [a, b, c, d] = [anAddress(), anAddress(), anAddress(), anAddress()];
      await at().store.link(a, b);

      expect(await at().store.link(b, c)).toBe(a);
      expect(await at().store.link(d, c)).toBe(a);
      expect(await at().store.canonical(c)).toBe(a);
      expect(await at().store.canonical(d)).toBe(a);
    });
  });
}
