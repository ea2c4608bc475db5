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

/** Parts between commas. */
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

const proxies = list.refine(
  (parts) => parts.every(isPeer),
  'IP addresses or ranges (10.0.0.0/8), separated by commas',
);

function isPeer(part: string): boolean {
  const [ip = '', bits, ...more] = part.split('/');
  const kind = isIP(ip);
  if (kind === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128));
}

/** Pages of the helpline that may hold the chat in a frame. A wildcard would let in pages that nobody looked at. */
const parents = list
  .refine(
    (parts) => parts.every(isParent),
    'sites like https://helpline.example (scheme and host, no path, no *), separated by commas',
  )
  .transform((parts) => [...new Set(parts.map((part) => new URL(part).origin))]);

/** https, since a page that others can change on its way could put anything around the chat; http on this machine. */
function isParent(part: string): boolean {
  if (!URL.canParse(part)) return false;
  const { protocol, hostname, origin } = new URL(part);
  if (part.replace(/\/$/, '').toLowerCase() !== origin) return false;
  if (!/^([a-z0-9.-]+|\[[0-9a-f:]+\])$/.test(hostname)) return false;
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && here);
}

const graphVersion = z.string().refine((value) => {
  const major = /^v(\d{1,3})\.0$/.exec(value)?.[1];
  return major !== undefined && Number(major) >= GRAPH_FLOOR;
}, `v${GRAPH_FLOOR}.0 or newer`);

const platformId = z.string().regex(/^\d{1,32}$/, 'digits only');

function yesOrNo() {
  return z.enum(['yes', 'no'], { error: 'yes or no' }).default('no');
}

const TEMPLATE = /^([a-z]{2,3})=([a-z0-9_]{1,512}):([a-z]{2,3}(?:_[A-Z]{2})?)$/;

/** `km=call_back_km:en_US, en=call_back:en`: ours, the template's name, the language that WhatsApp approved it under. */
const templates = list
  .refine(
    (parts) => parts.every((part) => TEMPLATE.test(part)),
    'language=name:code, separated by commas (km=call_back_km:en_US, en=call_back:en)',
  )
  .transform((parts) =>
    parts.map((part) => {
      const [, language = '', name = '', code = ''] = TEMPLATE.exec(part) ?? [];
      return { language, name, code };
    }),
  );

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
  EMBED_PARENTS: parents
    .prefault('')
    .describe(
      'Sites whose pages may show the web chat by its script: https://helpline.example, separated by commas.',
    ),
  QUICK_EXIT_URL: address(['https'])
    .default('https://www.wikipedia.org/')
    .describe(
      'Where the quick exit of the web chat leads: a page that says nothing about its reader.',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'trace, debug, info, warn, error, fatal or silent',
    })
    .default('info')
    .describe('No level logs what a child writes.'),
  ALERT_WEBHOOK_URL: address(['https', 'http'])
    .optional()
    .describe('Alarms and a heartbeat are posted there, without content: docs/alerts.md.'),

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
  HOLD_SIGN_OFF: z
    .string()
    .regex(
      /^\S.*\d{4}-\d{2}-\d{2}$/,
      'who signed, and the day at the end: A. Name, lawyer, 2026-11-01',
    )
    .optional()
    .describe(
      'Who answers in law for holding a talk when a life is in danger, and since when. Unset: nothing is ever held.',
    ),
  HOLD_HOURS: whole(1, 72)
    .prefault('72')
    .describe('How long counsellor and supervisor together may hold a talk; at most 72 hours.'),
  IDLE_SECONDS: whole(1, 86_400)
    .prefault('900')
    .describe('A silence this long ends a conversation with the bot.'),

  SEND_PACE: z
    .enum(['platform', 'free'], { error: 'platform or free' })
    .default('platform')
    .describe(
      'free: sends as fast as it can, for measurements; only to API roots on this machine.',
    ),

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
  WHATSAPP_BUSINESS_ACCOUNT_ID: platformId
    .optional()
    .describe('The account that the number belongs to; only `npm run channel` uses it.'),
  WHATSAPP_CALLBACK_TEMPLATES: templates
    .prefault('')
    .describe(
      'Approved templates that open a talk again after 24 hours: language=name:code, by commas (km=call_back_km:en_US).',
    ),
  WHATSAPP_TYPING: yesOrNo().describe(
    'yes: shows "typing" before an answer, and blue ticks with it: whoever looks sees that it was read.',
  ),
  MESSENGER_PAGE_TOKEN: secret.optional().describe('Setting it turns Messenger on.'),
  MESSENGER_PAGE_ID: platformId.optional().describe("Meta's id of the page."),
  MESSENGER_HUMAN_AGENT: yesOrNo().describe(
    'yes: Meta granted the app "Human Agent"; a counsellor\'s own words may follow for seven days.',
  ),
  MESSENGER_TYPING: yesOrNo().describe('yes: shows "typing" before an answer.'),
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
