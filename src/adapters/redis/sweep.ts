import { z } from 'zod';
import type {
  ConversationId,
  Lease,
  Outgoing,
  Swept,
  Turn,
} from '../../ports/conversation-store.ts';
import type { Context } from './context.ts';
import { keysIn, namesKey, partitionOf } from './keys.ts';
import { LINK_MS } from './link.ts';
import { scatter } from './read.ts';
import { OutgoingReply, parse, Scored, TextList, TurnReply } from './replies.ts';

/** Others sweep too and may be faster; after so many looks the next sweep goes on. */
const LOOKS = 10;

/** Forgets what is over, then leases what is due, longest ready first. At most `limit` turns and `limit` outboxes. */
export async function sweep(context: Context, lease: Lease, limit: number): Promise<Swept> {
  const turns: Turn[] = [];
  const outboxes: Outgoing[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const ready = await tidy(context, limit);
    const wanted = {
      turns: longestReady(ready.turns, limit - turns.length),
      outboxes: longestReady(ready.outboxes, limit - outboxes.length),
    };
    if (wanted.turns.length + wanted.outboxes.length === 0) break;
    const swept = await leaseAll(context, lease, wanted);
    turns.push(...swept.turns);
    outboxes.push(...swept.outboxes);
  }
  return { turns, outboxes };
}

type Ready = readonly { readonly member: string; readonly score: number }[];

interface Tidied {
  readonly turns: Ready;
  readonly outboxes: Ready;
}

const Tidy = z.tuple([Scored, Scored, TextList]);

async function tidy(context: Context, limit: number): Promise<Tidied> {
  const found = await scatter((partition) => tidyPartition(context, partition, limit));
  return {
    turns: found.flatMap(({ turns }) => turns),
    outboxes: found.flatMap(({ outboxes }) => outboxes),
  };
}

async function tidyPartition(context: Context, partition: string, limit: number): Promise<Tidied> {
  const { redis, clock } = context;
  const keys = keysIn(partition, [
    ...(['conversation', 'state', 'input', 'line', 'ready', 'outbox', 'item', 'sendable'] as const),
    ...(['fetchable', 'waiting', 'held', 'dead', 'live', 'alias', 'linked', 'root'] as const),
    'scopes',
  ]);
  const reply = await redis.run('sweep', keys, [clock(), limit, LINK_MS]);
  const [turns, outboxes, scopes] = parse(Tidy, reply, 'sweep');
  if (scopes.length > 0) {
    const named = [...keysIn(partition, ['scopes']), ...scopes.map(namesKey)];
    await redis.run('forget', named, [clock(), scopes.length, ...scopes]);
  }
  return { turns, outboxes };
}

function longestReady(ready: Ready, limit: number): readonly ConversationId[] {
  return ready
    .toSorted((a, b) => a.score - b.score || (a.member < b.member ? -1 : 1))
    .slice(0, Math.max(0, limit))
    .map(({ member }) => member as ConversationId);
}

const Leased = z.tuple([z.array(TurnReply), z.array(OutgoingReply)]);

interface Wanted {
  readonly turns: readonly ConversationId[];
  readonly outboxes: readonly ConversationId[];
}

async function leaseAll({ redis, clock }: Context, lease: Lease, wanted: Wanted): Promise<Swept> {
  const turns = Map.groupBy(wanted.turns, partitionOf);
  const outboxes = Map.groupBy(wanted.outboxes, partitionOf);
  const partitions = [...new Set([...turns.keys(), ...outboxes.keys()])];
  const replies = partitions.map(async (partition) => {
    const keys = keysIn(partition, [
      ...(['conversation', 'state', 'input', 'ready', 'outbox', 'item', 'sendable'] as const),
      ...(['fetchable', 'dead'] as const),
    ]);
    const [inputs, sends] = [turns.get(partition) ?? [], outboxes.get(partition) ?? []];
    const args = [clock(), lease.ms, inputs.length, ...inputs, sends.length, ...sends];
    return parse(Leased, await redis.run('lease', keys, args), 'lease');
  });
  const leased = await Promise.all(replies);
  return inOrder(wanted, {
    turns: leased.flatMap(([own]) => own),
    outboxes: leased.flatMap(([, own]) => own),
  });
}

/** The partitions answer in another order than the one in which things became ready. */
function inOrder(wanted: Wanted, swept: Swept): Swept {
  const by =
    (ids: readonly ConversationId[]) => (a: { id: ConversationId }, b: { id: ConversationId }) =>
      ids.indexOf(a.id) - ids.indexOf(b.id);
  return {
    turns: swept.turns.toSorted(by(wanted.turns)),
    outboxes: swept.outboxes.toSorted(by(wanted.outboxes)),
  };
}
