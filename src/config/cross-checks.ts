import { isAbsolute, relative } from 'node:path';
import { SECRETS, type SettingName } from './schema.ts';
import type { Settings } from './settings.ts';

/** What no single setting can tell: every problem of settings that are each well-formed. Names no value. */
export function crossChecks(settings: Settings): readonly string[] {
  return [
    ...needs(settings),
    ...demoStaysHome(settings),
    ...rootsAreSafe(settings),
    ...paceIsKept(settings),
    ...secretsAreSecret(settings),
    ...production(settings),
  ];
}

const META_TOKENS = ['WHATSAPP_TOKEN', 'MESSENGER_PAGE_TOKEN'] as const;

/** Left needs right. */
const NEEDS: readonly (readonly [SettingName, SettingName])[] = [
  ['TELEGRAM_TOKEN', 'TELEGRAM_SECRET'],
  ['WHATSAPP_TOKEN', 'WHATSAPP_PHONE_NUMBER_ID'],
  ['MESSENGER_PAGE_TOKEN', 'MESSENGER_PAGE_ID'],
  ...META_TOKENS.map((token) => [token, 'META_APP_SECRET'] as const),
  ['META_APP_SECRET_PREVIOUS', 'META_APP_SECRET'],
];

function needs(settings: Settings): readonly string[] {
  const missing = NEEDS.filter(([left, right]) => settings[left] && !settings[right]);
  const said = missing.map(([left, right]) => `${right}: needed with ${left}`);
  if (settings.ROLE !== 'all' && !settings.REDIS_URL) {
    said.push(
      `ROLE: ${settings.ROLE} alone needs REDIS_URL; without Redis one process does it all`,
    );
  }
  return said;
}

function demoStaysHome(settings: Settings): readonly string[] {
  if (settings.MODE !== 'demo') return [];
  const far = (root: 'TELEGRAM_API_ROOT' | 'GRAPH_API_ROOT', tokens: readonly SettingName[]) =>
    tokens.some((token) => settings[token]) && !isLoopback(settings[root])
      ? [
          `${root}: in demo mode a channel may only speak to this machine; set MODE=pilot for the real platform`,
        ]
      : [];
  return [...far('TELEGRAM_API_ROOT', ['TELEGRAM_TOKEN']), ...far('GRAPH_API_ROOT', META_TOKENS)];
}

/** A token must not cross a network in clear. */
function rootsAreSafe(settings: Settings): readonly string[] {
  return (['TELEGRAM_API_ROOT', 'GRAPH_API_ROOT'] as const)
    .filter((name) => !isHttps(settings[name]) && !isLoopback(settings[name]))
    .map((name) => `${name}: https, unless it is this machine`);
}

/** A platform that is not a fake shuts out whoever sends faster than it allows. */
function paceIsKept(settings: Settings): readonly string[] {
  if (settings.SEND_PACE === 'platform') return [];
  const telegram = !settings.TELEGRAM_TOKEN || isLoopback(settings.TELEGRAM_API_ROOT);
  const meta = META_TOKENS.every((name) => !settings[name]) || isLoopback(settings.GRAPH_API_ROOT);
  return telegram && meta
    ? []
    : ['SEND_PACE: free is only for API roots on this machine; leave it out'];
}

const PLACEHOLDER =
  /^(change[-_ ]?(me|this|it).*|your[-_ ].*|replace[-_ ]?(me|this).*|<.*>|\[.*\]|x{3,}|\*{3,}|\.{3,}|placeholder|example|secret|password|token|todo|tbd|dummy|none|null|undefined)$/i;
const LEAST_CHARACTERS = 16;
const LEAST_DIFFERENT = 6;

function secretsAreSecret(settings: Settings): readonly string[] {
  const said: string[] = [];
  for (const name of SECRETS.filter((name) => !name.endsWith('_URL'))) {
    const value = settings[name];
    if (value === undefined) continue;
    if (PLACEHOLDER.test(value)) said.push(`${name}: a placeholder; put the real value there`);
    else if (settings.MODE !== 'demo' && isWeak(value)) {
      said.push(`${name}: too easy to guess; at least ${LEAST_CHARACTERS} random characters`);
    }
  }
  if (settings.META_APP_SECRET && settings.META_APP_SECRET === settings.META_APP_SECRET_PREVIOUS) {
    said.push('META_APP_SECRET_PREVIOUS: the same as META_APP_SECRET; leave it out');
  }
  return said;
}

function isWeak(value: string): boolean {
  return value.length < LEAST_CHARACTERS || new Set(value).size < LEAST_DIFFERENT;
}

function production(settings: Settings): readonly string[] {
  if (settings.MODE !== 'production') return [];
  const said: string[] = [];
  if (isInside(settings.KEY_DIR, settings.DATA_DIR)) {
    said.push(
      'KEY_DIR: inside DATA_DIR, so a backup of the data would hold its keys; put it beside',
    );
  }
  if (!isHttps(settings.PUBLIC_URL))
    said.push('PUBLIC_URL: an address with https is needed in production');
  if (META_TOKENS.some((token) => settings[token]) && !settings.META_VERIFY_TOKEN) {
    said.push('META_VERIFY_TOKEN: needed in production with a channel of Meta');
  }
  return said;
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith('../') || isAbsolute(way));
}

function isHttps(address: string): boolean {
  return new URL(address).protocol === 'https:';
}

/** A name that ends elsewhere (`127.0.0.1.example.org`) is not this machine. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
