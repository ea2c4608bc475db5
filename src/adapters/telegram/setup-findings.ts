import { z } from 'zod';
import type { SendError } from '../../ports/channel.ts';
import { type Finding, ok, problem, warning } from '../../ports/channel-setup.ts';

/** Why a call of the set-up itself was refused. */
export function apiFinding({ kind, code }: SendError): Finding {
  if (kind === 'auth') {
    return problem(
      'token',
      'Telegram does not know this TELEGRAM_TOKEN.',
      'Copy it again from @BotFather (/mybots, API Token), without spaces, and restart the server.',
    );
  }
  if (kind === 'retry' && code === '429') {
    return problem('api', 'Telegram asks for a pause.', 'Wait a minute, then run it again.');
  }
  if (kind === 'retry') {
    return problem(
      'api',
      `Telegram could not be reached (${code}).`,
      'Look whether this machine may open connections to TELEGRAM_API_ROOT, then run it again.',
    );
  }
  return problem(
    'api',
    `Telegram refused the set-up (${code}).`,
    'Most often PUBLIC_URL cannot be found from outside: look at its name, its certificate and its port.',
  );
}

const Bot = z.looseObject({
  username: z.string().regex(/^\w{3,64}$/u),
  can_join_groups: z.boolean().optional(),
  can_read_all_group_messages: z.boolean().optional(),
  supports_inline_queries: z.boolean().optional(),
  can_connect_to_business: z.boolean().optional(),
});

/** What BotFather allows the bot, and its name. */
export function botFindings(answer: unknown): readonly Finding[] {
  const bot = Bot.safeParse(answer).data;
  if (bot === undefined) return [apiFinding({ kind: 'retry', code: 'unreadable' })];
  const open = PERMISSIONS.filter(([name]) => bot[name] === true);
  return [
    ok('token', `The token works; the bot is @${bot.username}.`, bot.username),
    ...open.map(([, finding]) => finding),
  ];
}

const PERMISSIONS: readonly (readonly [keyof z.infer<typeof Bot>, Finding])[] = [
  [
    'can_join_groups',
    warning(
      'groups',
      'The bot can be put into groups. It leaves them at once, but a child could be seen adding it.',
      'In @BotFather: /setjoingroups, choose the bot, Disable.',
    ),
  ],
  [
    'can_read_all_group_messages',
    warning(
      'groups',
      'The bot may read everything in a group.',
      'In @BotFather: /setprivacy, choose the bot, Enable.',
    ),
  ],
  [
    'supports_inline_queries',
    warning(
      'inline',
      'The bot can be called from other chats, where it says nothing.',
      'In @BotFather: /setinline, choose the bot, and turn it off.',
    ),
  ],
  [
    'can_connect_to_business',
    warning(
      'business',
      'Business accounts can connect the bot to chats of their own.',
      'In @BotFather: /mybots, the bot, Bot Settings, Business Mode, off.',
    ),
  ],
];

const Webhook = z.looseObject({
  url: z.string(),
  pending_update_count: z.int().catch(0),
  last_error_date: z.int().optional().catch(undefined),
  last_error_message: z.string().optional().catch(undefined),
  allowed_updates: z.array(z.string()).optional().catch(undefined),
});

const MANY_PENDING = 50;
const RECENT_MS = 60 * 60_000;
const RUN_SETUP = 'Run `npm run channel -- telegram setup`.';

/** What Telegram says of the webhook. Another webhook's address may hold a token: only its host is told. */
export function webhookFindings(
  answer: unknown,
  should: { readonly url: string; readonly allowed: readonly string[]; readonly now: number },
): readonly Finding[] {
  const webhook = Webhook.safeParse(answer).data;
  if (webhook === undefined) return [apiFinding({ kind: 'retry', code: 'unreadable' })];
  if (webhook.url !== should.url) return [elsewhere(webhook.url)];
  const found = [ok('webhook', 'Telegram sends what children write to this server.')];
  if (!sameSet(webhook.allowed_updates ?? [], should.allowed)) {
    found.push(
      warning('updates', 'Telegram sends more or other things than the bot needs.', RUN_SETUP),
    );
  }
  const at = (webhook.last_error_date ?? 0) * 1000;
  if (should.now - at < RECENT_MS) {
    const waits = webhook.pending_update_count > 0;
    found.push(deliveryFailure(webhook.last_error_message ?? '', should.now - at, waits));
  }
  if (webhook.pending_update_count >= MANY_PENDING) {
    found.push(
      problem(
        'pending',
        `${webhook.pending_update_count} messages wait at Telegram to be fetched.`,
        'Look whether the server runs and answers quickly; they come by themselves once it does.',
      ),
    );
  }
  return found;
}

function elsewhere(url: string): Finding {
  if (url === '') return problem('webhook', 'Telegram sends nothing anywhere yet.', RUN_SETUP);
  const host = URL.canParse(url) ? new URL(url).host : 'another address';
  return problem('webhook', `Telegram sends what children write to ${host}, not here.`, RUN_SETUP);
}

/** The words of Telegram's last error, turned into what a technician can do. The message itself is not shown. */
const DELIVERY: readonly (readonly [RegExp, string, string])[] = [
  [/\b401\b/u, 'the server refused it: the secret is another', RUN_SETUP],
  [
    /\b(404|405|415)\b/u,
    'something else answers there than this server',
    'Let the proxy pass /webhooks/ on unchanged.',
  ],
  [
    /\b50\d\b/u,
    'the server or its store was down',
    'Look at /readyz and at the log; messages come again by themselves.',
  ],
  [
    /ssl|certificate|tls/iu,
    'the certificate is not accepted',
    'Serve the whole chain of a certificate that is valid for PUBLIC_URL.',
  ],
  [/resolve|name or service/iu, 'the name in PUBLIC_URL is not found', 'Mend the DNS entry.'],
  [
    /timed? ?out|refused|reset|unreachable|connect/iu,
    'the server could not be reached',
    'Start it, and look at the proxy and the firewall.',
  ],
];

/** Telegram remembers its last error after it was mended too; while messages wait it is not. */
function deliveryFailure(message: string, agoMs: number, waits: boolean): Finding {
  const known = DELIVERY.find(([pattern]) => pattern.test(message));
  const [, why, mend] = known ?? [0, 'the reason is not one that we know', 'Look at the log.'];
  const minutes = Math.max(1, Math.round(agoMs / 60_000));
  const says = `Telegram failed to deliver ${minutes} min ago: ${why}.`;
  return { level: waits ? 'problem' : 'warning', about: 'delivery', says, mend };
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && b.every((one) => a.includes(one));
}
