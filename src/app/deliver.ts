import type { Input } from '../domain/conversation/input.ts';
import type { OutMessage } from '../domain/conversation/message.ts';
import type { Delivery, SendError } from '../ports/channel.ts';
import type { Failed, Outgoing, SentAnswer } from '../ports/conversation-store.ts';
import { feed } from './accept.ts';
import type { Core } from './core.ts';
import { insist } from './delivery/insist.ts';
import { itemName } from './delivery/item-name.ts';
import type { Lane } from './delivery/lane.ts';
import { renderFor } from './render-message.ts';
import { openItem, type SealedItem } from './sealed.ts';
import { botText } from './words.ts';

const BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 30_000;
/** So long a platform may ask us to be quiet. */
const LONGEST_PAUSE_MS = 60 * 60_000;
/** A wrong token is tried again so often; somebody is told. */
const AUTH_PAUSE_MS = 60_000;
/** Codes of calls whose outcome nobody knows. */
const IN_DOUBT = new Set(['timeout', 'network']);
const STALE: SentAnswer = { ok: false, error: 'stale' };

/**
 * Sends a leased outbox, one message at a time and in order, until it is empty or one has to wait.
 *
 * A message is acknowledged in the store only after the platform took it: a crash in between may repeat one line, and never
 * skips one.
 */
export async function deliver(core: Core, first: Outgoing): Promise<void> {
  let outgoing: Outgoing | null = first;
  while (outgoing !== null) {
    const held = { outgoing, heldSince: performance.now() };
    const answer: SentAnswer = await deliverOne(core, held);
    outgoing = answer.ok ? answer.next : null;
  }
}

interface Held {
  readonly outgoing: Outgoing;
  /** By the clock of this process, which stands still with it. */
  readonly heldSince: number;
}

async function deliverOne(core: Core, held: Held): Promise<SentAnswer> {
  const { outgoing } = held;
  const item = await openOutgoing(core, outgoing);
  if (item === null) {
    core.log.warn('content-lost');
    return settle(core, outgoing, { retryAt: null });
  }
  const now = await core.store.now();
  const message = await timely(core, outgoing, item.message, now);
  if (message !== null) return send(core, held, { ...item, message }, now);
  const answer = await settle(core, outgoing, { retryAt: null });
  // A counsellor must learn that the child never got their words.
  if (item.message.stale === 'keep') await giveUp(core, outgoing, 'too-old');
  return answer;
}

async function openOutgoing(core: Core, { id, key, item }: Outgoing): Promise<SealedItem | null> {
  const opened = await core.vault.openKey(key);
  return opened === null ? null : openItem(core.vault, opened, id, item);
}

/**
 * What is left to say when a message could not be delivered in time: itself, one neutral line, or nothing. Of many that
 * waited only the last becomes that line; on a shared phone none does, because we do not write first there.
 */
async function timely(
  core: Core,
  { id, item }: Outgoing,
  message: OutMessage,
  now: number,
): Promise<OutMessage | null> {
  const age = now - item.at;
  if (message.stale === 'keep') return age > core.limits.giveUpMs ? null : message;
  if (age <= core.limits.staleMs) return message;
  if (message.stale === 'drop' || message.silent) return null;
  const left = await core.store.outbox(id);
  return (left?.items.length ?? 1) > 1 ? null : neutralLine(core, message);
}

function neutralLine(core: Core, message: OutMessage): OutMessage {
  const text = botText(core.bundles.current(), message.language, 'neutral');
  return { ...message, parts: [{ kind: 'text', text }], choices: [] };
}

async function send(
  core: Core,
  { outgoing, heldSince }: Held,
  item: SealedItem,
  now: number,
): Promise<SentAnswer> {
  const channel = core.channels.get(item.address.channel);
  if (channel === undefined) return settle(core, outgoing, { retryAt: null });
  if (outgoing.doubt) {
    // Its door may tell us yet that the platform took it.
    if (channel.tells) return settle(core, outgoing, { retryAt: now + core.limits.doubtMs });
    core.log.info('sent-in-doubt', { channel: channel.id });
  }
  const lane = core.lanes(channel.id);
  const pass = await lane.enter(item.address.id, item.urgency);
  if (!pass.go) return settle(core, outgoing, { retryAt: now + pass.laterMs });
  const rendered = await renderFor(core, channel.caps, item.message).catch((error: unknown) => {
    lane.left();
    throw error;
  });
  // The process may have stood still: then somebody else is sending this by now.
  if (performance.now() - heldSince > core.limits.sendLeaseMs / 2) {
    lane.left();
    return STALE;
  }
  const name = itemName(outgoing.id, outgoing.item.id);
  const delivery = await channel
    .deliver({ to: item.address, rendered, item: name })
    .catch((error: unknown) => {
      lane.failed();
      throw error;
    });
  noteIn(lane, item.address.id, delivery);
  if (delivery.ok) return settle(core, outgoing, 'sent');
  core.log.warn('delivery-failed', {
    channel: channel.id,
    kind: delivery.error.kind,
    code: delivery.error.code,
  });
  return failed(core, outgoing, delivery.error, { now, tells: channel.tells });
}

/** What one call says of the platform as a whole. */
function noteIn(lane: Lane, child: string, delivery: Delivery): void {
  if (delivery.ok) return lane.worked();
  const { error } = delivery;
  if (error.kind === 'auth') return lane.pause(AUTH_PAUSE_MS);
  if (error.kind !== 'retry') return lane.worked();
  if (error.scope === 'child') return lane.worked();
  if (error.afterMs !== undefined) {
    return lane.slow(child, Math.min(error.afterMs, LONGEST_PAUSE_MS));
  }
  lane.failed();
}

async function failed(
  core: Core,
  outgoing: Outgoing,
  error: SendError,
  { now, tells }: { readonly now: number; readonly tells: boolean },
): Promise<SentAnswer> {
  if (error.kind === 'retry') {
    const known =
      error.afterMs === undefined ? undefined : Math.min(error.afterMs, LONGEST_PAUSE_MS);
    // No answer, or none that can be read: the platform may have taken it, and tell us so.
    const doubtMs = tells && IN_DOUBT.has(error.code) ? core.limits.doubtMs : 0;
    const wait = Math.max(doubtMs, known ?? fullJitter(outgoing.item.attempts));
    return settle(core, outgoing, { retryAt: now + wait });
  }
  // A wrong token is mended by a technician, not by dropping what a child should read.
  if (error.kind === 'auth') return settle(core, outgoing, { retryAt: now + AUTH_PAUSE_MS });
  const answer = await settle(core, outgoing, { retryAt: null });
  await giveUp(
    core,
    outgoing,
    error.kind === 'window' || error.kind === 'gone' ? error.kind : 'refused',
  );
  return answer;
}

/** Tells the conversation of a message that was given up. */
async function giveUp(
  core: Core,
  { id, item }: Outgoing,
  why: 'gone' | 'window' | 'refused' | 'too-old',
): Promise<void> {
  const input: Input = why === 'gone' ? { kind: 'gone' } : { kind: 'undelivered', why };
  await feed(core, id, `undelivered/${item.id}`, input);
}

/** Exponential backoff with full jitter (M. Brooker, AWS Architecture Blog, 2015). */
function fullJitter(attempts: number): number {
  return Math.random() * Math.min(LONGEST_BACKOFF_MS, BACKOFF_MS * 2 ** attempts);
}

/** Asks the store until it answers: what it was told twice has one effect, and what it never heard would be sent again. */
async function settle(
  core: Core,
  { id, epoch, item }: Outgoing,
  how: 'sent' | Pick<Failed, 'retryAt'>,
): Promise<SentAnswer> {
  const named = { id, epoch, item: item.id };
  const [answer] = await insist(core.limits.sendLeaseMs, () =>
    how === 'sent' ? core.store.sent([named]) : core.store.failed([{ ...named, ...how }]),
  );
  if (how !== 'sent' && how.retryAt === null) core.log.warn('delivery-dropped');
  return answer ?? STALE;
}
