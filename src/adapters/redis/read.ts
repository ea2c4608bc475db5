import { z } from 'zod';
import type {
  ConversationId,
  OutItem,
  StoredConversation,
  StoredLine,
  WrappedKey,
} from '../../ports/conversation-store.ts';
import { type Context, keysOf } from './context.ts';
import { keysIn, PARTITIONS, type PartitionKey, partitionOf } from './keys.ts';
import { Lines, Outbox, parse, Stored, TextList } from './replies.ts';

/** Asks every partition at once. */
export function scatter<T>(ask: (partition: string) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(PARTITIONS.map(ask));
}

export interface Held {
  /** Since when its counsellor holds it. */
  readonly since: number | null;
  readonly stored: StoredConversation;
}

const Read = z.array(
  z
    .tuple([z.string().transform(Number).nullable(), Stored])
    .transform(([since, stored]): Held => ({ since, stored }))
    .nullable(),
);

/** Those of the named conversations that have had a turn, in no order. */
export async function readAll(
  { redis }: Context,
  ids: readonly ConversationId[],
): Promise<readonly Held[]> {
  const byPartition = Map.groupBy(ids, partitionOf);
  const replies = [...byPartition].map(async ([partition, own]) => {
    const keys = keysIn(partition, ['conversation', 'state', 'outbox']);
    return parse(Read, await redis.run('read', keys, own), 'read');
  });
  return (await Promise.all(replies)).flat().filter((held) => held !== null);
}

export async function read(
  context: Context,
  id: ConversationId,
): Promise<StoredConversation | null> {
  const [held] = await readAll(context, [id]);
  return held?.stored ?? null;
}

/** Lowest score first; the same score in the order of ids. Only those at the head are read: a line may be of thousands. */
export async function waiting(
  context: Context,
  limit: number,
): Promise<readonly StoredConversation[]> {
  const heads = (await placesIn(context, limit)).slice(0, limit);
  const held = await readAll(
    context,
    heads.map(({ id }) => id),
  );
  // Whoever was claimed between the two looks waits no more.
  return held
    .map(({ stored }) => stored)
    .filter((stored) => stored.waiting !== null)
    .sort((a, b) => byPlace(placeOf(a), placeOf(b)));
}

/** The scores of all who wait, lowest first. */
export async function waitingScores(context: Context): Promise<readonly number[]> {
  return (await placesIn(context, EVERYBODY)).map(({ score }) => score);
}

interface Place {
  readonly id: ConversationId;
  readonly score: number;
}

const EVERYBODY = 0;

/** At least so many from the head of the line, in order. */
async function placesIn({ redis }: Context, limit: number): Promise<readonly Place[]> {
  const replies = await scatter((partition) => {
    const [key = ''] = keysIn(partition, ['waiting']);
    return redis.send(['ZRANGE', key, '0', String(limit - 1), 'WITHSCORES']);
  });
  return replies.flatMap((reply) => pairsOf(parse(TextList, reply, 'waiting'))).sort(byPlace);
}

function pairsOf(flat: readonly string[]): readonly Place[] {
  return flat.flatMap((text, at) =>
    at % 2 === 0 ? [{ id: text as ConversationId, score: Number(flat[at + 1]) }] : [],
  );
}

function placeOf({ id, waiting: score }: StoredConversation): Place {
  return { id, score: score ?? 0 };
}

function byPlace(a: Place, b: Place): number {
  return a.score - b.score || (a.id < b.id ? -1 : 1);
}

/** What a counsellor holds, the longest held first. Calls of one tick share one look at the partitions. */
export function heldReader(
  context: Context,
): (counsellor: string) => Promise<readonly StoredConversation[]> {
  let shared: Promise<ReadonlyMap<string, readonly ConversationId[]>> | null = null;
  const look = async (): Promise<ReadonlyMap<string, readonly ConversationId[]>> => {
    await Promise.resolve();
    // From here on a further caller would be told what was so before it asked.
    shared = null;
    return await holders(context);
  };
  return async (counsellor) => {
    shared ??= look();
    const ids = (await shared).get(counsellor) ?? [];
    const held = await readAll(context, ids);
    return held
      .filter(({ stored: { owner } }) => owner.kind === 'counsellor' && owner.id === counsellor)
      .toSorted((a, b) => (a.since ?? 0) - (b.since ?? 0) || (a.stored.id < b.stored.id ? -1 : 1))
      .map(({ stored }) => stored);
  };
}

async function holders({
  redis,
}: Context): Promise<ReadonlyMap<string, readonly ConversationId[]>> {
  const by = new Map<string, ConversationId[]>();
  const replies = await scatter((partition) =>
    redis.send(['HGETALL', ...keysIn(partition, ['held'])]),
  );
  for (const reply of replies) {
    const flat = parse(TextList, reply, 'held');
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const counsellor = flat[at + 1] ?? '';
      by.set(counsellor, [...(by.get(counsellor) ?? []), flat[at] as ConversationId]);
    }
  }
  return by;
}

export async function lines(
  { redis }: Context,
  id: ConversationId,
): Promise<readonly StoredLine[]> {
  const reply = await redis.run('lines', keysOf(id, ['conversation', 'line']), [id]);
  return parse(Lines, reply, 'lines');
}

export async function outbox(
  { redis }: Context,
  id: ConversationId,
): Promise<{ readonly key: WrappedKey; readonly items: readonly OutItem[] } | null> {
  const reply = await redis.run('outbox', keysOf(id, ['outbox', 'item']), [id]);
  return parse(Outbox, reply, 'outbox');
}

/** Every conversation that waits, is held, or has something to be fetched. */
export async function watched({ redis }: Context): Promise<readonly ConversationId[]> {
  const list = async (partition: string, name: PartitionKey, ...command: readonly string[]) => {
    const [verb = '', ...rest] = command;
    const [key = ''] = keysIn(partition, [name]);
    return parse(TextList, await redis.send([verb, key, ...rest]), name);
  };
  const ids = await scatter((partition) =>
    Promise.all([
      list(partition, 'waiting', 'ZRANGE', '0', '-1'),
      list(partition, 'held', 'HKEYS'),
      list(partition, 'fetchable', 'SMEMBERS'),
    ]),
  );
  return [...new Set(ids.flat(2))] as ConversationId[];
}
