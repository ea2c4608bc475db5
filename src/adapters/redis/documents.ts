import { z } from 'zod';
import type { Document, Documents, Json } from '../../ports/documents.ts';
import { type Context, contextOf, type RedisStoreOptions } from './context.ts';
import { parse, TextList } from './replies.ts';

type Part<K extends keyof Documents> = Pick<Documents, K>;

/**
 * The cold rest, in the Redis of the conversations. All documents whose path begins with the same word lie in one slot,
 * with the index of their keys; so do counters.
 */
export function redisDocuments(options: RedisStoreOptions): Documents {
  const context = contextOf(options);
  return { ...documents(context), ...logs(context), ...counters(context) };
}

const Row = z
  .tuple([z.string(), z.string().transform(Number), z.string()])
  .transform(([key, version, value]): Document => ({ key, version, value: jsonOf(value) }));

const KINDS = { document: 'document', counter: 'counter' } as const;

function documents(context: Context): Part<'get' | 'put' | 'list' | 'delete'> {
  const { redis, clock } = context;
  const registered = lately((shelf) => register(context, KINDS.document, shelf));
  return {
    async get(key) {
      const keys = [documentKeys(shelfOf(key)).documents];
      const reply = await redis.run('document-get', keys, [clock(), key]);
      return parse(Row.nullable(), reply, 'document-get');
    },
    async put(key, value, version, ttlMs) {
      const shelf = shelfOf(key);
      const { documents, index, ends } = documentKeys(shelf);
      const args = [clock(), key, JSON.stringify(value), version, ttlMs ?? null];
      // The name of the shelf is written first and never removed, so that `list` can miss no document.
      const [, reply] = await Promise.all([
        registered(shelf),
        redis.run('document-put', [documents, index, ends], args),
      ]);
      return parse(z.string().transform(Number).nullable(), reply, 'document-put');
    },
    async list(prefix) {
      const shelves = await shelvesOf(context, KINDS.document, prefix);
      const found = shelves.map(async (shelf) => {
        const { documents, index } = documentKeys(shelf);
        const reply = await redis.run('document-list', [documents, index], [clock(), prefix]);
        return parse(z.array(Row), reply, 'document-list');
      });
      return (await Promise.all(found)).flat().toSorted(byBytes);
    },
    async delete(key) {
      const { documents, index, ends } = documentKeys(shelfOf(key));
      const reply = await redis.run('document-delete', [documents, index, ends], [clock(), key]);
      return parse(z.enum(['deleted', 'absent']), reply, 'document-delete') === 'deleted';
    },
  };
}

function byBytes(a: Document, b: Document): number {
  return Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));
}

/** A log is a list: its length is the number of the newest entry, for nothing is ever taken out. */
function logs({ redis }: Context): Part<'append' | 'read'> {
  const Length = z.number();
  return {
    async append(log, value) {
      return parse(
        Length,
        await redis.send(['RPUSH', logKey(log), JSON.stringify(value)]),
        'append',
      );
    },
    async read(log, after, limit) {
      if (limit <= 0) return [];
      const range = [String(after), String(after + limit - 1)];
      const entries = parse(TextList, await redis.send(['LRANGE', logKey(log), ...range]), 'read');
      return entries.map((entry, at) => ({ seq: after + at + 1, value: jsonOf(entry) }));
    },
  };
}

function counters(context: Context): Part<'increment' | 'counters'> {
  const { redis } = context;
  return {
    async increment(counter, by) {
      const shelf = shelfOf(counter);
      const [, reply] = await Promise.all([
        register(context, KINDS.counter, shelf),
        redis.send(['HINCRBYFLOAT', counterKey(shelf), counter, String(by)]),
      ]);
      return Number(parse(z.string(), reply, 'increment'));
    },
    async counters(prefix) {
      const shelves = await shelvesOf(context, KINDS.counter, prefix);
      const replies = await Promise.all(
        shelves.map((shelf) => redis.send(['HGETALL', counterKey(shelf)])),
      );
      const pairs = replies.flatMap((reply) => pairsOf(parse(TextList, reply, 'counters')));
      return Object.fromEntries(pairs.filter(([name]) => name.startsWith(prefix)).toSorted());
    },
  };
}

function pairsOf(flat: readonly string[]): readonly (readonly [string, number])[] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, Number(flat[at + 1])] as const] : []));
}

/** The first word of a path: what lies together. Nothing of it may end the hash tag early. */
function shelfOf(path: string): string {
  return encodeURIComponent(path.split('/', 1)[0] ?? '');
}

function documentKeys(shelf: string) {
  const tag = `{document:${shelf}}`;
  return { documents: `${tag}:documents`, index: `${tag}:index`, ends: `${tag}:ends` };
}

function counterKey(shelf: string): string {
  return `{counter:${shelf}}:counters`;
}

function logKey(log: string): string {
  return `{log:${encodeURIComponent(log)}}:entries`;
}

async function register(
  { redis }: Context,
  kind: keyof typeof KINDS,
  shelf: string,
): Promise<unknown> {
  return await redis.send(['SADD', `tvear:shelves:${kind}`, shelf]);
}

const REGISTERED_MS = 60_000;

/** Does it at most once a minute for each: the same shelf is written to all the time, and a server may have lost its name. */
function lately(act: (shelf: string) => Promise<unknown>): (shelf: string) => Promise<unknown> {
  const done = new Map<string, number>();
  return async (shelf) => {
    const now = performance.now();
    if (now - (done.get(shelf) ?? Number.NEGATIVE_INFINITY) < REGISTERED_MS) return;
    await act(shelf);
    done.set(shelf, now);
  };
}

/** Where keys with that prefix can lie. */
async function shelvesOf(
  { redis }: Context,
  kind: keyof typeof KINDS,
  prefix: string,
): Promise<readonly string[]> {
  if (prefix.includes('/')) return [shelfOf(prefix)];
  const all = parse(TextList, await redis.send(['SMEMBERS', `tvear:shelves:${kind}`]), 'shelves');
  return all.filter((shelf) => decodeURIComponent(shelf).startsWith(prefix));
}

function jsonOf(text: string): Json {
  return JSON.parse(text);
}
