import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SCRIPTS, type ScriptName } from '../../../src/adapters/redis/scripts.ts';
import type { AddressKey, ConversationStore } from '../../../src/ports/conversation-store.ts';
import type { Documents } from '../../../src/ports/documents.ts';
import {
  aConversation,
  anAddress,
  anId,
  aWaiting,
  commitOf,
  commitOne,
  fresh,
  fromChild,
  HOUR_MS,
  LEASE,
  reassignOf,
  sealed,
  turnFrom,
} from '../../contracts/conversation-store/harness.ts';
import { type CutProxy, cutProxy } from '../../support/cut-proxy.ts';
import { type RedisServer, startRedis } from '../../support/redis-server.ts';
import { openRedis, type RedisHarness } from './harness.ts';

interface Stores {
  readonly store: ConversationStore;
  readonly documents: Documents;
}

type Act = (stores: Stores) => Promise<unknown>;

/** Does something that runs the script, and can be done again with the very same names. */
interface Case {
  /** Answers the act, with all of its names fixed. */
  prepare(stores: Stores, advance: (ms: number) => Promise<void>): Promise<Act>;
  /** It takes several scripts: the first repeat ends what the lost reply broke off, further ones change nothing. */
  readonly inSteps?: true;
}

const CASES: Readonly<Record<ScriptName, Case>> = {
  accept: {
    async prepare({ store }) {
      const entries = [fromChild(anAddress(), { lease: null })];
      await aConversation(store);
      return (again) => again.store.accept(entries);
    },
  },
  commit: {
    async prepare({ store }) {
      const address = anAddress();
      const turn = await turnFrom(store, fromChild(address));
      await store.accept([fromChild(address, { lease: null })]);
      const commit = commitOf(turn, {
        outbox: [{ id: '1.1', body: sealed('out') }],
        lines: [{ ref: null, body: sealed('line') }],
        record: sealed('record'),
      });
      return (again) => again.store.commit([commit]);
    },
  },
  deliver: {
    async prepare({ store }) {
      const outbox = ['1.1', '1.2', '1.3'].map((id) => ({ id, body: sealed('out') }));
      const turn = await turnFrom(store, fromChild(anAddress()));
      const { outbox: head } = await commitOne(store, commitOf(turn, { outbox, send: LEASE }));
      const sent = { id: turn.id, epoch: head?.epoch ?? 0, item: '1.1' };
      return (again) => again.store.sent([sent]);
    },
  },
  taken: {
    async prepare({ store }) {
      const outbox = ['1.1', '1.2', '1.3'].map((id) => ({ id, body: sealed('out') }));
      const turn = await turnFrom(store, fromChild(anAddress()));
      await commitOne(store, commitOf(turn, { outbox, send: LEASE }));
      return (again) => again.store.taken([{ id: turn.id, item: '1.1' }]);
    },
  },
  fetched: {
    async prepare({ store }) {
      const outbox = ['1.1', '1.2', '1.3'].map((id) => ({ id, body: sealed('out') }));
      const { id } = await aConversation(store, { outbox, push: false });
      return (again) => again.store.fetched(id, ['1.1']);
    },
  },
  reassign: {
    async prepare({ store }) {
      const { id } = await aWaiting(store, 5);
      const claim = reassignOf(id);
      return (again) => again.store.reassign(claim);
    },
  },
  sweep: {
    async prepare({ store }, advance) {
      const deadAt = (await store.now()) + HOUR_MS;
      await aConversation(store, { deadAt });
      await advance(HOUR_MS);
      return (again) => again.store.sweep(LEASE, 10);
    },
    inSteps: true,
  },
  forget: {
    async prepare({ store }, advance) {
      await aConversation(store);
      await store.accept([fromChild(anAddress(), { dedupeMs: HOUR_MS, lease: null })]);
      await advance(HOUR_MS);
      return (again) => again.store.sweep(LEASE, 0);
    },
    inSteps: true,
  },
  // What it leased is due again when that lease is over.
  lease: {
    async prepare({ store }) {
      await store.accept([fromChild(anAddress(), { lease: null })]);
      return (again) => again.store.sweep(LEASE, 10);
    },
  },
  follow: {
    async prepare({ store }) {
      const secondary = anAddress();
      await store.link(anAddress(), secondary);
      return (again) => again.store.canonical(secondary);
    },
  },
  merge: { prepare: linking, inSteps: true },
  join: { prepare: linking, inSteps: true },
  weigh: { prepare: linking, inSteps: true },
  'name-batch': { prepare: taking, inSteps: true },
  'take-records': { prepare: taking, inSteps: true },
  'drop-records': { prepare: dropping, inSteps: true },
  'end-batch': { prepare: dropping, inSteps: true },
  'document-put': {
    async prepare({ documents }) {
      await documents.put('staff/1', 'one', 0);
      return (again) => again.documents.put('staff/1', 'two', 1);
    },
  },
  'document-delete': {
    async prepare({ documents }) {
      await documents.put('staff/1', 'one', 0);
      await documents.put('staff/2', 'two', 0);
      return (again) => again.documents.delete('staff/1');
    },
  },
  'document-get': {
    async prepare({ documents }) {
      await documents.put('staff/1', 'one', 0);
      return (again) => again.documents.get('staff/1');
    },
  },
  'document-list': {
    async prepare({ documents }) {
      await documents.put('staff/1', 'one', 0);
      return (again) => again.documents.list('staff/');
    },
  },
  read: { prepare: reading((store, { id }) => store.get(id)) },
  find: { prepare: reading((store, { address }) => store.find(address)) },
  lines: { prepare: reading((store, { id }) => store.lines(id)) },
  outbox: { prepare: reading((store, { id }) => store.outbox(id)) },
};

async function linking({ store }: Stores): Promise<Act> {
  const [primary, secondary] = [anAddress(), `p21.address${fresh()}` as AddressKey];
  await store.accept([fromChild(primary, { lease: null }), fromChild(secondary, { lease: null })]);
  return (again) => again.store.link(primary, secondary);
}

async function taking({ store }: Stores): Promise<Act> {
  await aConversation(store, { record: sealed('record') });
  return (again) => again.store.takeRecords('batch1');
}

async function dropping({ store }: Stores): Promise<Act> {
  await aConversation(store, { record: sealed('record') });
  await store.takeRecords('batch1');
  await aConversation(store, { record: sealed('record') });
  return (again) => again.store.dropRecords('batch1');
}

type Conversation = Awaited<ReturnType<typeof aWaiting>>;

function reading(act: (store: ConversationStore, one: Conversation) => Promise<unknown>) {
  return async ({ store }: Stores) => {
    const one = await aWaiting(store, 1, { lines: [{ ref: 'r', body: sealed('line') }] });
    return (again: Stores) => act(again.store, one);
  };
}

describe('47: a reply that is lost after the script was run', () => {
  let server: RedisServer;
  let proxy: CutProxy;
  let plain: RedisHarness;
  let cut: RedisHarness;
  beforeAll(async () => {
    server = await startRedis();
    proxy = await cutProxy(server.port);
  });
  afterAll(async () => {
    await proxy.close();
    await server.stop();
  });
  beforeEach(async () => {
    cut = await openRedis({ url: `redis://127.0.0.1:${proxy.port}` });
    plain = await openRedis(server);
  });
  afterEach(async () => {
    await cut.close();
    await plain.close();
  });

  /** Repeats until the connection is back. */
  async function repeat(act: () => Promise<unknown>): Promise<unknown> {
    for (let tries = 0; tries < 200; tries += 1) {
      try {
        return await act();
      } catch (error) {
        expect(error).toMatchObject({ name: 'RedisError', code: 'offline' });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    throw new Error('the connection did not come back');
  }

  const SCRIPT_NAMES = Object.keys(CASES) as ScriptName[];

  it.each(SCRIPT_NAMES)('of %s: done again, it has no second effect', async (name) => {
    const { prepare, inSteps } = CASES[name];
    const act = await prepare(plain, async (ms) => {
      await plain.advance(ms);
      await cut.advance(ms);
    });
    proxy.loseReplyTo(SCRIPTS.get(name)?.sha ?? 'none');
    const before = proxy.lost();
    await expect(act(cut)).rejects.toMatchObject({ name: 'RedisError', code: 'offline' });
    if (inSteps) await repeat(() => act(cut));
    const done = await plain.dump();

    await repeat(() => act(cut));

    expect(proxy.lost()).toBe(before + 1);
    expect(await plain.dump()).toBe(done);
  });

  it('has no doubt left to it: whatever could be lost is lost once above', () => {
    expect(new Set(SCRIPT_NAMES)).toEqual(new Set(SCRIPTS.keys()));
  });

  it('in the middle of a link leaves nothing half: one child in the end, and nothing taken in twice', async () => {
    for (const name of ['weigh', 'merge', 'join'] as const) {
      const [primary, secondary] = [anAddress(), `p21.address${fresh()}` as AddressKey];
      const entries = [primary, secondary].map((address) => fromChild(address, { lease: null }));
      await plain.store.accept(entries);
      proxy.loseReplyTo(SCRIPTS.get(name)?.sha ?? 'none');
      await expect(cut.store.link(primary, secondary)).rejects.toThrow();

      await repeat(() => cut.store.link(primary, secondary));

      expect(await plain.store.canonical(secondary)).toBe(primary);
      const again = entries.map((entry) => ({
        ...entry,
        to: { address: secondary, candidate: anId() },
      }));
      const kinds = (await plain.store.accept(again)).map(({ kind }) => kind);
      expect(kinds).toEqual(['duplicate', 'duplicate']);
    }
  });

  it('in the middle of the records loses none and hands none out in two batches', async () => {
    for (const name of ['name-batch', 'take-records', 'drop-records', 'end-batch'] as const) {
      const record = sealed('record');
      await aConversation(plain.store, { record });
      const seen: string[] = [];
      proxy.loseReplyTo(SCRIPTS.get(name)?.sha ?? 'none');
      for (let job = 0; job < 4; job += 1) {
        await repeat(async () => {
          const taken = await cut.store.takeRecords(`${name}${job}`);
          if (taken === null) return;
          seen.push(...taken.rows.map((row) => `${taken.batch} ${row}`));
          await cut.store.dropRecords(taken.batch);
        });
      }

      const own = new Set(seen.filter((row) => row.endsWith(record)));
      expect(own.size).toBe(1);
      expect(await plain.dump()).not.toContain(record);
    }
  });
});
