import type { OutMessage } from '../domain/conversation/message.ts';
import type { Address, Channel, Delivery, Reach, SendError } from '../ports/channel.ts';
import type { Failed, Outgoing, SentAnswer } from '../ports/conversation-store.ts';
import { clearChat, keepTraces, takeBack } from './clear-chat.ts';
import type { Core } from './core.ts';
import { giveUp, tellOfLost } from './delivery/give-up.ts';
import { insist } from './delivery/insist.ts';
import { itemName } from './delivery/item-name.ts';
import { AUTH_PAUSE_MS, LONGEST_PAUSE_MS, noteAnswer } from './delivery/note-answer.ts';
import { openFor } from './delivery/open-doors.ts';
import { timely } from './delivery/timely.ts';
import { renderFor } from './render-message.ts';
import { openItem, openState, type SealedItem } from './sealed.ts';

const BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 30_000;
/** Whoever waits for our words does not wait for longer than this for a door. */
const LONGEST_DOUBT_MS = 5 * 60_000;
/** Codes of calls whose outcome nobody knows. */
const IN_DOUBT = new Set(['timeout', 'network']);
const STALE: SentAnswer = { ok: false, error: 'stale' };

/**
 * Sends a leased outbox, one message at a time and in order, until it is empty or one has to wait.
 *
 * A message is acknowledged in the store only after the platform took it: a crash in between may repeat one line, and never
 * skips one.
 */
export async function deliver(core: Core, first: Outgoing, known?: SealedItem): Promise<void> {
  let outgoing: Outgoing | null = first;
  while (outgoing !== null) {
    const item = outgoing === first ? known : undefined;
    const held = { outgoing, item, heldSince: performance.now() };
    const answer: SentAnswer = await deliverOne(core, held);
    outgoing = answer.ok ? answer.next : null;
  }
}

interface Held {
  readonly outgoing: Outgoing;
  /** In clear, when this very process sealed it a moment ago. */
  readonly item: SealedItem | undefined;
  /** By the clock of this process, which stands still with it. */
  readonly heldSince: number;
}

async function deliverOne(core: Core, held: Held): Promise<SentAnswer> {
  const { outgoing } = held;
  const item = held.item ?? (await openOutgoing(core, outgoing));
  if (item === null) {
    core.log.warn('content-lost');
    await tellOfLost(core, outgoing);
    return drop(core, outgoing);
  }
  const now = await core.store.now();
  if (item.message === null) return send(core, held, item, now);
  const message = await timely(core, outgoing, { ...item, message: item.message }, now);
  if (message !== null) return send(core, held, { ...item, message }, now);
  // A counsellor must learn that the child never got their words.
  if (item.message.stale === 'keep') await giveUp(core, outgoing, 'too-old');
  return drop(core, outgoing);
}

async function openOutgoing(core: Core, { id, key, item }: Outgoing): Promise<SealedItem | null> {
  const opened = await core.vault.openKey(key);
  return opened === null ? null : openItem(core.vault, opened, id, item);
}

async function send(
  core: Core,
  { outgoing, heldSince }: Held,
  item: SealedItem,
  now: number,
): Promise<SentAnswer> {
  const channel = core.channels.get(item.address.channel);
  if (channel === undefined) {
    if (item.message !== null) await giveUp(core, outgoing, 'refused');
    return drop(core, outgoing);
  }
  if (outgoing.doubtAt !== null) {
    const waitMs = channel.tells ? await doubtLeftMs(core, outgoing.doubtAt, now) : 0;
    if (waitMs > 0) return settle(core, outgoing, { retryAt: now + waitMs });
    core.log.info('sent-in-doubt', { channel: channel.id });
  }
  const lane = core.lanes(channel.id);
  const pass = await lane.enter(item.address.id, item.urgency);
  if (!pass.go) return settle(core, outgoing, { retryAt: now + pass.laterMs });
  const channelCall = await callOf(core, channel, item, { outgoing, now }).catch(
    (error: unknown) => {
      lane.left();
      throw error;
    },
  );
  // The process may have stood still: then somebody else is sending this by now.
  if (performance.now() - heldSince > core.limits.sendLeaseMs / 2) {
    lane.left();
    return STALE;
  }
  const delivery = await channelCall().catch((error: unknown) => {
    lane.failed();
    throw error;
  });
  noteAnswer(lane, item.address.id, delivery);
  if (delivery.ok) return sent(core, outgoing, item.address, { ids: delivery.messageIds, now });
  await keepTraces(core, item.address, delivery.messageIds ?? [], now);
  core.log.warn('delivery-failed', {
    channel: channel.id,
    kind: delivery.error.kind,
    code: delivery.error.code,
  });
  return failed(core, outgoing, delivery.error, { now, tells: channel.tells });
}

/** How much longer (ms) the platform may take to tell what became of a message. Time counts in which a door could hear it. */
async function doubtLeftMs(core: Core, doubtAt: number, now: number): Promise<number> {
  if (now - doubtAt > LONGEST_DOUBT_MS) return 0;
  const open = await openFor(core.documents, doubtAt, now);
  return Math.max(0, core.limits.doubtMs - open);
}

/** What is to be done, made ready while it waits for nothing but the platform. */
async function callOf(
  core: Core,
  channel: Channel,
  { address, message, heardAt }: SealedItem,
  { outgoing: { id, item }, now }: { readonly outgoing: Outgoing; readonly now: number },
): Promise<() => Promise<Delivery>> {
  if (message === null) return () => clearChat(core, channel, address, item.at);
  const rendered = await renderFor(core, channel.caps, message);
  const keepable = message.parts.some(({ kind }) => kind === 'services');
  const name = itemName(id, item.id, message.from);
  const reach = reachOf(message, now - (await lastHeard(core, id, heardAt, now)));
  const call = { to: address, rendered, item: name, keepable, reach };
  return () => channel.deliver(call);
}

/** Less than any platform's window, so that what goes out at once costs no look. */
const SOON_MS = 60 * 60_000;

/** When the child last did something: an item that waited long may have been answered by then. */
async function lastHeard(
  core: Core,
  id: Outgoing['id'],
  heardAt: number,
  now: number,
): Promise<number> {
  if (now - heardAt < SOON_MS) return heardAt;
  const stored = await core.store.get(id);
  const opened = stored === null ? null : await openState(core.vault, stored);
  return Math.max(heardAt, opened?.sealed.state.marks.last ?? 0);
}

function reachOf({ from, callback, language }: OutMessage, quietMs: number): Reach {
  return { from, quietMs, callback: callback === true ? language : null };
}

/** What a channel could take back is noted before anybody may rely on it; what came after the goodbye is taken back. */
async function sent(
  core: Core,
  outgoing: Outgoing,
  address: Address,
  { ids, now }: { readonly ids: readonly string[]; readonly now: number },
): Promise<SentAnswer> {
  const [answer] = await Promise.all([
    settle(core, outgoing, 'sent'),
    insist(core.limits.sendLeaseMs, () => keepTraces(core, address, ids, now)),
  ]);
  if (!answer.ok) await takeBack(core, outgoing.id, address, ids);
  return answer;
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
    const doubt = tells && IN_DOUBT.has(error.code);
    const doubtMs = doubt ? core.limits.doubtMs : 0;
    const wait = Math.max(doubtMs, known ?? fullJitter(outgoing.item.attempts));
    return settle(core, outgoing, { retryAt: now + wait, doubt });
  }
  // A wrong token or an unpaid bill is mended by a person, not by dropping what a child should read.
  if (error.kind === 'auth' || error.kind === 'account')
    return settle(core, outgoing, { retryAt: now + AUTH_PAUSE_MS });
  const why = error.kind === 'window' || error.kind === 'gone' ? error.kind : 'refused';
  await giveUp(core, outgoing, why);
  return drop(core, outgoing);
}

function drop(core: Core, outgoing: Outgoing): Promise<SentAnswer> {
  return settle(core, outgoing, { retryAt: null });
}

/** Exponential backoff with full jitter (M. Brooker, AWS Architecture Blog, 2015). */
function fullJitter(attempts: number): number {
  return Math.random() * Math.min(LONGEST_BACKOFF_MS, BACKOFF_MS * 2 ** attempts);
}

/** Asks the store until it answers: what it was told twice has one effect, and what it never heard would be sent again. */
async function settle(
  core: Core,
  { id, epoch, item }: Outgoing,
  how: 'sent' | Pick<Failed, 'retryAt' | 'doubt'>,
): Promise<SentAnswer> {
  const named = { id, epoch, item: item.id };
  const [answer] = await insist(core.limits.sendLeaseMs, () =>
    how === 'sent' ? core.store.sent([named]) : core.store.failed([{ ...named, ...how }]),
  );
  if (how !== 'sent' && how.retryAt === null) core.log.warn('delivery-dropped');
  return answer ?? STALE;
}
