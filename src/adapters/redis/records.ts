import { z } from 'zod';
import type { Sealed } from '../../ports/conversation-store.ts';
import type { Context } from './context.ts';
import { BATCH_KEY, keysIn } from './keys.ts';
import { scatter } from './read.ts';
import { parse, SealedList } from './replies.ts';

/** Other processes that take and drop at the same moment make it begin again, so often. */
const ROUNDS = 20;

interface Batch {
  readonly name: string;
  readonly number: string;
}

/** Names all pending records as this batch, or answers the one that a dead job left. */
export async function takeRecords(
  context: Context,
  fresh: string,
): Promise<{ readonly batch: string; readonly rows: readonly Sealed[] } | null> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const batch = await nameBatch(context, fresh);
    const rows = await takeAll(context, batch);
    if (rows === null) continue;
    if (rows.length > 0) return { batch: batch.name, rows: rows.toSorted() };
    await endBatch(context, batch);
    // An older batch with nothing left in it was dropped but for its name: what is pending comes after it.
    if (batch.name === fresh) return null;
  }
  throw new Error('the records could not be taken: other processes take them all the time');
}

const Named = z.tuple([z.string(), z.string()]).transform(([name, number]) => ({ name, number }));

async function nameBatch({ redis }: Context, fresh: string): Promise<Batch> {
  return parse(Named, await redis.run('name-batch', [BATCH_KEY], [fresh]), 'name-batch');
}

const Taken = z.union([z.tuple([z.literal('over')]), z.tuple([z.literal('taken'), SealedList])]);

/** Null when that batch is over: a later one has begun somewhere. */
async function takeAll({ redis }: Context, { number }: Batch): Promise<readonly Sealed[] | null> {
  const replies = await scatter(async (partition) => {
    const keys = keysIn(partition, ['record', 'batched', 'batchNumber']);
    return parse(Taken, await redis.run('take-records', keys, [number]), 'take-records');
  });
  const rows: Sealed[] = [];
  for (const reply of replies) {
    if (reply[0] === 'over') return null;
    rows.push(...reply[1]);
  }
  return rows;
}

/** Partition after partition, the name last: a crash in between leaves a batch that can be dropped again. */
export async function dropRecords(context: Context, name: string): Promise<void> {
  const { redis } = context;
  const current = await redis.send(['HMGET', BATCH_KEY, 'name', 'number']);
  const [named, number] = parse(Current, current, 'dropRecords');
  if (named !== name || number === null) return;
  await scatter((partition) => {
    const keys = keysIn(partition, ['batched', 'batchNumber']);
    return redis.run('drop-records', keys, [number]);
  });
  await endBatch(context, { name, number });
}

const Current = z.tuple([z.string().nullable(), z.string().nullable()]);

async function endBatch({ redis }: Context, { number }: Batch): Promise<void> {
  const reply = await redis.run('end-batch', [BATCH_KEY], [number]);
  parse(z.enum(['ended', 'over']), reply, 'end-batch');
}
