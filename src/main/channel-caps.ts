import { MESSENGER_CAPS } from '../adapters/meta/messenger-outbound.ts';
import { WHATSAPP_CAPS } from '../adapters/meta/whatsapp-outbound.ts';
import { TELEGRAM_CAPS } from '../adapters/telegram/channel.ts';
import { WEB_CHAT_CAPS } from '../adapters/web-chat/channel.ts';
import type { ChannelCaps } from '../domain/check/rules/render-rules.ts';

/** What each channel can show, whichever of them are on here: a bundle is checked for all. */
export const CHANNEL_CAPS: ChannelCaps = new Map([
  ['telegram', TELEGRAM_CAPS],
  ['whatsapp', WHATSAPP_CAPS],
  ['messenger', MESSENGER_CAPS],
  ['web', WEB_CHAT_CAPS],
]);
