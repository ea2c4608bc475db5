import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectRedis, type Redis } from '../../src/adapters/redis/connect.ts';
import { redisDocuments } from '../../src/adapters/redis/documents.ts';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import { PATIENT } from '../adapters/redis/harness.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';
import { INSTALLED, type RedisServer, startRedis } from '../support/redis-server.ts';

const sok: Viewer = { id: 's1', alias: 'Sok', role: 'counsellor' };
const maly: Viewer = { id: 's3', alias: 'Maly', role: 'supervisor' };
const rith: Viewer = { id: 's4', alias: 'Rith', role: 'supervisor' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** English, nobody looks, own phone, no danger, privacy read, just looking: a band that a pause meets. */
const BEGIN = ['hello', '2', '2', '1', '2', '1', '5'];

/** The same on each store that the cold rest can lie in: what stops an address, what is shown, and when both are gone. */
describe.each(['sqlite', ...INSTALLED])('a pause on %s', (kind) => {
  let server: RedisServer | null = null;
  let redis: Redis | null = null;
  let world: AppWorld;
  let id: string;
  beforeEach(async () => {
    const program = INSTALLED.find((one) => one === kind);
    server = program === undefined ? null : await startRedis(program);
    redis = server === null ? null : await connectRedis({ url: server.url, ...PATIENT });
    const there = redis;
    world = await appWorld(
      there === null ? {} : { documentsOf: (clock) => redisDocuments({ redis: there, clock }) },
    );
    await world.says('c1', ...BEGIN, '9', '1', '2');
    id = (await at().queue(sok)).waiting[0]?.id ?? '';
    expect((await at().claim(sok, id, 'k1')).ok).toBe(true);
  });
  afterEach(async () => {
    await world.close();
    await redis?.close();
    await server?.stop();
  });

  const at = () => desk(world.core, { aliasOf: async () => null, available: async () => true });
  const asks = () => at().askFriction(sok, { id, why: 'many-talks' });
  const shown = async () => (await at().frictions(maly))[0];
  const reviews = async (who: Viewer, hours: 2 | 24) =>
    at().reviewFriction(who, (await shown())?.id ?? '', { kind: 'confirm', hours });
  const stops = () => world.core.documents.list('friction/');

  it('begins once, however many ask at the same moment', async () => {
    const all = await Promise.all([asks(), asks(), asks()]);

    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await stops()).toHaveLength(1);
    expect(await at().frictions(maly)).toHaveLength(1);
  });

  it('is made longer once, however many do it at the same moment, and is over at its end', async () => {
    await asks();
    const all = await Promise.all([reviews(maly, 2), reviews(rith, 24)]);
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    const { at: began = 0, until = 0 } = (await shown()) ?? {};
    expect([2 * HOUR, 24 * HOUR]).toContain(until - began);

    await world.advance(until - began - MINUTE);
    expect(await stops()).toHaveLength(1);
    await world.advance(MINUTE);
    expect(await stops()).toEqual([]);
    expect(await shown()).toMatchObject({ stands: 'over' });
    await world.advance(12 * HOUR + MINUTE);
    expect(await shown()).toBe(undefined);
  });

  it('stops its address, and is ended by a supervisor', async () => {
    await asks();
    await at().close(sok, id, 'k-close');
    await world.idle();
    await world.says('c1', ...BEGIN, '9');
    expect(world.texts().join(' ')).toContain('half an hour at most');

    const done = await at().reviewFriction(maly, (await shown())?.id ?? '', { kind: 'lift' });
    expect(done.ok).toBe(true);
    expect(await stops()).toEqual([]);
    expect(await shown()).toMatchObject({ stands: 'lifted' });
  });
});
