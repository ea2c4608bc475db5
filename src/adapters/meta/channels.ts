import type { ChannelId } from '../../domain/flow/bundle.ts';
import { lengthOf } from '../../domain/text/length.ts';
import type { Caps } from '../../domain/text/render.ts';
import type { Channel, Delivery, Door, OutCall, Pace } from '../../ports/channel.ts';
import { type SendProgress, sendProgress } from '../../ports/send-progress.ts';
import type { Transport } from '../../ports/transport.ts';
import type { MetaBot } from './bot.ts';
import type { MetaEvent } from './event.ts';
import { type Classify, MetaRefusal, postMessage } from './graph.ts';
import { messengerTook, parseMessenger } from './messenger-inbound.ts';
import {
  MESSENGER_CAPS,
  MESSENGER_PACE,
  messengerBodies,
  messengerError,
  messengerId,
} from './messenger-outbound.ts';
import { type MetaSecrets, metaSeals } from './signature.ts';
import { parseWhatsapp, whatsappTook } from './whatsapp-inbound.ts';
import {
  WHATSAPP_CAPS,
  WHATSAPP_PACE,
  whatsappBodies,
  whatsappError,
  whatsappId,
} from './whatsapp-outbound.ts';

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
  /** Told the code of a message that the platform took and then could not deliver (WhatsApp). */
  readonly undelivered?: (code: string) => void;
}

export interface DoorAndChannel {
  readonly door: Door;
  readonly channel: Channel;
}

/** WhatsApp Cloud API. The first call loads Botkit, which takes about a second. */
export function whatsapp(options: MetaOptions): Promise<DoorAndChannel> {
  return metaChannel(options, {
    id: 'whatsapp',
    caps: WHATSAPP_CAPS,
    pace: WHATSAPP_PACE,
    bodies: whatsappBodies,
    idOf: whatsappId,
    classify: whatsappError,
    took: (body) => whatsappTook(body, options.sender),
    parse(body) {
      const { events, failures } = parseWhatsapp(body, options.sender);
      for (const code of failures) options.undelivered?.(code);
      return events;
    },
  });
}

/** Messenger Platform, one page. The first call loads Botkit, which takes about a second. */
export function messenger(options: MetaOptions): Promise<DoorAndChannel> {
  return metaChannel(options, {
    id: 'messenger',
    caps: MESSENGER_CAPS,
    pace: MESSENGER_PACE,
    bodies: messengerBodies,
    idOf: messengerId,
    classify: messengerError,
    took: (body) => messengerTook(body, options.sender),
    parse: (body) => parseMessenger(body, options.sender),
  });
}

interface Platform {
  readonly id: ChannelId;
  readonly caps: Caps;
  readonly pace: Pace;
  readonly bodies: (call: OutCall) => readonly object[];
  readonly idOf: (answer: unknown) => string;
  readonly classify: Classify;
  readonly parse: (body: unknown) => readonly MetaEvent[];
  readonly took: (body: unknown) => readonly string[];
}

async function metaChannel(options: MetaOptions, platform: Platform): Promise<DoorAndChannel> {
  const { metaBot } = await import('./bot.ts');
  const bot = metaBot({
    channel: platform.id,
    ref: options.ref,
    check: (body) => refuseOverlong(body, platform.caps),
    post: async (body) => platform.idOf(await postMessage(options, body, platform.classify)),
  });
  const progress = sendProgress();
  return {
    door: doorOf(options, platform, bot),
    channel: {
      id: platform.id,
      caps: platform.caps,
      push: true,
      tells: true,
      pace: platform.pace,
      deliver: (call) => deliver(call, platform.bodies(call), bot, progress),
    },
  };
}

function doorOf(options: MetaOptions, platform: Platform, bot: MetaBot): Door {
  return {
    path: `/webhooks/${platform.id}`,
    ...metaSeals(options.secrets),
    took: platform.took,
    async receive(body) {
      const events = [];
      for (const event of platform.parse(body)) events.push(await bot.hear(event));
      return events;
    },
  };
}

async function deliver(
  call: OutCall,
  bodies: readonly object[],
  bot: MetaBot,
  progress: SendProgress,
): Promise<Delivery> {
  const messageIds = [...progress.taken(call)];
  try {
    for (const body of bodies.slice(messageIds.length)) {
      messageIds.push(await bot.say(body));
      if (messageIds.length < bodies.length) progress.took(call, [...messageIds]);
    }
  } catch (error) {
    if (!(error instanceof MetaRefusal)) throw error;
    if (error.error.kind !== 'retry') progress.done(call);
    return { ok: false, error: error.error };
  }
  progress.done(call);
  return { ok: true, messageIds };
}

/** The last look before the wire: a text that slipped past rendering would be refused there anyway. */
function refuseOverlong(body: object, caps: Caps): void {
  const texts = Object.values(body).flatMap((part) => Object.values(part ?? {}));
  const over = texts.some(
    (text) => typeof text === 'string' && lengthOf(text, caps.unit ?? 'code-points') > caps.text,
  );
  if (over) throw new MetaRefusal({ kind: 'bug', code: 'too-long' });
}
