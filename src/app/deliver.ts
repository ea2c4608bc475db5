import type { Address, Channel, Delivery, SendError } from '../ports/channel.ts';
import type { Begun, Failed, Outgoing, SentAnswer } from '../ports/conversation-store.ts';
import { keepTraces, takeBack } from './clear-chat.ts';
import type { Core } from './core.ts';
import { channelCall } from './delivery/channel-call.ts';
import { giveUp, tellOfLost } from './delivery/give-up.ts';
import { insist } from './delivery/insist.ts';
import { AUTH_PAUSE_MS, LONGEST_PAUSE_MS, noteAnswer } from './delivery/note-answer.ts';
import { openFor } from './delivery/open-doors.ts';
import { timely } from './delivery/timely.ts';
import { openItem, type SealedItem } from './sealed.ts';

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
 * skips one. One that a platform takes in several parts is acknowledged part by part.
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
  const waitMs = await doubtLeftMs(core, channel, outgoing.doubtAt, now);
  if (waitMs > 0) return settle(core, outgoing, { retryAt: now + waitMs });
  const lane = core.lanes(channel.id);
  const pass = await lane.enter(item.address.id, item.urgency);
  if (!pass.go) return settle(core, outgoing, { retryAt: now + pass.laterMs });
  const call = await channelCall(core, channel, item, { outgoing, now }).catch((error: unknown) => {
    lane.left();
    throw error;
  });
  // The process may have stood still: then somebody else is sending this by now.
  if (performance.now() - heldSince > core.limits.sendLeaseMs / 2) {
    lane.left();
    return STALE;
  }
  const delivery = await call.make().catch((error: unknown) => {
    lane.failed();
    throw error;
  });
  noteAnswer(lane, item.address.id, delivery);
  if (delivery.ok) {
    const begun = delivery.more === true ? call.begun() : undefined;
    return sent(core, outgoing, item.address, { delivery, begun, now });
  }
  core.log.warn('delivery-failed', {
    channel: channel.id,
    kind: delivery.error.kind,
    code: delivery.error.code,
  });
  return failed(core, outgoing, delivery.error, { now, tells: channel.tells });
}

/** How much longer (ms) the platform may take to tell what became of a message. Time counts in which a door could hear it. */
async function doubtLeftMs(
  core: Core,
  { id, tells }: Channel,
  doubtAt: number | null,
  now: number,
): Promise<number> {
  if (doubtAt === null) return 0;
  const told = tells && now - doubtAt <= LONGEST_DOUBT_MS;
  const open = told ? await openFor(core.documents, doubtAt, now) : core.limits.doubtMs;
  if (open >= core.limits.doubtMs) core.log.info('sent-in-doubt', { channel: id });
  return Math.max(0, core.limits.doubtMs - open);
}

interface Took {
  readonly delivery: Extract<Delivery, { readonly ok: true }>;
  /** It took a part, and not the last. */
  readonly begun: Begun | undefined;
  readonly now: number;
}

/** What a channel could take back is noted before anybody may rely on it; what came after the goodbye is taken back. */
async function sent(
  core: Core,
  outgoing: Outgoing,
  address: Address,
  { delivery, begun, now }: Took,
): Promise<SentAnswer> {
  const ids = delivery.messageIds;
  const [answer] = await Promise.all([
    settle(core, outgoing, begun ?? 'sent'),
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
  how: 'sent' | Begun | Pick<Failed, 'retryAt' | 'doubt'>,
): Promise<SentAnswer> {
  const named = { id, epoch, item: item.id };
  const [answer] = await insist(core.limits.sendLeaseMs, () => {
    if (how === 'sent') return core.store.sent([named]);
    if ('of' in how) return core.store.sent([{ ...named, begun: how }]);
    return core.store.failed([{ ...named, ...how }]);
  });
  if (how !== 'sent' && 'retryAt' in how && how.retryAt === null) core.log.warn('delivery-dropped');
  return answer ?? STALE;
}
