import { telegramSetup } from '../adapters/telegram/setup.ts';
import { undiciTransport } from '../adapters/undici/transport.ts';
import { isLoopback } from '../config/cross-checks.ts';
import type { Settings } from '../config/settings.ts';
import type { Bundle } from '../domain/flow/bundle.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { ChannelSetup } from '../ports/channel-setup.ts';
import { openMessengerSetup, openWhatsappSetup } from './open-meta-setup.ts';
import { telegramMenu } from './telegram-menu.ts';

export const PLATFORMS = ['telegram', 'whatsapp', 'messenger'] as const;
export type Platform = (typeof PLATFORMS)[number];

export interface OpenSetup {
  readonly setup: ChannelSetup;
  close(): Promise<void>;
}

export interface SetupParts {
  readonly settings: Settings;
  readonly publicUrl: string;
  readonly bundle: Bundle;
}

/** The set-up of one platform, as the settings describe it; or why it cannot be set up. */
export function openSetup(platform: Platform, parts: SetupParts): Result<OpenSetup, string> {
  return OPEN[platform](parts);
}

const OPEN: Readonly<Record<Platform, (parts: SetupParts) => Result<OpenSetup, string>>> = {
  telegram,
  whatsapp: openWhatsappSetup,
  messenger: openMessengerSetup,
};

function telegram({ settings, publicUrl, bundle }: SetupParts): Result<OpenSetup, string> {
  const { TELEGRAM_TOKEN: token, TELEGRAM_SECRET: secret, TELEGRAM_API_ROOT: root } = settings;
  if (token === undefined || secret === undefined) {
    return fail(
      'Telegram is off: set TELEGRAM_TOKEN and TELEGRAM_SECRET (docs/channels/telegram.md).',
    );
  }
  const [transport, self] = [undiciTransport(root), undiciTransport(publicUrl)];
  const setup = telegramSetup({
    token,
    secret,
    transport,
    self,
    publicUrl,
    rehearsal: isLoopback(root),
    commands: telegramMenu(bundle),
    clock: Date.now,
  });
  return ok({
    setup,
    async close() {
      await Promise.all([transport.close(), self.close()]);
    },
  });
}
