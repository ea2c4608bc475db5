import type { Telegram } from 'telegraf';
import { z } from 'zod';
import {
  type ChannelSetup,
  type Finding,
  ok,
  problem,
  warning,
} from '../../ports/channel-setup.ts';
import { type Transport, TransportError } from '../../ports/transport.ts';
import { TelegramRefusal, telegramApi } from './api.ts';
import { TELEGRAM_PATH } from './door.ts';
import { apiFinding, botFindings, webhookFindings } from './setup-findings.ts';

/** All that the door understands; whatever else Telegram could tell about a child is not asked for. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'];

/** Group chats never see the menu: the bot leaves them. */
const SCOPE = { type: 'all_private_chats' };

export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

export interface TelegramSetupOptions {
  readonly token: string;
  readonly secret: string;
  /** Telegram's own API. */
  readonly transport: Transport;
  /** Our server, as the world reaches it. */
  readonly self: Transport;
  readonly publicUrl: string;
  /** True when the API is a stand-in on this machine, which takes an address without https. */
  readonly rehearsal: boolean;
  /** The menu of each language; the first is shown to everybody whose language is none of them. */
  readonly commands: readonly { readonly language: string; readonly list: readonly BotCommand[] }[];
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly timeoutMs?: number;
}

type Call = (method: string, payload: object) => Promise<unknown>;

/** Registers the webhook and the menu with Telegram, and says what is wrong. Needs no BotFather but for the token. */
export function telegramSetup(options: TelegramSetupOptions): ChannelSetup {
  const call = callOf(telegramApi(options.token, options.transport, options.timeoutMs ?? 15_000));
  return {
    setup: () => guarded(() => setUp(options, call)),
    check: () => guarded(() => check(options, call)),
  };
}

function callOf(api: Telegram): Call {
  return (method, payload) => Reflect.apply(api.callApi, api, [method, payload]);
}

/** What Telegram refuses is a finding; anything else is a bug and stays thrown. */
async function guarded(look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof TelegramRefusal) return [apiFinding(error.error)];
    throw error;
  }
}

async function setUp(options: TelegramSetupOptions, call: Call): Promise<readonly Finding[]> {
  const bot = botFindings(await call('getMe', {}));
  const address = addressProblem(options);
  if (address !== null) return [...bot, address];
  await call('setWebhook', {
    url: webhookUrl(options),
    secret_token: options.secret,
    allowed_updates: ALLOWED_UPDATES,
  });
  await setMenu(options, call);
  return [
    ...bot,
    ok('webhook', 'Telegram sends what children write to this server.'),
    ok('commands', `The menu is there in ${options.commands.length} languages.`),
    await probe(options),
  ];
}

async function setMenu({ commands }: TelegramSetupOptions, call: Call): Promise<void> {
  const [first] = commands;
  for (const { language, list } of commands) {
    await call('setMyCommands', { commands: list, scope: SCOPE, language_code: language });
  }
  await call('setMyCommands', { commands: first?.list ?? [], scope: SCOPE });
  await call('setChatMenuButton', { menu_button: { type: 'commands' } });
}

async function check(options: TelegramSetupOptions, call: Call): Promise<readonly Finding[]> {
  const bot = botFindings(await call('getMe', {}));
  const address = addressProblem(options);
  const webhook = webhookFindings(await call('getWebhookInfo', {}), {
    url: webhookUrl(options),
    allowed: ALLOWED_UPDATES,
    now: options.clock(),
  });
  const menu = await menuFinding(options, call);
  return [...bot, ...(address === null ? [] : [address]), ...webhook, menu, await probe(options)];
}

const Commands = z.array(z.looseObject({ command: z.string(), description: z.string() }));

async function menuFinding({ commands }: TelegramSetupOptions, call: Call): Promise<Finding> {
  const missing: string[] = [];
  for (const { language, list } of commands) {
    const answer = await call('getMyCommands', { scope: SCOPE, language_code: language });
    const there = Commands.safeParse(answer).data ?? [];
    const same = list.every(({ command, description }, at) => {
      return there[at]?.command === command && there[at]?.description === description;
    });
    if (!same || there.length !== list.length) missing.push(language);
  }
  if (missing.length === 0) return ok('commands', 'The menu is there in every language.');
  return warning('commands', `The menu is missing or old in: ${missing.join(', ')}.`, RUN_SETUP);
}

const RUN_SETUP = 'Run `npm run channel -- telegram setup`.';
const PORTS = new Set(['', '80', '88', '443', '8443']);

function webhookUrl({ publicUrl }: TelegramSetupOptions): string {
  return `${publicUrl}${TELEGRAM_PATH}`;
}

/** Telegram calls https on four ports and no other. */
function addressProblem({ publicUrl, rehearsal }: TelegramSetupOptions): Finding | null {
  if (rehearsal) return null;
  const { protocol, port } = new URL(publicUrl);
  if (protocol !== 'https:') {
    return problem(
      'address',
      'PUBLIC_URL does not begin with https://, and Telegram calls nothing else.',
      'Put a TLS proxy in front and set PUBLIC_URL to the address that the world uses.',
    );
  }
  if (PORTS.has(port)) return null;
  return problem(
    'address',
    `PUBLIC_URL names port ${port}; Telegram calls only 443, 80, 88 and 8443.`,
    'Let the proxy listen on 443 and leave the port out of PUBLIC_URL.',
  );
}

/** Knocks at our own door with our own secret and an update that says nothing. */
async function probe({ self, secret, timeoutMs }: TelegramSetupOptions): Promise<Finding> {
  const knock = {
    path: TELEGRAM_PATH,
    headers: { 'x-telegram-bot-api-secret-token': secret },
    body: '{"update_id":0}',
    timeoutMs: timeoutMs ?? 15_000,
  };
  const status = await self.post(knock).then(
    (answer) => answer.status,
    (error: unknown) => {
      if (error instanceof TransportError) return error.code;
      throw error;
    },
  );
  if (status === 200) return ok('server', 'The server answers at PUBLIC_URL, with this secret.');
  return KNOCK[status] ?? unexpected(status);
}

const KNOCK: Readonly<Record<string, Finding>> = {
  401: problem(
    'secret',
    'The server at PUBLIC_URL runs with another TELEGRAM_SECRET than this command.',
    'Give both the same settings, restart the server, then run setup again.',
  ),
  404: problem(
    'server',
    'Something answers at PUBLIC_URL, but it is not this server with Telegram turned on.',
    'Start the server with TELEGRAM_TOKEN set, and let the proxy pass /webhooks/ on unchanged.',
  ),
};

function unexpected(status: number | string): Finding {
  return problem(
    'server',
    `The server does not answer at PUBLIC_URL from here (${status}).`,
    'Start it, and look at the proxy, the firewall and the certificate.',
  );
}
