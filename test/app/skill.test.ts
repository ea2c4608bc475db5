import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectRedis, type Redis } from '../../src/adapters/redis/connect.ts';
import { redisDocuments } from '../../src/adapters/redis/documents.ts';
import { findAlerts } from '../../src/app/alerts.ts';
import { desk } from '../../src/app/desk.ts';
import type { Viewer } from '../../src/app/desk-types.ts';
import { changeMember, setWrites } from '../../src/app/staff/change-member.ts';
import { acceptInvitation, invite } from '../../src/app/staff/invitations.ts';
import { deskPeople, setPresence } from '../../src/app/staff/presence.ts';
import { PATIENT } from '../adapters/redis/harness.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';
import { INSTALLED, type RedisServer, startRedis } from '../support/redis-server.ts';

const sok: Viewer = { id: 's1', alias: 'Sok', role: 'counsellor', writes: ['km'] };
const dara: Viewer = { id: 's2', alias: 'Dara', role: 'counsellor' };
/** English, nobody looks, own phone, no danger, privacy read, "it is about me", threatened; a person, yes, no writing. */
const TO_QUEUE = ['hello', '2', '2', '1', '2', '1', '1', '1', '9', '1', '2'];
const onDuty = (...writes: readonly (readonly string[])[]) => ({
  line: {
    scores: [],
    claimsPerHour: 0,
    free: 3,
    onDuty: writes.map((one) => ({ free: 1, writes: one })),
  },
});

let world: AppWorld;
beforeEach(async () => {
  world = await appWorld();
});
afterEach(() => world.close());

describe('the queue', () => {
  it('says what its viewer writes, and which children nobody on duty writes to', async () => {
    const at = desk(world.core, { aliasOf: async () => null, available: async () => true });
    await world.says('c1', ...TO_QUEUE);

    world.desk(onDuty(['km']));
    expect(await at.queue(sok)).toMatchObject({ writes: ['km'], unwritten: ['en'] });
    world.desk(onDuty(['km'], []));
    expect(await at.queue(dara)).toMatchObject({ writes: [], unwritten: [] });
  });

  it('has another mark whenever what is written by those on duty changes, and only then', async () => {
    const at = desk(world.core, { aliasOf: async () => null, available: async () => true });
    const marks: string[] = [];
    for (const writes of [[['km']], [['km'], ['en']], [['en'], ['km'], ['km']], [[]], []]) {
      world.desk(onDuty(...writes));
      marks.push(await at.dutyMark());
    }

    expect(marks[1]).toBe(marks[2]);
    expect(new Set(marks).size).toBe(4);
  });

  it('gives a child to whoever takes them, whatever they write', async () => {
    const at = desk(world.core, { aliasOf: async () => null, available: async () => true });
    await world.says('c1', ...TO_QUEUE);
    const id = (await at.queue(sok)).waiting[0]?.id ?? '';

    expect((await at.claim(sok, id, 'k1')).ok).toBe(true);
  });
});

describe('alarms', () => {
  it('tell of children whose language nobody on duty writes, and of nobody on duty instead', async () => {
    await world.says('c1', ...TO_QUEUE);
    await world.says('c2', ...TO_QUEUE);
    world.desk(onDuty(['km'], ['en']));
    expect(await findAlerts(world.core)).toEqual([]);

    world.desk(onDuty(['km']));
    expect(await findAlerts(world.core)).toEqual([{ alert: 'nobody-writes', count: 2 }]);

    world.desk({ desk: 'closed', ...onDuty() });
    expect(await findAlerts(world.core)).toEqual([{ alert: 'nobody-on-duty', count: 2 }]);
  });
});

describe.each(['sqlite', ...INSTALLED])('what someone writes, on %s', (kind) => {
  let server: RedisServer | null = null;
  const opened: Redis[] = [];
  /** The documents as another process has them. */
  const documents = async () => {
    if (server === null) return world.core.documents;
    const redis = await connectRedis({ url: server.url, ...PATIENT });
    opened.push(redis);
    return redisDocuments({ redis, clock: Date.now });
  };
  beforeEach(async () => {
    const program = INSTALLED.find((one) => one === kind);
    server = program === undefined ? null : await startRedis(program);
  });
  afterEach(async () => {
    for (const redis of opened.splice(0)) await redis.close();
    await server?.stop();
  });

  it('is the same in every process, and stands beside what changes at the same moment', async () => {
    const [here, there] = [await documents(), await documents()];
    const now = Date.now();
    const { token } = await invite(here, { role: 'counsellor', by: 'test', now });
    const account = {
      token,
      name: 'sok',
      alias: 'Sok',
      password: 'a long and quiet phrase of words',
    };
    const made = await acceptInvitation(here, account, now);
    const id = made.ok ? made.value.id : '';
    await setPresence(here, id, true, now);
    expect(await deskPeople(there, now)).toMatchObject([{ available: true, writes: [] }]);

    await Promise.all([
      setWrites(here, id, ['km']),
      changeMember(there, id, { role: 'supervisor' }, { id: 'test', now }),
    ]);

    expect(await deskPeople(there, now)).toEqual([
      { id, alias: 'Sok', role: 'supervisor', available: true, writes: ['km'] },
    ]);
    expect(await setWrites(here, 'nobody', ['km'])).toBe(false);
  });
});
