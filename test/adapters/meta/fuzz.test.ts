import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, metaServer, watchConnections } from '../../support/meta-server.ts';
import { mutated } from '../../support/mutations.ts';
import { MESSENGER_FIXTURES } from './fixtures/messenger.ts';
import { WHATSAPP_FIXTURES } from './fixtures/whatsapp.ts';

let server: Awaited<ReturnType<typeof metaServer>>;
beforeAll(async () => {
  server = await metaServer();
}, 30_000);
afterAll(() => server.close());

const RUNS = 20_000;
const AT_ONCE = 20;
const SEED = 20_261_128;
/** What a process that keeps nothing may differ by from one look to the next. */
const SLACK_BYTES = 24 * 1024 * 1024;

describe.each([
  ['whatsapp', WHATSAPP_FIXTURES],
  ['messenger', MESSENGER_FIXTURES],
] as const)('the door of %s', (channel, fixtures) => {
  it('survives 20000 mutilated and truncated bodies', { timeout: 300_000 }, async () => {
    const bodies = fixtures.map(({ body }) => body);
    const batch = fc.array(mangled(bodies), { minLength: AT_ONCE, maxLength: AT_ONCE });
    const batches = fc.sample(batch, { numRuns: RUNS / AT_ONCE, seed: SEED });
    const rejected: unknown[] = [];
    const note = (reason: unknown): void => void rejected.push(reason);
    process.on('unhandledRejection', note);
    const watch = watchConnections();
    const answers = new Map<number, number>();
    const heaps: number[] = [];

    for (const [index, some] of batches.entries()) {
      const statuses = await Promise.all(
        some.map((bytes) => server.post(`/webhooks/${channel}`, bytes)),
      );
      for (const status of statuses) answers.set(status, (answers.get(status) ?? 0) + 1);
      for (const list of [server.heard, server.taken, server.receipts]) {
        for (const one of list) expect(isSound(one)).toBe(true);
        list.length = 0;
      }
      server.world.logged.length = 0;
      if (index % 200 === 199) heaps.push(heapAfterCollection());
    }

    watch.stop();
    process.off('unhandledRejection', note);
    expect([...answers.keys()].sort()).toEqual([200, 400]);
    expect([...answers.values()].reduce((sum, one) => sum + one, 0)).toBe(RUNS);
    expect(rejected).toEqual([]);
    expect([...watch.hosts].filter((host) => host !== '127.0.0.1')).toEqual([]);
    expect(heaps).toHaveLength(5);
    expect((heaps.at(-1) ?? 0) - (heaps[0] ?? 0)).toBeLessThan(SLACK_BYTES);
    expect(Reflect.get({}, 'prototype')).toBeUndefined();
  });
});

/** Changed, cut short, or with bytes in it that are none of JSON's. */
function mangled(bodies: readonly unknown[]): fc.Arbitrary<Buffer> {
  const whole = mutated(bodies).map((body) => bytesOf(body ?? null));
  const cut = fc
    .record({ body: fc.constantFrom(...bodies), at: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ body, at }) => {
      const bytes = bytesOf(body);
      return bytes.subarray(0, Math.floor(bytes.length * at));
    });
  const spoilt = fc
    .record({ body: fc.constantFrom(...bodies), at: fc.nat(), byte: fc.nat({ max: 255 }) })
    .map(({ body, at, byte }) => {
      const bytes = bytesOf(body);
      bytes[at % bytes.length] = byte;
      return bytes;
    });
  return fc.oneof(
    { arbitrary: whole, weight: 6 },
    { arbitrary: cut, weight: 2 },
    { arbitrary: spoilt, weight: 2 },
  );
}

/** Whatever came through has the types that the app relies on, and no platform id where none belongs. */
function isSound(told: unknown): boolean {
  if (typeof told === 'string') return told !== '';
  const { address, id, item, until } = Object(told);
  const child = typeof address?.id === 'string' && address.id !== '';
  if (typeof item === 'string') return item !== '';
  if (until !== undefined) return child && typeof until === 'number';
  return child && typeof id === 'string' && id !== '';
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
