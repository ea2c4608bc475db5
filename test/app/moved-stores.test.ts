import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectRedis } from '../../src/adapters/redis/connect.ts';
import { redisConversationStore } from '../../src/adapters/redis/conversation-store.ts';
import { redisDocuments } from '../../src/adapters/redis/documents.ts';
import { acceptEvents } from '../../src/app/accept.ts';
import { desk } from '../../src/app/desk.ts';
import type { InboundEvent } from '../../src/ports/channel.ts';
import { PATIENT } from '../adapters/redis/harness.ts';
import { type AppWorld, appWorld } from '../support/app-world.ts';
import { INSTALLED, type RedisServer, startRedis } from '../support/redis-server.ts';

const sok = { id: 's1', alias: 'Sok', role: 'counsellor' as const };

/** In one call the platform tells that a child has another id, and brings what they wrote under it. */
describe.each(['sqlite', ...INSTALLED])('a child who moved and wrote at once, on %s', (kind) => {
  let server: RedisServer | null = null;
  let world: AppWorld;
  beforeEach(async () => {
    const program = INSTALLED.find((one) => one === kind);
    server = program === undefined ? null : await startRedis(program);
    world = await appWorld({ channel: 'whatsapp', ...(await onRedis(server)) });
  });
  afterEach(async () => {
    await world.close();
    await server?.stop();
  });
  const deskOf = () =>
    desk(world.core, { aliasOf: async () => 'Sok', available: async () => true });

  // Which partition an address falls into is chance: some of these lie apart, some together.
  it.each([1, 2, 3, 4])('is heard in the same talk, the words behind the move (%i)', async (n) => {
    expect(await heard(`85510000${n}`, (move, words) => [move, words])).toBe(true);
  });

  it.each([1, 2])('is heard in the same talk, the words before the move (%i)', async (n) => {
    expect(await heard(`85520000${n}`, (move, words) => [words, move])).toBe(true);
  });

  it('is heard in the same talk when the words come in another call, which was under way already', async () => {
    const old = '855300001';
    const { core } = world;
    const accept = core.store.accept.bind(core.store);
    const late = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const address = { channel: 'whatsapp', id: `${old}99` } as const;
    const input = { kind: 'text', text: 'it is me', ref: 'ref' } as const;
    const id = await claimed(old);
    core.store.accept = async (entries) => {
      core.store.accept = accept;
      held.resolve();
      await late.promise;
      return accept(entries);
    };
    const words = acceptEvents(core, [{ address, id: 'words', at: null, input }]);
    await held.promise;
    const move = { address: { ...address, also: old }, input: { kind: 'moved' } } as const;
    await acceptEvents(core, [{ ...move, id: 'move', at: null }]);
    late.resolve();
    await words;
    await world.idle();

    expect(world.logged.filter(({ event }) => event === 'content-lost')).toEqual([]);
    const lines = (await deskOf().conversation(sok, id))?.lines ?? [];
    expect(lines.filter(({ text }) => text === input.text)).toHaveLength(1);
  });

  async function claimed(old: string): Promise<string> {
    await world.says(old, 'hello', '2', '2', '1', '2', '1', '1', '1', '9', '1', '2');
    const id = (await deskOf().queue(sok)).waiting[0]?.id ?? '';
    await deskOf().claim(sok, id, `claim-${old}`);
    await world.idle();
    return id;
  }

  async function heard(
    old: string,
    order: (move: InboundEvent, words: InboundEvent) => InboundEvent[],
  ): Promise<boolean> {
    const id = await claimed(old);
    const address = { channel: 'whatsapp', id: `${old}99` } as const;
    const input = { kind: 'text', text: `it is me, ${old}`, ref: `ref-${old}` } as const;
    const move = { id: `m-${old}`, at: null, input: { kind: 'moved' } } as const;
    await acceptEvents(
      world.core,
      order(
        { ...move, address: { ...address, also: old } },
        { address, id: `t-${old}`, at: null, input },
      ),
    );
    await world.idle();
    expect(world.logged.filter(({ event }) => event === 'content-lost')).toEqual([]);
    const view = await deskOf().conversation(sok, id);
    return view?.lines.at(-1)?.text === input.text;
  }
});

async function onRedis(server: RedisServer | null) {
  if (server === null) return {};
  const patient = { url: server.url, ...PATIENT };
  const [redis, cold] = [await connectRedis(patient), await connectRedis(patient)];
  return {
    documentsOf: (clock: () => number) => redisDocuments({ redis: cold, clock }),
    storeOf: async (clock: () => number) => {
      const store = await redisConversationStore({ redis, clock });
      return {
        ...store,
        close: async () => {
          await store.close();
          await cold.close();
        },
      };
    },
  };
}
