import { isIP } from 'node:net';
import { z } from 'zod';

/** The oldest version of Meta's API that still lives long enough to be started with. */
const GRAPH_FLOOR = 23;

const text = z.string().trim().min(1);
const path = text;
const secret = z.string().regex(/^\S+$/, 'without spaces or line breaks');

function whole(least: number, most: number) {
  const said = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, said)
    .transform(Number)
    .refine((value) => value >= least && value <= most, said);
}

function address(schemes: readonly string[]) {
  return z
    .string()
    .refine(
      (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
      {
        error: `an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
        abort: true,
      },
    );
}

const origin = address(['https', 'http'])
  .refine(
    (value) => value.replace(/\/$/, '') === new URL(value).origin,
    'scheme, host and port, no more',
  )
  .transform((value) => new URL(value).origin);

/** An API's root, without a slash at the end. */
const root = address(['https', 'http']).transform((value) => value.replace(/\/+$/, ''));

const proxies = z
  .string()
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine(
    (parts) => parts.every(isPeer),
    'IP addresses or ranges (10.0.0.0/8), separated by commas',
  );

function isPeer(part: string): boolean {
  const [ip = '', bits, ...more] = part.split('/');
  const kind = isIP(ip);
  if (kind === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128));
}

const graphVersion = z.string().refine((value) => {
  const major = /^v(\d{1,3})\.0$/.exec(value)?.[1];
  return major !== undefined && Number(major) >= GRAPH_FLOOR;
}, `v${GRAPH_FLOOR}.0 or newer`);

const platformId = z.string().regex(/^\d{1,32}$/, 'digits only');

/**
 * Every setting, by the name of its environment variable, in the order of `.env.example`. What a default depends on
 * another setting for is filled in by `readSettings`.
 */
export const SETTINGS = {
  MODE: z
    .enum(['demo', 'pilot', 'production'], { error: 'demo, pilot or production' })
    .default('demo')
    .describe(
      'demo: on this machine only. pilot: real platforms, paired testers. production: children.',
    ),
  ROLE: z
    .enum(['web', 'worker', 'all'], { error: 'web, worker or all' })
    .default('all')
    .describe('What this process does. web and worker alone need REDIS_URL.'),
  HOST: text
    .optional()
    .describe(
      'Where to listen. In demo mode 127.0.0.1, otherwise 0.0.0.0 (put a TLS proxy in front).',
    ),
  PORT: whole(0, 65_535).prefault('3000').describe('0 takes any free port.'),
  PUBLIC_URL: origin
    .optional()
    .describe(
      'The address that children and staff see, without a path; https in production. Default: http://localhost:PORT',
    ),
  TRUSTED_PROXIES: proxies
    .prefault('')
    .describe(
      'Proxies whose X-Forwarded-For is believed: IP addresses or ranges, separated by commas. None: nobody.',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'trace, debug, info, warn, error, fatal or silent',
    })
    .default('info')
    .describe('No level logs what a child writes.'),
  ALERT_WEBHOOK_URL: address(['https', 'http'])
    .optional()
    .describe('Alarms and a heartbeat are posted there, without content.'),

  DATA_DIR: path
    .default('./data')
    .describe('The store without Redis, and the control socket. Back it up.'),
  KEY_DIR: path
    .optional()
    .describe(
      'The keys; never inside DATA_DIR, never in the same backup. Default: ./keys for ./data, else DATA_DIR with -keys.',
    ),
  BUNDLE_DIR: path.default('.').describe('Holds flows/ and locales/.'),
  REDIS_URL: address(['redis', 'rediss'])
    .optional()
    .describe('Redis 7 or Valkey, for more than one process. Unset: one SQLite file in DATA_DIR.'),
  ALLOW_UNSAFE_STORE: z
    .enum(['yes', 'no'], { error: 'yes or no' })
    .default('no')
    .describe(
      'yes: production starts although Redis hides or lacks a setting that it should have. A banner stays.',
    ),
  TRANSCRIPT_RETENTION_SECONDS: whole(1, 259_200)
    .prefault('86400')
    .describe('How long a closed conversation can still be read; at most 72 hours.'),
  IDLE_SECONDS: whole(1, 86_400)
    .prefault('900')
    .describe('A silence this long ends a conversation with the bot.'),

  TELEGRAM_TOKEN: secret.optional().describe("The bot's token. Setting it turns Telegram on."),
  TELEGRAM_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,256}$/, '1 to 256 of the characters A-Z a-z 0-9 _ -')
    .optional()
    .describe(
      'You choose it; proves that a webhook call is from Telegram. 1 to 256 of A-Z a-z 0-9 _ -',
    ),
  TELEGRAM_API_ROOT: root
    .default('https://api.telegram.org')
    .describe('Another server only for tests.'),

  META_APP_SECRET: secret
    .optional()
    .describe("The Meta app's secret; proves that a webhook call is from Meta."),
  META_APP_SECRET_PREVIOUS: secret.optional().describe('The one before, while you change it.'),
  META_VERIFY_TOKEN: secret
    .optional()
    .describe('You choose it; Meta shows it once when the webhook is set up.'),
  GRAPH_API_ROOT: root
    .default('https://graph.facebook.com')
    .describe('Another server only for tests.'),
  GRAPH_API_VERSION: graphVersion.default('v25.0').describe(`v${GRAPH_FLOOR}.0 or newer.`),
  WHATSAPP_TOKEN: secret.optional().describe('Setting it turns WhatsApp on.'),
  WHATSAPP_PHONE_NUMBER_ID: platformId
    .optional()
    .describe("Meta's id of the number, not the number."),
  MESSENGER_PAGE_TOKEN: secret.optional().describe('Setting it turns Messenger on.'),
  MESSENGER_PAGE_ID: platformId.optional().describe("Meta's id of the page."),
} as const;

export type SettingName = keyof typeof SETTINGS;

/** Each may also be given as the path of a file that holds it: `<name>_FILE`. */
export const SECRETS = [
  'ALERT_WEBHOOK_URL',
  'REDIS_URL',
  'TELEGRAM_TOKEN',
  'TELEGRAM_SECRET',
  'META_APP_SECRET',
  'META_APP_SECRET_PREVIOUS',
  'META_VERIFY_TOKEN',
  'WHATSAPP_TOKEN',
  'MESSENGER_PAGE_TOKEN',
] as const satisfies readonly SettingName[];

export const SettingsSchema = z.object(SETTINGS);
/** As they are written down, before the defaults that hang on another setting. */
export type WrittenSettings = z.output<typeof SettingsSchema>;
