import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { telegramSetup } from '../../../src/adapters/telegram/setup.ts';
import type { ChannelSetup, Finding } from '../../../src/ports/channel-setup.ts';
import { nodeTransport } from '../../support/node-transport.ts';
import {
  startTelegram,
  TELEGRAM_SECRET,
  TELEGRAM_TOKEN,
  type TelegramPlatform,
} from '../../support/platforms/telegram.ts';

const HERE = 'https://help.example';
const NOW = Date.UTC(2026, 10, 1, 8, 0, 0);
const commands = [
  { language: 'km', list: [{ command: 'exit', description: 'ចាកចេញ' }] },
  { language: 'en', list: [{ command: 'exit', description: 'Leave' }] },
];

let platform: TelegramPlatform;
beforeEach(async () => {
  platform = await startTelegram();
});
afterEach(async () => {
  nock.cleanAll();
  await platform.close();
});

function setupOf(
  more: { publicUrl?: string; token?: string; rehearsal?: boolean } = {},
): ChannelSetup {
  return telegramSetup({
    token: TELEGRAM_TOKEN,
    secret: TELEGRAM_SECRET,
    transport: nodeTransport(platform.url),
    self: nodeTransport(HERE),
    publicUrl: HERE,
    rehearsal: false,
    commands,
    clock: () => NOW,
    timeoutMs: 10_000,
    ...more,
  });
}

function serverAnswers(status: number) {
  return nock(HERE, {
    reqheaders: { 'x-telegram-bot-api-secret-token': TELEGRAM_SECRET },
  })
    .post('/webhooks/telegram', { update_id: 0 })
    .reply(status, '');
}

function wrong(findings: readonly Finding[]) {
  return findings.filter(({ level }) => level !== 'ok').map(({ level, about }) => [level, about]);
}

describe('telegramSetup.setup', () => {
  it('registers the webhook, the menu of each language and nothing that is not needed', async () => {
    const knock = serverAnswers(200);

    const findings = await setupOf().setup();

    expect(wrong(findings)).toEqual([]);
    expect(findings.find(({ about }) => about === 'token')?.handle).toBe('loopback_bot');
    expect(platform.refused).toEqual([]);
    expect(platform.calls.map(({ path, body }) => [path.split('/').at(-1), body])).toEqual([
      ['getMe', {}],
      [
        'setWebhook',
        {
          url: `${HERE}/webhooks/telegram`,
          secret_token: TELEGRAM_SECRET,
          allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
        },
      ],
      ...commands.map(({ language, list }) => [
        'setMyCommands',
        { commands: list, scope: { type: 'all_private_chats' }, language_code: language },
      ]),
      ['setMyCommands', { commands: commands[0]?.list, scope: { type: 'all_private_chats' } }],
      ['setChatMenuButton', { menu_button: { type: 'commands' } }],
    ]);
    knock.done();
  });

  it('ends in the same state when it is run again', async () => {
    serverAnswers(200);
    serverAnswers(200);
    await setupOf().setup();
    const before = JSON.stringify([platform.account.webhook, [...platform.account.commands]]);

    await setupOf().setup();

    expect(JSON.stringify([platform.account.webhook, [...platform.account.commands]])).toBe(before);
  });

  it.each(['http://help.example', 'https://help.example:3000'])(
    'says that Telegram cannot call %s, and registers nothing',
    async (publicUrl) => {
      const findings = await setupOf({ publicUrl }).setup();

      expect(wrong(findings)).toEqual([['problem', 'address']]);
      expect(platform.calls).toHaveLength(1);
    },
  );

  it('takes any address for a rehearsal on this machine', async () => {
    serverAnswers(200);

    expect(wrong(await setupOf({ rehearsal: true }).setup())).toEqual([]);
  });

  it.each([
    [{ status: 401 }, 'token'],
    [{ status: 429, retryAfter: 60 }, 'api'],
    [{ status: 500 }, 'api'],
    [{ status: 400 }, 'api'],
  ])('turns %j into a finding', async (trouble, about) => {
    platform.answerWith(trouble);

    expect(wrong(await setupOf().setup())).toEqual([['problem', about]]);
  });
});

describe('telegramSetup.check', () => {
  const good = {
    url: `${HERE}/webhooks/telegram`,
    has_custom_certificate: false,
    pending_update_count: 0,
    allowed_updates: ['callback_query', 'message', 'edited_message', 'my_chat_member'],
  };
  beforeEach(() => {
    platform.account.webhook = good;
    for (const { language, list } of commands) {
      platform.account.commands.set(`all_private_chats/${language}`, list);
    }
  });

  it('finds nothing wrong with a bot that is set up, and changes nothing', async () => {
    serverAnswers(200);

    expect(wrong(await setupOf().check())).toEqual([]);
    expect(platform.calls.filter(({ path }) => /\/(set|delete)/u.test(path))).toEqual([]);
  });

  const error = (text: string, agoMs = 60_000) => ({
    last_error_date: (NOW - agoMs) / 1000,
    last_error_message: text,
  });
  it.each<[string, object, [string, string][], RegExp]>([
    ['no webhook', { url: '' }, [['problem', 'webhook']], /nothing anywhere/],
    ['another one', { url: 'https://else.example/botTOKEN' }, [['problem', 'webhook']], /else\.ex/],
    ['other updates', { allowed_updates: ['message'] }, [['warning', 'updates']], /other things/],
    ['all updates', { allowed_updates: undefined }, [['warning', 'updates']], /more/],
    ['a queue', { pending_update_count: 400 }, [['problem', 'pending']], /400 messages/],
    [
      'a wrong secret',
      { ...error('Wrong response from the webhook: 401 Unauthorized'), pending_update_count: 3 },
      [['problem', 'delivery']],
      /secret is another/,
    ],
    [
      'a bad certificate',
      error('SSL error {error:0A000086:SSL routines::certificate verify failed}'),
      [['warning', 'delivery']],
      /certificate is not accepted/,
    ],
    ['silence', error('Connection timed out'), [['warning', 'delivery']], /not be reached/],
    ['a 503', error('Wrong response: 503 x'), [['warning', 'delivery']], /store was down/],
    ['an old error', error('Connection timed out', 7_200_000), [], /^$/],
  ])('says what %s means', async (_, webhook, expected, words) => {
    platform.account.webhook = { ...good, ...webhook };
    serverAnswers(200);

    const findings = await setupOf().check();

    expect(wrong(findings)).toEqual(expected);
    const said = findings.filter(({ level }) => level !== 'ok').map(({ says }) => says);
    expect(said.join(' ')).toMatch(words);
    expect(said.join(' ')).not.toMatch(/TOKEN|Unauthorized|SSL routines/u);
  });

  it.each([
    ['can_join_groups', 'groups'],
    ['can_read_all_group_messages', 'groups'],
    ['supports_inline_queries', 'inline'],
    ['can_connect_to_business', 'business'],
  ])('warns of %s', async (permission, about) => {
    platform.account.me = { ...platform.account.me, [permission]: true };
    serverAnswers(200);

    expect(wrong(await setupOf().check())).toEqual([['warning', about]]);
  });

  it('notices a menu that is missing or old', async () => {
    platform.account.commands.clear();
    serverAnswers(200);

    const findings = await setupOf().check();

    expect(wrong(findings)).toEqual([['warning', 'commands']]);
    expect(JSON.stringify(findings)).toContain('km, en');
  });

  it.each([
    [401, 'secret'],
    [404, 'server'],
    [502, 'server'],
  ])('says what a %i of our own server means', async (status, about) => {
    serverAnswers(status);

    expect(wrong(await setupOf().check())).toEqual([['problem', about]]);
  });

  it('never tells the token, whatever is wrong', async () => {
    for (const status of [400, 401, 403, 404, 429, 500]) {
      platform.answerWith({ status, body: { ok: false, description: TELEGRAM_TOKEN } });
      const said = JSON.stringify(await setupOf().check());
      expect(said).not.toMatch(/AAloopback|7000000001:|loopback-telegram-secret/u);
    }
  });
});
