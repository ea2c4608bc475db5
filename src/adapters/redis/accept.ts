import { z } from 'zod';
import type {
  Accept,
  Accepted,
  AddressKey,
  ConversationId,
  StoredConversation,
} from '../../ports/conversation-store.ts';
import type { Context } from './context.ts';
import { keysIn, namesKey, partitionOf } from './keys.ts';
import { follow, type Place, placeAt } from './link.ts';
import { parse, Stored, TurnReply } from './replies.ts';

/** An address that is being linked all the time is followed so often. */
const ROUNDS = 10;

/**
 * Takes inputs in. They travel together and in order. The addresses of a batch are followed beforehand, because two of
 * them may be one child, and one that had to be tried again would fall behind the other.
 */
export async function accept(
  context: Context,
  entries: readonly Accept[],
): Promise<readonly Accepted[]> {
  const addresses = new Set(entries.flatMap(({ to }) => ('address' in to ? [to.address] : [])));
  const places = addresses.size > 1 ? await followAll(context, addresses) : new Map();
  return Promise.all(entries.map((entry) => acceptOne(context, entry, places)));
}

async function followAll(
  context: Context,
  addresses: ReadonlySet<AddressKey>,
): Promise<ReadonlyMap<AddressKey, Place>> {
  const followed = [...addresses].map(
    async (address) => [address, await follow(context, address)] as const,
  );
  return new Map(await Promise.all(followed));
}

async function acceptOne(
  context: Context,
  entry: Accept,
  places: ReadonlyMap<AddressKey, Place>,
): Promise<Accepted> {
  const { to } = entry;
  if ('id' in to) return acceptedOf(await runAccept(context, entry, to));
  const start = places.get(to.address) ?? placeAt(to.address);
  const reply = await atPlace(context, start, async (place): Promise<Reply | Moved> => {
    if (to.only === true && place.address !== to.address) return MOVED;
    return runAccept(context, entry, { place, candidate: to.candidate });
  });
  return reply[0] === 'moved' ? { kind: 'elsewhere' } : acceptedOf(reply);
}

type Moved = readonly ['moved'];
const MOVED: Moved = ['moved'];

type Target =
  | { readonly id: ConversationId }
  | { readonly place: Place; readonly candidate: ConversationId };

const Reply = z.union([
  z.tuple([z.enum(['elsewhere', 'duplicate', 'missing', 'clash'])]),
  z.tuple([z.literal('queued'), z.string().transform((id) => id as ConversationId)]),
  z.tuple([z.literal('leased'), TurnReply]),
]);
type Reply = z.infer<typeof Reply>;

async function runAccept({ redis, clock }: Context, entry: Accept, to: Target): Promise<Reply> {
  const scope = 'id' in to ? to.id : to.place.address;
  const keys = keysIn(partitionOf(scope), [
    ...(['live', 'alias', 'conversation', 'state', 'input', 'ready', 'outbox', 'scopes'] as const),
  ]);
  const target =
    'id' in to
      ? ['id', to.id, null, null]
      : ['address', scope, to.place.alias, movedTo(scope, to.candidate)];
  const { dedupe, dedupeMs, input, lease } = entry;
  const args = [clock(), ...target, dedupe, dedupeMs, input, lease?.ms ?? null];
  return parse(Reply, await redis.run('accept', [...keys, namesKey(scope)], args), 'accept');
}

/** A conversation lives in the partition of its address; one that was thought of for an alias moves there. */
function movedTo(address: string, candidate: ConversationId): string {
  return `${partitionOf(address)}${candidate.slice(3)}`;
}

function acceptedOf(reply: Reply): Accepted {
  switch (reply[0]) {
    case 'leased':
      return { kind: 'leased', turn: reply[1] };
    case 'queued':
      return { kind: 'queued', id: reply[1] };
    case 'duplicate':
    case 'missing':
      return { kind: reply[0] };
    default:
      throw new Error(`the store could not take an input in: ${reply[0]}`);
  }
}

/** The live conversation of an address. */
export async function find(
  context: Context,
  address: AddressKey,
): Promise<StoredConversation | null> {
  const reply = await atPlace(context, placeAt(address), async (place) => {
    const names = ['alias', 'live', 'conversation', 'state', 'outbox'] as const;
    const keys = keysIn(partitionOf(place.address), names);
    const found = await context.redis.run('find', keys, [place.address, place.alias]);
    return parse(Found, found, 'find');
  });
  return reply[0] === 'here' ? reply[1] : null;
}

const Found = z.union([
  z.tuple([z.literal('elsewhere')]),
  z.tuple([z.literal('here'), Stored.nullable()]),
]);

/** Runs a script at an address, and follows it first when the script says that it leads elsewhere. */
async function atPlace<R extends readonly [string, ...unknown[]]>(
  context: Context,
  start: Place,
  run: (place: Place) => Promise<R>,
): Promise<R> {
  let place = start;
  for (let round = 0; round < ROUNDS; round += 1) {
    const reply = await run(place);
    if (reply[0] !== 'elsewhere') return reply;
    place = await follow(context, place.address);
  }
  throw new Error('an address leads on and on');
}
