import type { Address, Channel, Delivery, InboundEvent } from '../ports/channel.ts';
import type { AddressKey, ConversationId, Sealed } from '../ports/conversation-store.ts';
import type { Json } from '../ports/documents.ts';
import { addressKey } from './addressing.ts';
import type { Core } from './core.ts';

/**
 * Telegram lets a bot delete what is younger than 48 hours, the child's own messages too. So long, and a little less, the ids
 * are kept, sealed, for "clear this chat" alone: one document a message, so that noting one twice changes nothing.
 */
const CLEARABLE_MS = 48 * 3_600_000 - 10 * 60_000;
const AT_ONCE = 50;

interface Trace {
  readonly id: string;
  /** Milliseconds since the epoch, by the store. */
  readonly at: number;
}

const NOTHING_LEFT: Delivery = { ok: true, messageIds: [] };

/** A note that is sealed and only has to be written. */
export type Trail = () => Promise<unknown>;

/** Prepares to note what the children wrote. */
export async function inboundTrails(
  core: Core,
  events: readonly InboundEvent[],
  now: number,
): Promise<readonly Trail[]> {
  const trails = events.map(({ address, messageId }) =>
    trailsOf(core, address, messageId === undefined ? [] : [messageId], now),
  );
  return (await Promise.all(trails)).flat();
}

/** Notes messages that lie in a child's chat now, where the channel could take them back. */
export async function keepTraces(
  core: Core,
  address: Address,
  messageIds: readonly string[],
  now: number,
): Promise<void> {
  const trails = await trailsOf(core, address, messageIds, now);
  await Promise.all(trails.map((write) => write()));
}

async function trailsOf(
  core: Core,
  address: Address,
  messageIds: readonly string[],
  now: number,
): Promise<readonly Trail[]> {
  if (core.channels.get(address.channel)?.clear === undefined) return [];
  const to = addressKey(core, address.channel, address.id);
  const ids = messageIds.filter((id) => id !== '');
  return Promise.all(ids.map((id) => trailOf(core, to, { id, at: now })));
}

async function trailOf(core: Core, to: AddressKey, trace: Trace): Promise<Trail> {
  const deadAt = trace.at + CLEARABLE_MS;
  const sealed = await core.vault.enclose(contextOf(to), JSON.stringify(trace), deadAt);
  const name = core.vault.hash('ref', `trace|${to}|${trace.id}`);
  return () => core.documents.put(`${prefixOf(to)}${name}`, sealed, 0, CLEARABLE_MS);
}

/**
 * Takes everything back that was noted of a chat, and forgets it once it is gone. Done twice it does no more.
 *
 * @param until - When the child asked for it (ms): a talk that began since is not touched.
 */
export async function clearChat(
  core: Core,
  channel: Channel,
  address: Address,
  until: number,
): Promise<Delivery> {
  const to = addressKey(core, address.channel, address.id);
  const documents = await core.documents.list(prefixOf(to));
  const read = documents.map(async ({ key, value }) => ({
    key,
    trace: await traceOf(core, to, value),
  }));
  const noted = (await Promise.all(read)).filter(
    ({ trace }) => trace !== null && trace.at <= until,
  );
  const ids = noted.flatMap(({ trace }) => trace?.id ?? []);
  if (ids.length === 0) return NOTHING_LEFT;
  const delivery = (await channel.clear?.(address, ids)) ?? NOTHING_LEFT;
  if (delivery.ok)
    await forget(
      core,
      noted.map(({ key }) => key),
    );
  return delivery;
}

async function traceOf(core: Core, to: AddressKey, value: Json): Promise<Trace | null> {
  if (typeof value !== 'string') return null;
  const text = await core.vault.disclose(contextOf(to), value as Sealed);
  return text === null ? null : JSON.parse(text);
}

async function forget(core: Core, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += AT_ONCE) {
    const some = keys.slice(at, at + AT_ONCE);
    await Promise.all(some.map((key) => core.documents.delete(key)));
  }
}

/**
 * A message was on the wire while its child left: what arrives after the goodbye is taken back. Only tried; it
 * stays noted for the next clearing.
 */
export async function takeBack(
  core: Core,
  id: ConversationId,
  address: Address,
  messageIds: readonly string[],
): Promise<void> {
  const channel = core.channels.get(address.channel);
  if (channel?.clear === undefined || messageIds.length === 0) return;
  const stored = await core.store.get(id);
  if (stored !== null && stored.owner.kind !== 'nobody') return;
  await channel.clear(address, messageIds);
}

function contextOf(to: AddressKey) {
  return { kind: 'document' as const, owner: to, place: 'trace' };
}

/** A shelf a partition, so that a busy day does not lie in one place. */
function prefixOf(to: AddressKey): string {
  return `trace-${to.slice(0, 3)}/${to}/`;
}
