import type { ChannelId } from '../../domain/flow/bundle.ts';
import { lengthOf } from '../../domain/text/length.ts';
import type { Caps } from '../../domain/text/render.ts';
import type {
  Channel,
  Delivery,
  Door,
  InboundEvent,
  OutCall,
  Pace,
  Receipt,
} from '../../ports/channel.ts';
import type { Transport } from '../../ports/transport.ts';
import type { MetaBot } from './bot.ts';
import type { MetaEvent } from './event.ts';
import { type Classify, MetaRefusal, postMessage } from './graph.ts';
import type { Sender } from './messenger-envelope.ts';
import { parseMessenger } from './messenger-inbound.ts';
import {
  counsellorWindowMs,
  MESSENGER_CAPS,
  MESSENGER_PACE,
  messengerBodies,
  messengerError,
  messengerId,
} from './messenger-outbound.ts';
import { messengerReceipts, messengerTook, ownEchoes } from './messenger-receipts.ts';
import type { Unread } from './shapes.ts';
import { type MetaSecrets, metaSeals } from './signature.ts';
import { parseWhatsapp } from './whatsapp-inbound.ts';
import {
  type Templates,
  templateBodies,
  WHATSAPP_CAPS,
  WHATSAPP_PACE,
  WINDOW_MS,
  whatsappBodies,
  whatsappError,
  whatsappId,
} from './whatsapp-outbound.ts';
import { whatsappFailures, whatsappReceipts, whatsappTook } from './whatsapp-statuses.ts';

export interface MetaOptions {
  readonly secrets: MetaSecrets;
  readonly token: string;
  /** Graph API version, `v26.0`. */
  readonly version: string;
  /** WHATSAPP_PHONE_NUMBER_ID or MESSENGER_PAGE_ID. */
  readonly sender: string;
  readonly transport: Transport;
  /** Keyed hash of a platform's message id. */
  readonly ref: (id: string) => string;
  readonly timeoutMs?: number;
  /** Told how much of what a webhook brought could not be read. */
  readonly unread?: Unread;
  /** Shows "typing" while an answer is made. On WhatsApp that marks the child's message as read as well. */
  readonly typing?: boolean;
}

export interface WhatsappOptions extends MetaOptions {
  /** What a callback says once the window is closed. */
  readonly templates?: Templates;
  /** Told the code of a message that the platform took and then could not deliver. */
  readonly undelivered?: (code: string) => void;
}

export interface MessengerOptions extends MetaOptions {
  /** Meta granted the page the Human Agent feature. */
  readonly humanAgent?: boolean;
  /** Whether a `metadata` names an item of ours; without it, every one does. */
  readonly isItem?: (metadata: string) => boolean;
}

export interface DoorAndChannel {
  readonly door: Door;
  readonly channel: Channel;
}

/** WhatsApp Cloud API. The first call loads Botkit, which takes about a second. */
export function whatsapp(options: WhatsappOptions): Promise<DoorAndChannel> {
  const { sender } = options;
  const templates = options.templates ?? new Map();
  return metaChannel(options, {
    id: 'whatsapp',
    caps: WHATSAPP_CAPS,
    pace: WHATSAPP_PACE,
    counsellorWindowMs: WINDOW_MS,
    bodies: (call) => whatsappBodies(call, templates),
    insteadOf: (call) => templateBodies(call, templates),
    idOf: whatsappId,
    classify: whatsappError,
    took: (body) => whatsappTook(body, sender),
    receipts: (body) => whatsappReceipts(body, sender),
    // Typing cannot be shown without the blue ticks: it is one call.
    typing: ({ id }) => ({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: id,
      typing_indicator: { type: 'text' },
    }),
    parse(body) {
      const { events, codes } = whatsappFailures(body, sender);
      for (const code of codes) options.undelivered?.(code);
      return [...parseWhatsapp(body, sender, options.unread), ...events];
    },
  });
}

/** Messenger Platform, one page. The first call loads Botkit, which takes about a second. */
export function messenger(options: MessengerOptions): Promise<DoorAndChannel> {
  const sender: Sender = { object: 'page', channel: 'messenger', id: options.sender };
  const isOurs = ownEchoes(options.isItem ?? (() => true));
  return metaChannel(options, {
    id: 'messenger',
    caps: MESSENGER_CAPS,
    pace: MESSENGER_PACE,
    counsellorWindowMs: counsellorWindowMs(options.humanAgent === true),
    bodies: (call) => messengerBodies(call, options.humanAgent === true),
    insteadOf: () => null,
    idOf: messengerId,
    classify: messengerError,
    took: (body) => messengerTook(body, sender),
    receipts: (body) => messengerReceipts(body, sender),
    typing: ({ address }) => ({ recipient: { id: address.id }, sender_action: 'typing_on' }),
    parse: (body) => parseMessenger(body, sender, isOurs, options.unread),
  });
}

interface Platform {
  readonly id: ChannelId;
  readonly caps: Caps;
  readonly pace: Pace;
  readonly counsellorWindowMs: number;
  readonly bodies: (call: OutCall) => readonly object[];
  readonly idOf: (answer: unknown) => string;
  readonly classify: Classify;
  readonly parse: (body: unknown) => readonly MetaEvent[];
  readonly took: (body: unknown) => readonly string[];
  readonly receipts: (body: unknown) => readonly Receipt[];
  readonly typing: (event: Heard) => object;
  /** What may be said once the platform says that its window is closed; null: nothing. */
  readonly insteadOf: (call: OutCall) => readonly object[] | null;
}

type Heard = Pick<InboundEvent, 'address' | 'id'>;

async function metaChannel(options: MetaOptions, platform: Platform): Promise<DoorAndChannel> {
  const { metaBot } = await import('./bot.ts');
  const bot = metaBot({
    channel: platform.id,
    ref: options.ref,
    check: (body) => refuseOverlong(body, platform.caps),
    post: async (body) => platform.idOf(await postMessage(options, body, platform.classify)),
  });
  return {
    door: doorOf(options, platform, bot),
    channel: {
      id: platform.id,
      caps: platform.caps,
      push: true,
      tells: true,
      pace: platform.pace,
      counsellorWindowMs: platform.counsellorWindowMs,
      deliver: (call) => deliver(call, platform, bot),
      ...(options.typing === true
        ? { signal: (event: Heard) => signal(options, platform, event) }
        : {}),
    },
  };
}

function doorOf(options: MetaOptions, platform: Platform, bot: MetaBot): Door {
  return {
    path: `/webhooks/${platform.id}`,
    ...metaSeals(options.secrets),
    took: platform.took,
    receipts: platform.receipts,
    async receive(body) {
      const events = [];
      for (const event of platform.parse(body)) events.push(await bot.hear(event));
      return events;
    },
  };
}

async function signal(options: MetaOptions, platform: Platform, event: Heard): Promise<void> {
  await postMessage(options, platform.typing(event), platform.classify).catch((error: unknown) => {
    if (!(error instanceof MetaRefusal)) throw error;
  });
}

async function deliver(call: OutCall, platform: Platform, bot: MetaBot): Promise<Delivery> {
  const refused = await sendNext(call, () => platform.bodies(call), bot);
  if (refused.ok || refused.error.kind !== 'window') return refused;
  const instead = platform.insteadOf(call);
  return instead === null ? refused : sendNext(call, () => instead, bot);
}

async function sendNext(
  { from = 0 }: OutCall,
  bodiesOf: () => readonly object[],
  bot: MetaBot,
): Promise<Delivery> {
  try {
    const bodies = bodiesOf();
    // A template that stands for the rest, once the window closed between two messages, is shorter than what was begun.
    const at = Math.min(from, bodies.length - 1);
    const body = bodies[at];
    if (body === undefined) return { ok: true, messageIds: [] };
    const messageIds = [await bot.say(body)];
    return { ok: true, messageIds, ...(at < bodies.length - 1 ? { more: true } : {}) };
  } catch (error) {
    if (!(error instanceof MetaRefusal)) throw error;
    return { ok: false, error: error.error };
  }
}

/** The last look before the wire: a text that slipped past rendering would be refused there anyway. */
function refuseOverlong(body: object, caps: Caps): void {
  const texts = Object.values(body).flatMap((part) => Object.values(part ?? {}));
  const over = texts.some(
    (text) => typeof text === 'string' && lengthOf(text, caps.unit ?? 'code-points') > caps.text,
  );
  if (over) throw new MetaRefusal({ kind: 'bug', code: 'too-long' });
}
