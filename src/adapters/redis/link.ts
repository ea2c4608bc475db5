import { z } from 'zod';
import type { AddressKey } from '../../ports/conversation-store.ts';
import type { Context } from './context.ts';
import { keysIn, namesKey, partitionOf } from './keys.ts';
import { parse, TextList } from './replies.ts';

/** A link that was not used for so long is forgotten: keyed hashes of a child need not stay for ever. */
export const LINK_MS = 30 * 24 * 60 * 60 * 1000;
/** Addresses that others write to at the same moment are tried anew so often. */
const ROUNDS = 20;

/** An address under which everything hangs. */
export interface Place {
  readonly address: AddressKey;
  /** Where it leads nevertheless; see `follow`. Scripts are told, so that they can tell when it changed. */
  readonly alias: AddressKey | null;
}

/** A canonical address as it is mostly: it leads nowhere. */
export function placeAt(address: AddressKey): Place {
  return { address, alias: null };
}

/**
 * Follows an address, from partition to partition, to where it leads. Two processes that link the same two addresses in
 * opposite directions at one moment can make a ring; then its first address in the order of their bytes is the canonical
 * one, for everybody.
 */
export async function follow(context: Context, address: AddressKey): Promise<Place> {
  const path = [address];
  for (;;) {
    const at = path[path.length - 1] ?? address;
    const next = await nextOf(context, at);
    if (next === null) return placeAt(at);
    const before = path.indexOf(next);
    if (before >= 0) return headOfRing(path.slice(before));
    path.push(next);
  }
}

async function nextOf({ redis, clock }: Context, address: AddressKey): Promise<AddressKey | null> {
  const keys = keysIn(partitionOf(address), ['alias', 'linked']);
  const reply = await redis.run('follow', keys, [clock(), address]);
  return parse(z.string().nullable(), reply, 'follow') as AddressKey | null;
}

function headOfRing(ring: readonly AddressKey[]): Place {
  const [first] = ring.toSorted();
  if (first === undefined) throw new Error('a ring has no address');
  return { address: first, alias: ring[(ring.indexOf(first) + 1) % ring.length] ?? null };
}

/**
 * Makes two addresses one child. What already hangs on one of them (a live conversation before mere history) decides
 * which becomes canonical, so that its redeliveries stay duplicates; the primary when they weigh the same.
 *
 * Each address has a partition of its own: what the one took in is brought to the other first, then it leads there, and
 * only when nothing happened on it meanwhile. A crash in between leaves two addresses that are still apart.
 */
export async function link(
  context: Context,
  primary: AddressKey,
  secondary: AddressKey,
): Promise<AddressKey> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const [a, b] = await Promise.all([follow(context, primary), follow(context, secondary)]);
    if (a.address === b.address) return a.address;
    const root = await tryToLink(context, a, b);
    if (root !== null) return root;
  }
  throw new Error('two addresses could not be linked: they changed all the time');
}

async function tryToLink(context: Context, a: Place, b: Place): Promise<AddressKey | null> {
  const [first, second] = await Promise.all([weigh(context, a), weigh(context, b)]);
  const swap = second.weight > first.weight;
  const [root, other] = swap ? [second, first] : [first, second];

  if (!(await merge(context, root.place, other.names))) return null;
  return (await join(context, other, root.place)) ? root.place.address : null;
}

interface Weighed {
  readonly place: Place;
  readonly weight: number;
  readonly digest: string;
  /** Names and until when they are known, in turns. */
  readonly names: readonly string[];
}

const Weight = z.tuple([z.enum(['0', '1', '2']), z.string(), TextList]);

async function weigh({ redis, clock }: Context, place: Place): Promise<Weighed> {
  const { address } = place;
  const keys = [...keysIn(partitionOf(address), ['live', 'root']), namesKey(address)];
  const reply = await redis.run('weigh', keys, [clock(), address]);
  const [weight, digest, names] = parse(Weight, reply, 'weigh');
  return { place, weight: Number(weight), digest, names };
}

async function merge(
  { redis, clock }: Context,
  { address, alias }: Place,
  names: readonly string[],
): Promise<boolean> {
  const keys = [...keysIn(partitionOf(address), ['alias', 'root', 'scopes']), namesKey(address)];
  const args = [clock(), address, alias, names.length / 2, ...names];
  const reply = await redis.run('merge', keys, args);
  return parse(z.enum(['merged', 'moved']), reply, 'merge') === 'merged';
}

async function join({ redis, clock }: Context, other: Weighed, root: Place): Promise<boolean> {
  const { address, alias } = other.place;
  const keys = keysIn(partitionOf(address), ['alias', 'linked', 'live', 'scopes']);
  const args = [clock(), address, alias, root.address, other.digest];
  const reply = await redis.run('join', [...keys, namesKey(address)], args);
  return parse(z.enum(['joined', 'changed']), reply, 'join') === 'joined';
}
