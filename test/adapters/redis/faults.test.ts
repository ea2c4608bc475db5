import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkLayout } from '../../../src/adapters/redis/check-layout.ts';
import { checkRedisServer } from '../../../src/adapters/redis/check-server.ts';
import { connectRedis } from '../../../src/adapters/redis/connect.ts';
import { redisConversationStore } from '../../../src/adapters/redis/conversation-store.ts';
import { redisDocuments } from '../../../src/adapters/redis/documents.ts';
import type { ConversationStore, Sealed } from '../../../src/ports/conversation-store.ts';
import {
  aConversation,
  anAddress,
  aWaiting,
  commitOf,
  commitOne,
  counsellor,
  drain,
  fromChild,
  HOUR_MS,
  LEASE,
  reassignOf,
  sealed,
  turnFrom,
} from '../../contracts/conversation-store/harness.ts';
import { cutProxy } from '../../support/cut-proxy.ts';
import { type RedisServer, startRedis } from '../../support/redis-server.ts';
import { openRedis, PATIENT, type RedisHarness } from './harness.ts';

/** A store as a process of its own would have it, by the time of the server. */
async function openStore(url: string): Promise<ConversationStore> {
  return redisConversationStore({ redis: await connectRedis({ url, ...PATIENT }) });
}

async function until<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (tries > 200) throw error;
      await sleep(50);
    }
  }
}

describe('48: a worker that is stopped past its lease', () => {
  let server: RedisServer;
  let stopped: RedisHarness;
  beforeAll(async () => {
    server = await startRedis();
    stopped = await openRedis(server);
  });
  afterAll(async () => {
    await stopped.close();
    await server.stop();
  });

  it('commits and acknowledges nothing any more, and disturbs nobody', async () => {
    const other = await openStore(server.url);
    const mine = await turnFrom(stopped.store, fromChild(anAddress()));
    const own = commitOf(mine, { outbox: [{ id: '1.0', body: sealed('late') }] });
    await stopped.advance(LEASE.ms + 1);
    const { turns } = await stopped.store.sweep({ ...LEASE, worker: 'worker-2' }, 10);
    const [theirs] = turns;
    if (theirs === undefined) throw new Error('the turn was not taken over');
    const done = commitOf(theirs, { outbox: [{ id: '1.0', body: sealed('theirs') }], send: LEASE });
    const { outbox } = await commitOne(stopped.store, done);

    expect(await stopped.store.commit([own])).toEqual([{ ok: false, error: 'stale' }]);
    const late = { id: mine.id, epoch: (outbox?.epoch ?? 1) - 1, item: '1.0' };
    expect(await stopped.store.sent([late])).toEqual([{ ok: false, error: 'stale' }]);
    expect((await stopped.store.outbox(mine.id))?.items.map(({ body }) => body)).toEqual([
      done.outbox[0]?.body,
    ]);
    await other.close();
  });
});

describe('49: Redis that goes away', () => {
  let server: RedisServer;
  beforeEach(async () => {
    server = await startRedis();
  });
  afterEach(() => server.stop());

  it('is told of at once while it is away, nothing waits in memory, and it is used again without a restart', async () => {
    const proxy = await cutProxy(server.port);
    const store = await openStore(`redis://127.0.0.1:${proxy.port}`);
    const address = anAddress();
    await store.accept([fromChild(address, { lease: null })]);
    // Flapping: away and back every 200 ms.
    for (let times = 0; times < 5; times += 1) {
      proxy.cut();
      const tries = Array.from({ length: 200 }, () => store.accept([fromChild(address)]));
      const answers = await Promise.allSettled(tries);
      expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
      expect(await store.health()).toMatchObject({
        ok: false,
        why: expect.stringMatching(/Redis/),
      });
      await sleep(200);
      proxy.mend();
      await sleep(200);
    }
    const entry = fromChild(address, { lease: null });
    const [accepted] = await until(() => store.accept([entry]));

    expect(accepted?.kind).toBe('queued');
    expect(await store.health()).toEqual({ ok: true });
    // What was rejected while it was away is not done afterwards.
    expect(await drain(store)).toHaveLength(2);
    await store.close();
    await proxy.close();
  });

  it('while somebody begins to listen is away to them too, by its code', async () => {
    const proxy = await cutProxy(server.port);
    const redis = await connectRedis({ url: `redis://127.0.0.1:${proxy.port}` });
    proxy.cut();
    const listening = redis.listen(
      'x',
      () => undefined,
      () => undefined,
    );

    await expect(listening).rejects.toMatchObject({
      name: 'RedisError',
      code: expect.stringMatching(/^(offline|timeout)$/),
    });
    await redis.close();
    await proxy.close();
  });

  it('that stops answering counts as away', async () => {
    const redis = await connectRedis({ url: server.url, timeoutMs: 200 });
    const store = await redisConversationStore({ redis });
    server.pause();
    await expect(store.accept([fromChild(anAddress())])).rejects.toMatchObject({
      name: 'RedisError',
    });
    server.resume();

    await until(() => store.accept([fromChild(anAddress(), { lease: null })]));
    await store.close();
  });
});

describe('50: a restart of Redis', () => {
  let server: RedisServer;
  beforeEach(async () => {
    server = await startRedis();
  });
  afterEach(() => server.stop());

  it('keeps everything that was answered for, after kill -9 too', async () => {
    const store = await openStore(server.url);
    const inputs: Sealed[] = [];
    for (let n = 0; n < 50; n += 1) {
      const entry = fromChild(anAddress(), { lease: null });
      await store.accept([entry]);
      inputs.push(entry.input);
    }
    await server.kill();
    await server.start();

    const left = await until(() => drain(store));
    expect(left.toSorted()).toEqual(inputs.toSorted());
    await store.close();
  });

  it('comes up with a last record that was cut off in the middle, without that one alone', async () => {
    const store = await openStore(server.url);
    const [first, last] = [anAddress(), anAddress()].map((address) =>
      fromChild(address, { lease: null }),
    );
    if (first === undefined || last === undefined) return;
    await store.accept([first]);
    await store.accept([last]);
    await server.kill();
    const folder = join(server.dir, 'appendonlydir');
    const name = readdirSync(folder).find((file) => file.endsWith('.incr.aof')) ?? '';
    truncateSync(join(folder, name), statSync(join(folder, name)).size - 3);
    await server.start();

    expect(await until(() => drain(store))).toEqual([first.input]);
    await store.close();
  });

  it.each([
    ['appendfsync', 'everysec', /power cut/],
    ['appendonly', 'no', /restart/],
    ['maxmemory-policy', 'allkeys-lru', /throws conversations away/],
    ['slowlog-log-slower-than', '10000', /slow log/],
  ])('names an unsafe %s, why, and how to mend it', async (setting, is, why) => {
    const redis = await connectRedis({ url: server.url, ...PATIENT });
    expect(await checkRedisServer(redis)).toEqual([]);
    await redis.send(['CONFIG', 'SET', setting, is]);

    const [found, ...more] = await checkRedisServer(redis);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ setting, is });
    expect(found?.why).toMatch(why);
    expect(found?.mend).toContain(`CONFIG SET ${setting}`);
    await redis.close();
  });
});

describe('51: Redis without memory', () => {
  it('takes nothing new in, lets what was taken in be finished, and goes on by itself', async () => {
    const server = await startRedis();
    const store = await openStore(server.url);
    const redis = await connectRedis({ url: server.url, ...PATIENT });
    const outbox = [{ id: '1.0', body: sealed('out') }];
    const turn = await turnFrom(store, fromChild(anAddress()));
    await redis.send(['CONFIG', 'SET', 'maxmemory', '1']);

    await expect(store.accept([fromChild(anAddress())])).rejects.toMatchObject({ code: 'OOM' });
    expect(await store.health()).toMatchObject({
      ok: false,
      why: expect.stringContaining('memory'),
    });
    const { outbox: head } = await commitOne(store, commitOf(turn, { outbox, send: LEASE }));
    const sent = { id: turn.id, epoch: head?.epoch ?? 0, item: '1.0' };
    expect(await store.sent([sent])).toEqual([{ ok: true, next: null }]);

    await redis.send(['CONFIG', 'SET', 'maxmemory', '200mb']);
    expect((await store.accept([fromChild(anAddress())]))[0]?.kind).toBe('leased');
    expect(await store.health()).toEqual({ ok: true });
    await Promise.all([store.close(), redis.close()]);
    await server.stop();
  });
});

describe('52: a replica that takes over without the last writes', () => {
  it('refuses what was leased meanwhile, mixes nothing, and goes on with what it has', {
    timeout: 60_000,
  }, async () => {
    // It begins to copy itself at once, instead of waiting for more replicas.
    const server = await startRedis('redis-server', ['--repl-diskless-sync-delay', '0']);
    const line = await cutProxy(server.port);
    const follow = ['--replicaof', '127.0.0.1', String(line.port)];
    const replica = await startRedis('redis-server', follow);
    const old = await openStore(server.url);
    const spare = await connectRedis({ url: replica.url, ...PATIENT });
    const [known, other] = [await aConversation(old), await aConversation(old)];
    await vi.waitFor(async () => {
      expect(Number(await spare.send(['HLEN', '{p07}:conversation']))).toBe(2);
    }, 25_000);
    line.cut();
    const turn = await turnFrom(old, fromChild(known.address));
    await server.kill();
    await spare.send(['REPLICAOF', 'NO', 'ONE']);
    const promoted = await openStore(replica.url);

    expect(await promoted.commit([commitOf(turn)])).toEqual([{ ok: false, error: 'stale' }]);
    const again = await turnFrom(promoted, fromChild(known.address));
    expect(again.stored?.state).toBe(known.commit.state);
    expect((await promoted.get(other.id))?.state).toBe(other.commit.state);
    await Promise.all([promoted.close(), old.close(), spare.close()]);
    await Promise.all([server.stop(), replica.stop(), line.close()]);
  });
});

describe('57: processes whose clocks differ', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('agree on leases and timers, because the time is the server’s', async () => {
    const server = await startRedis();
    const store = await openStore(server.url);
    const before = await store.now();
    const { id } = await aConversation(store, { due: before + HOUR_MS });
    const turn = await turnFrom(store, fromChild(anAddress()));
    const real = Date.now;
    for (const jump of [-HOUR_MS, HOUR_MS, 26 * HOUR_MS, Date.UTC(2027, 0, 1) - real()]) {
      vi.spyOn(Date, 'now').mockImplementation(() => real() + jump);
      expect((await store.sweep(LEASE, 10)).turns).toEqual([]);
      expect(Math.abs((await store.now()) - before)).toBeLessThan(60_000);
    }
    expect((await store.get(id))?.version).toBe(1);
    expect((await store.commit([commitOf(turn)]))[0]?.ok).toBe(true);
    await store.close();
    await server.stop();
  });
});

describe('58: two counsellors who claim in the same millisecond', () => {
  it('a thousand times: one wins each, and the other learns who', {
    timeout: 120_000,
  }, async () => {
    const server = await startRedis();
    const [one, two] = [await openStore(server.url), await openStore(server.url)];
    let [wins, losses] = [0, 0];
    for (let round = 0; round < 1000; round += 1) {
      const { id } = await aWaiting(one, round);
      const claims = await Promise.all([
        one.reassign(reassignOf(id, { to: counsellor('c1') })),
        two.reassign(reassignOf(id, { to: counsellor('c2') })),
      ]);
      const winner = claims.findIndex(({ ok }) => ok);
      const loser = claims[1 - winner];
      wins += claims.filter(({ ok }) => ok).length;
      if (loser?.ok === false && loser.error === 'not-owner') {
        expect(loser.owner).toEqual(counsellor(winner === 0 ? 'c1' : 'c2'));
        losses += 1;
      }
    }

    expect([wins, losses]).toEqual([1000, 1000]);
    await Promise.all([one.close(), two.close()]);
    await server.stop();
  });
});

describe('62: data of another layout', () => {
  it('are refused with what to do; an empty server is marked', async () => {
    const server = await startRedis();
    const redis = await connectRedis({ url: server.url, ...PATIENT });
    await checkLayout(redis);
    await checkLayout(redis);
    await redis.send(['SET', 'tvear:layout', 'version 1, 32 partitions']);

    await expect(checkLayout(redis)).rejects.toThrow(/32 partitions.*64 partitions.*empty server/s);
    await redis.close();
    await server.stop();
  });
});

describe('documents', () => {
  it('come back with the store after it was away', async () => {
    const server = await startRedis();
    const redis = await connectRedis({ url: server.url, ...PATIENT });
    const documents = redisDocuments({ redis });
    await documents.put('staff/1', 'one', 0);
    await server.kill();
    await expect(documents.get('staff/1')).rejects.toMatchObject({ name: 'RedisError' });
    await server.start();

    expect((await until(() => documents.get('staff/1')))?.value).toBe('one');
    await redis.close();
    await server.stop();
  });
});
