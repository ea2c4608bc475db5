import { messengerSetup } from '../adapters/meta/messenger-setup.ts';
import type { MetaSetupOptions } from '../adapters/meta/setup.ts';
import { whatsappSetup } from '../adapters/meta/whatsapp-setup.ts';
import { undiciTransport } from '../adapters/undici/transport.ts';
import { botText } from '../app/words.ts';
import { isLoopback } from '../config/cross-checks.ts';
import type { Settings } from '../config/settings.ts';
import type { Bundle } from '../domain/flow/bundle.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { ChannelSetup } from '../ports/channel-setup.ts';

interface OpenSetup {
  readonly setup: ChannelSetup;
  close(): Promise<void>;
}

interface SetupParts {
  readonly settings: Settings;
  readonly publicUrl: string;
  readonly bundle: Bundle;
}

/** The set-up of WhatsApp as the settings describe it; or why it cannot be set up. */
export function openWhatsappSetup(parts: SetupParts): Result<OpenSetup, string> {
  const { settings } = parts;
  const { WHATSAPP_TOKEN: token, WHATSAPP_PHONE_NUMBER_ID: phoneNumberId } = settings;
  const common = token === undefined ? null : commonOf(parts, token);
  if (common === null || phoneNumberId === undefined) {
    return fail(
      'WhatsApp is off: set WHATSAPP_TOKEN, WHATSAPP_PHONE_NUMBER_ID, META_APP_SECRET and META_VERIFY_TOKEN (docs/channels/whatsapp.md).',
    );
  }
  const setup = whatsappSetup({
    ...common.options,
    phoneNumberId,
    accountId: settings.WHATSAPP_BUSINESS_ACCOUNT_ID ?? null,
    templates: new Map(
      settings.WHATSAPP_CALLBACK_TEMPLATES.map(({ language, name, code }) => [
        language,
        { name, code },
      ]),
    ),
  });
  return ok({ setup, close: common.close });
}

/** The set-up of Messenger, with the menu in every language of the bundle; or why it cannot be set up. */
export function openMessengerSetup(parts: SetupParts): Result<OpenSetup, string> {
  const { settings, bundle } = parts;
  const { MESSENGER_PAGE_TOKEN: token, MESSENGER_PAGE_ID: pageId } = settings;
  const common = token === undefined ? null : commonOf(parts, token);
  if (common === null || pageId === undefined) {
    return fail(
      'Messenger is off: set MESSENGER_PAGE_TOKEN, MESSENGER_PAGE_ID, META_APP_SECRET and META_VERIFY_TOKEN (docs/channels/messenger.md).',
    );
  }
  const menu = bundle.languages.map((language) => menuOf(bundle, language));
  return ok({ setup: messengerSetup({ ...common.options, pageId, menu }), close: common.close });
}

/** Messenger names a language with its country. */
const LOCALES: Readonly<Record<string, string>> = { km: 'km_KH', en: 'en_US' };

function menuOf(bundle: Bundle, language: string) {
  const word = (key: string) => botText(bundle, language, `menu.${key}`);
  return {
    locale: LOCALES[language] ?? language,
    start: word('start'),
    person: word('person'),
    help: word('help'),
    exit: word('exit'),
  };
}

function commonOf({ settings, publicUrl }: SetupParts, token: string) {
  const { META_APP_SECRET: appSecret, META_VERIFY_TOKEN: verifyToken } = settings;
  if (appSecret === undefined || verifyToken === undefined) return null;
  const self = undiciTransport(publicUrl);
  const options: MetaSetupOptions = {
    root: settings.GRAPH_API_ROOT,
    version: settings.GRAPH_API_VERSION,
    token,
    appSecret,
    verifyToken,
    publicUrl,
    self,
    rehearsal: isLoopback(settings.GRAPH_API_ROOT),
    clock: Date.now,
  };
  return { options, close: () => self.close() };
}
