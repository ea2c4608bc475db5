import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SCRIPTS, type ScriptName } from '../../../src/adapters/redis/scripts.ts';
import { QUEUE } from '../../../src/domain/conversation/owner.ts';
import type { Outgoing, Turn } from '../../../src/ports/conversation-store.ts';
import {
  anAddress,
  commitOf,
  fromChild,
  LEASE,
  sealed,
} from '../../contracts/conversation-store/harness.ts';
import { type CutProxy, cutProxy } from '../../support/cut-proxy.ts';
import { type RedisServer, startRedis } from '../../support/redis-server.ts';
import { openRedis, type RedisHarness } from './harness.ts';

/**
 * The server carried out a script, and its answer never came. Whoever calls again must not do it twice: removing the next
 * head instead of the one that was named once cost a message.
 */

let server: RedisServer;
let proxy: CutProxy;
let harness: RedisHarness;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(async () => {
  proxy = await cutProxy(server.port);
  harness = await openRedis({ url: `redis://127.0.0.1:${proxy.port}` });
});
afterEach(async () => {
  await harness.close();
  await proxy.close();
});

/** Does it, loses the answer, does the same again until there is one. */
async function again<T>(script: ScriptName, call: () => Promise<T>): Promise<T> {
  proxy.loseReplyTo(SCRIPTS.get(script)?.sha ?? 'no such script');
  await expect(call()).rejects.toThrow();
  expect(proxy.lost()).toBe(1);
  return vi.waitFor(call, { timeout: 10_000, interval: 100 });
}

async function leased(): Promise<Turn> {
  const address = anAddress();
  const [first] = await harness.store.accept([fromChild(address)]);
  await harness.store.accept([fromChild(address)]);
  if (first?.kind !== 'leased') throw new Error('not leased');
  return first.turn;
}

async function sending(): Promise<Outgoing> {
  const turn = await leased();
  const outbox = ['a', 'b', 'c'].map((id) => ({ id, body: sealed(id) }));
  const [committed] = await harness.store.commit([
    commitOf(turn, { outbox, send: LEASE, push: true }),
  ]);
  if (committed?.ok !== true || committed.outbox === null) throw new Error('nothing to send');
  return committed.outbox;
}

describe('a reply that was lost after execution', () => {
  it('of accept: the message is there once', async () => {
    const entry = fromChild(anAddress());
    const [answer] = await again('accept', () => harness.store.accept([entry]));

    expect(answer?.kind).toBe('duplicate');
  });

  it('of commit: the next input is still there', async () => {
    const turn = await leased();
    const commit = commitOf(turn);
    const [answer] = await again('commit', () => harness.store.commit([commit]));
    const { turns } = await harness.store.sweep(LEASE, 10);

    expect(answer).toEqual({ ok: false, error: 'stale' });
    expect(turns.map(({ input }) => input?.seq)).toEqual([2]);
  });

  it('of sent: no other message is taken for sent', async () => {
    const { id, epoch, item } = await sending();
    await again('deliver', () => harness.store.sent([{ id, epoch, item: item.id }]));
    const left = await harness.store.outbox(id);

    expect(left?.items.map((one) => one.id)).toEqual(['b', 'c']);
  });

  it('of a claim: one claim, and its input once', async () => {
    const turn = await leased();
    const clear = { owner: QUEUE, language: 'km', band: null, skill: null };
    await harness.store.commit([commitOf(turn, { clear, waiting: 1 })]);
    const claim = {
      id: turn.id,
      from: QUEUE,
      to: { kind: 'counsellor' as const, id: 'sok' },
      waiting: null,
      dedupe: 'the-claim',
      dedupeMs: 60_000,
      input: sealed('claimed'),
      lease: null,
    };
    const answer = await again('reassign', () => harness.store.reassign(claim));
    const stored = await harness.store.get(turn.id);

    expect(answer.ok).toBe(true);
    expect(stored?.owner).toEqual(claim.to);
    expect(stored?.version).toBe(2);
  });
});
