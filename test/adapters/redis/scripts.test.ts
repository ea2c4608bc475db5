import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis, type Redis } from '../../../src/adapters/redis/connect.ts';
import { SCRIPTS } from '../../../src/adapters/redis/scripts.ts';
import { conversationStoreContract } from '../../contracts/conversation-store.contract.ts';
import { documentsContract } from '../../contracts/documents.contract.ts';
import { type RedisServer, startRedis } from '../../support/redis-server.ts';
import { openRedis } from './harness.ts';

const FOLDER = new URL('../../../src/adapters/redis/scripts/', import.meta.url);

const files = (folder: URL): readonly string[] =>
  readdirSync(folder).filter((name) => name.endsWith('.lua'));

const sourceOf = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

const ALL = [...files(FOLDER), ...files(new URL('parts/', FOLDER)).map((name) => `parts/${name}`)];

describe('the scripts', () => {
  it('are all loaded, and all in the folder', () => {
    const names = files(FOLDER).map((name) => name.replace('.lua', ''));

    expect([...SCRIPTS.keys()].sort()).toEqual([...names].sort());
    expect(names.length).toBeGreaterThan(20);
  });

  it.each(files(FOLDER))('%s opens with what it takes and answers', (name) => {
    const [head = '', ...lines] = sourceOf(name).split('\n');
    const comment = lines
      .slice(
        0,
        lines.findIndex((line) => !line.startsWith('--')),
      )
      .join('\n');

    expect(head).toMatch(/^#!lua( flags=(no-writes|allow-oom))?$/);

    for (const word of ['-- KEYS ', '-- ARGV ', '-- Returns ']) expect(comment).toContain(word);
  });

  it.each(ALL)('%s touches declared keys only', (name) => {
    const source = sourceOf(name).replaceAll(/^\s*--.*$/gm, '');
    const calls = [...source.matchAll(/redis\.call\('(\w+)'(?:, ([^,()]+))?/g)];
    const keyless = ['TIME', 'PUBLISH'];

    for (const [, verb = '', target = ''] of calls) {
      if (keyless.includes(verb)) continue;
      if (verb === 'ZUNIONSTORE') expect(source).toContain(', 2, key.batched, key.record)');
      expect(`${verb} ${target}`).toMatch(/ key\.\w+$/);
    }
    const given = [...source.matchAll(/^\s*(?:key\.\w+(?:, )?)+ = (.*)$/gm)].map(([, to]) => to);
    for (const to of given) expect(to).toMatch(/^(KEYS\[(\d+|at \+ 1)\](, )?)+$/);
    expect(source.match(/redis\.(call|pcall)/g) ?? []).toHaveLength(calls.length);
  });

  it('reads only keys that it declares', () => {
    for (const [name, { source }] of SCRIPTS) {
      const own = sourceOf(`${name}.lua`);
      const used = new Set([...own.matchAll(/key\.(\w+)/g)].map(([, key]) => key));
      const declared = /key\.(\w+)(?=[^\n]* = KEYS)/g;
      expect([...used].filter((key) => !declaredIn(source, declared).has(key))).toEqual([]);
    }
  });
});

function declaredIn(source: string, pattern: RegExp): ReadonlySet<string | undefined> {
  const found = [...source.matchAll(pattern)].map(([, key]) => key);
  return new Set([...found, ...[...source.matchAll(/key\.(\w+) = KEYS/g)].map(([, key]) => key)]);
}

/** A cluster refuses a script whose keys lie in two slots, or that touches a key of another slot. */
describe('on a server in cluster mode', () => {
  let server: RedisServer | null = null;
  let redis: Redis | null = null;
  beforeAll(async () => {
    server = await startRedis('redis-server', ['--cluster-enabled', 'yes']);
    redis = await connectRedis({ url: server.url });
    await redis.send(['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']);
    while (!String(await redis.send(['CLUSTER', 'INFO'])).includes('cluster_state:ok')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  afterAll(async () => {
    await redis?.close();
    await server?.stop();
  });

  it('refuses keys of two slots, so that what follows proves something', async () => {
    const run = (script: string, ...keys: readonly string[]) =>
      redis?.send(['EVAL', `#!lua\n${script}`, String(keys.length), ...keys]);
    const hidden = "redis.call('GET', KEYS[1]) return redis.call('GET', '{p02}:a')";

    await expect(run('return 1', '{p01}:a', '{p01}:b')).resolves.toBe(1);
    await expect(run('return 1', '{p01}:a', '{p02}:a')).rejects.toMatchObject({
      code: 'CROSSSLOT',
    });
    await expect(run(hidden, '{p01}:a')).rejects.toThrow(/ERR/);
  });

  const open = async () => {
    if (server === null) throw new Error('the server is not running');
    return await openRedis(server);
  };
  conversationStoreContract('a cluster', open);
  documentsContract('a cluster', open);
});
