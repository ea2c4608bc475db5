import { createHmac } from 'node:crypto';
import nock from 'nock';
import { afterEach, describe, expect, it } from 'vitest';
import { type MenuWords, messengerProfile } from '../../../src/adapters/meta/messenger-profile.ts';
import { messengerSetup, PAGE_FIELDS } from '../../../src/adapters/meta/messenger-setup.ts';
import type { MetaSetupOptions } from '../../../src/adapters/meta/setup.ts';
import { whatsappSetup } from '../../../src/adapters/meta/whatsapp-setup.ts';
import type { Finding } from '../../../src/ports/channel-setup.ts';
import { type HttpCall, TransportError } from '../../../src/ports/transport.ts';

const ROOT = 'https://graph.facebook.com';
const V = '/v26.0';
const TOKEN = 'canary-token-of-the-system-user';
const SECRET = 'canary-app-secret';
const APP = '7000000000001';
const PAGE = '1234567890123';
const NUMBER = '106540352242922';
const ACCOUNT = '102290129340398';
const AT = Date.UTC(2026, 10, 28);
const asApp = { reqheaders: { authorization: `Bearer ${APP}|${SECRET}` } };
const asToken = { reqheaders: { authorization: `Bearer ${TOKEN}` } };

const knocks: HttpCall[] = [];
afterEach(() => {
  nock.cleanAll();
  knocks.length = 0;
});

function optionsOf(change: Partial<MetaSetupOptions> = {}): MetaSetupOptions {
  return {
    root: ROOT,
    version: 'v26.0',
    token: TOKEN,
    appSecret: SECRET,
    verifyToken: 'canary-word',
    publicUrl: 'https://chat.example.org',
    rehearsal: false,
    clock: () => AT,
    timeoutMs: 10_000,
    self: {
      async post(call) {
        knocks.push(call);
        return { status: 200, headers: {}, body: '' };
      },
    },
    ...change,
  };
}

const MENU: readonly MenuWords[] = [
  { locale: 'km_KH', start: 'ចាប់ផ្ដើម', person: 'មនុស្ស', help: 'លេខ', exit: 'ចាកចេញ' },
  { locale: 'en_US', start: 'Start', person: 'A person', help: 'Numbers', exit: 'Exit' },
];
const messenger = (change: Partial<MetaSetupOptions> = {}, menu = MENU) =>
  messengerSetup({ ...optionsOf(change), pageId: PAGE, menu });
const templates = new Map([['km', { name: 'call_back_km', code: 'en_US' }]]);
const whatsapp = (change: Partial<MetaSetupOptions> = {}, more: object = {}) =>
  whatsappSetup({
    ...optionsOf(change),
    phoneNumberId: NUMBER,
    accountId: ACCOUNT,
    templates,
    ...more,
  });

const knowsApp = () => nock(ROOT, asToken).get(`${V}/app?fields=id`).reply(200, { id: APP });
const subscribed = (object: string, path: string, fields: readonly string[], more = {}) =>
  nock(ROOT, asApp)
    .get(`${V}/${APP}/subscriptions`)
    .reply(200, {
      data: [
        {
          object,
          callback_url: `https://chat.example.org${path}`,
          active: true,
          fields: fields.map((name) => ({ name, version: 'v26.0' })),
          ...more,
        },
      ],
    });
const debugged = (data: object) =>
  nock(ROOT, asApp).get(`${V}/debug_token?input_token=${TOKEN}`).reply(200, { data });
const levels = (findings: readonly Finding[]) =>
  findings.map(({ level, about }) => `${level} ${about}`);
const worst = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ about, says }) => `${about}: ${says}`);

describe('the set-up of Messenger', () => {
  it('subscribes app and page, puts the menu there, and knocks at our own door', async () => {
    knowsApp();
    nock(ROOT, asToken)
      .get(`${V}/me?fields=id%2Cusername`)
      .reply(200, { id: PAGE, username: 'help.kh' });
    const calls = [
      nock(ROOT, asApp)
        .post(`${V}/${APP}/subscriptions`, {
          object: 'page',
          callback_url: 'https://chat.example.org/webhooks/messenger',
          verify_token: 'canary-word',
          fields: PAGE_FIELDS.join(','),
          include_values: true,
        })
        .reply(200, { success: true }),
      nock(ROOT, asToken)
        .post(`${V}/${PAGE}/subscribed_apps`, { subscribed_fields: PAGE_FIELDS.join(',') })
        .reply(200, { success: true }),
      nock(ROOT, asToken)
        .post(`${V}/me/messenger_profile`, JSON.parse(JSON.stringify(messengerProfile(MENU))))
        .reply(200, { result: 'success' }),
    ];

    const found = await messenger().setup();

    expect(levels(found)).toEqual(['ok page', 'ok webhook', 'ok page', 'ok menu', 'ok server']);
    expect(found[0]?.handle).toBe('help.kh');
    for (const call of calls) call.done();
    const [knock] = knocks;
    const digest = createHmac('sha256', SECRET)
      .update(knock?.body ?? '')
      .digest('hex');
    expect(knock).toMatchObject({
      path: '/webhooks/messenger',
      headers: { 'x-hub-signature-256': `sha256=${digest}` },
    });
  });

  it('finds nothing wrong where nothing is', async () => {
    knowsApp();
    debugged({
      is_valid: true,
      expires_at: 0,
      scopes: ['pages_messaging', 'pages_manage_metadata'],
    });
    nock(ROOT).get(`${V}/me?fields=id%2Cusername`).reply(200, { id: PAGE });
    subscribed('page', '/webhooks/messenger', PAGE_FIELDS);
    nock(ROOT)
      .get(`${V}/${PAGE}/subscribed_apps`)
      .reply(200, { data: [{ id: APP, name: 'x', subscribed_fields: PAGE_FIELDS }] });
    nock(ROOT)
      .get(`${V}/me/messenger_profile?fields=get_started%2Cpersistent_menu%2Cice_breakers`)
      .reply(200, { data: [messengerProfile(MENU)] });

    const found = await messenger().check();

    expect(worst(found)).toEqual([]);
    expect(found).toHaveLength(7);
  });

  it('says all that is wrong at once, in words, without a token', async () => {
    knowsApp();
    debugged({ is_valid: true, expires_at: AT / 1000 + 86_400 * 3, scopes: ['pages_messaging'] });
    nock(ROOT)
      .get(/\/me\?/u)
      .reply(200, { id: '42' });
    subscribed('page', '/webhooks/messenger', ['messages'], {
      callback_url: 'https://other.example.org/hook?token=canary',
    });
    nock(ROOT)
      .get(/subscribed_apps/u)
      .reply(200, { data: [] });
    nock(ROOT)
      .get(/messenger_profile/u)
      .reply(200, { data: [{ get_started: { payload: 'x' } }] });

    const found = await messenger({
      version: 'v26.0',
      self: { post: () => Promise.reject(new TransportError('network')) },
    }).check();

    expect(worst(found)).toEqual([
      'permissions: The token lacks: pages_manage_metadata.',
      'token: The token ends in 3 days; the bot falls silent then.',
      'page: MESSENGER_PAGE_TOKEN is of another page or person than MESSENGER_PAGE_ID.',
      'webhook: Meta sends what children write to other.example.org, not here.',
      'page: The page hands nothing on to the app.',
      'menu: Missing or old on the page: get_started, persistent_menu, ice_breakers.',
      'server: This server does not answer at PUBLIC_URL from here (network).',
    ]);
    for (const finding of found) expect(finding.level === 'ok' || finding.mend).toBeTruthy();
    expect(JSON.stringify(found)).not.toMatch(/canary/u);
  });

  it.each([
    [190, 'does not accept the token'],
    [200, 'may not do this'],
    [10, 'may not do this'],
    [100, 'does not know this id'],
    [4, 'asks for a pause'],
    [2200, 'could not shake hands'],
    [999, 'refused it (999)'],
  ])('puts the code %i into words', async (code, words) => {
    nock(ROOT)
      .get(/\/app/u)
      .reply(400, { error: { message: `canary ${TOKEN}`, code } });

    const found = await messenger().check();

    expect(found).toHaveLength(1);
    expect(found[0]?.says).toContain(words);
    expect(JSON.stringify(found)).not.toMatch(/canary/u);
  });

  it('says that Meta cannot be reached', async () => {
    nock(ROOT).get(/\/app/u).replyWithError('canary');

    expect(worst(await messenger().check())).toEqual([
      'token: Meta could not be reached (network).',
    ]);
  });

  it('asks Meta for nothing while our address is no address for it, or the menu too long', async () => {
    const long = [{ ...MENU[1], exit: 'x'.repeat(31) } as MenuWords];
    knowsApp();
    nock(ROOT)
      .get(/\/me\?/u)
      .reply(200, { id: PAGE });
    nock(ROOT)
      .post(/subscribed_apps/u)
      .reply(200, {});

    const found = await messenger({ publicUrl: 'http://chat.example.org' }, long).setup();

    expect(worst(found).map((one) => one.split(':')[0])).toEqual(['address', 'menu']);
  });

  it('warns of a version that ends soon', async () => {
    nock(ROOT).get('/v23.0/app?fields=id').reply(200, { id: APP });
    nock(ROOT).get(/.*/u).times(9).reply(200, { data: [] });

    const found = await messenger({ version: 'v23.0', clock: () => Date.UTC(2027, 8, 1) }).check();

    expect(worst(found)).toContain('version: Meta turns Graph API v23.0 off on 2027-10-08.');
  });
});

describe('the set-up of WhatsApp', () => {
  const healthy = {
    id: NUMBER,
    display_phone_number: '+1 555-078-3881',
    status: 'CONNECTED',
    platform_type: 'CLOUD_API',
    account_mode: 'LIVE',
    quality_rating: 'GREEN',
    name_status: 'APPROVED',
  };
  const hasNumber = (change = {}) =>
    nock(ROOT, asToken)
      .get(new RegExp(`/${NUMBER}\\?fields=`, 'u'))
      .reply(200, { ...healthy, ...change });
  const hasTemplate = (change = {}) =>
    nock(ROOT, asToken)
      .get(new RegExp(`/${ACCOUNT}/message_templates\\?name=call_back_km`, 'u'))
      .reply(200, {
        data: [
          {
            name: 'call_back_km',
            language: 'en_US',
            status: 'APPROVED',
            components: [{ type: 'BODY', text: 'Hello. You can write again now.' }],
            ...change,
          },
        ],
      });
  const rest = () => {
    knowsApp();
    debugged({
      is_valid: true,
      scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
    });
    subscribed('whatsapp_business_account', '/webhooks/whatsapp', ['messages']);
    nock(ROOT)
      .get(`${V}/${ACCOUNT}/subscribed_apps`)
      .reply(200, { data: [{ whatsapp_business_api_data: { id: APP, name: 'x', link: 'x' } }] });
  };

  it('subscribes app and account', async () => {
    knowsApp();
    hasNumber();
    const calls = [
      nock(ROOT, asApp)
        .post(`${V}/${APP}/subscriptions`, {
          object: 'whatsapp_business_account',
          callback_url: 'https://chat.example.org/webhooks/whatsapp',
          verify_token: 'canary-word',
          fields: 'messages',
          include_values: true,
        })
        .reply(200, { success: true }),
      nock(ROOT, asToken).post(`${V}/${ACCOUNT}/subscribed_apps`).reply(200, { success: true }),
    ];

    const found = await whatsapp().setup();

    expect(levels(found)).toEqual(['ok number', 'ok webhook', 'ok account', 'ok server']);
    expect(found[0]?.handle).toBe('15550783881');
    for (const call of calls) call.done();
  });

  it('finds nothing wrong where nothing is, and shows what a template says', async () => {
    rest();
    hasNumber();
    hasTemplate();

    const found = await whatsapp().check();

    expect(worst(found)).toEqual([]);
    expect(found.map(({ says }) => says).join(' ')).toContain('"Hello. You can write again now."');
  });

  it.each([
    [{ status: 'RESTRICTED' }, 'problem', 'not connected'],
    [{ platform_type: 'ON_PREMISE' }, 'problem', 'not on the Cloud API'],
    [{ account_mode: 'SANDBOX' }, 'warning', "Meta's test number"],
    [{ quality_rating: 'RED' }, 'warning', 'blocked or reported'],
    [{ name_status: 'DECLINED' }, 'warning', 'declined the display name'],
  ])('says what is wrong with the number: %o', async (change, level, words) => {
    rest();
    hasNumber(change);
    hasTemplate();

    const found = (await whatsapp().check()).filter((one) => one.level !== 'ok');

    expect(found.map((one) => one.level)).toEqual([level]);
    expect(found[0]?.says).toContain(words);
  });

  it.each([
    [{ status: 'PAUSED' }, 'The template for km is PAUSED.'],
    [{ language: 'km' }, 'The template for km does not exist.'],
    [
      { components: [{ type: 'BODY', text: 'Your counsellor is here now' }] },
      'The template for km says what the talk is about: "Your counsellor is here now".',
    ],
    [
      { components: [{ type: 'BODY', text: 'អ្នកប្រឹក្សា' }] },
      'The template for km says what the talk is about: "អ្នកប្រឹក្សា".',
    ],
  ])('looks at the template: %o', async (change, says) => {
    rest();
    hasNumber();
    hasTemplate(change);

    expect(worst(await whatsapp().check())).toEqual([`window: ${says}`]);
  });

  it('warns that without a template nothing can be said after the window', async () => {
    rest();
    hasNumber();

    const found = await whatsapp({}, { templates: new Map(), accountId: null }).check();

    expect(levels(found).filter((one) => one.startsWith('warning'))).toEqual([
      'warning account',
      'warning window',
    ]);
  });

  it('tells another secret from no server', async () => {
    const answer = { status: 401, headers: {}, body: '' };
    rest();
    hasNumber();
    hasTemplate();

    const found = await whatsapp({ self: { post: async () => answer } }).check();

    expect(worst(found)[0]).toContain('secret: ');
  });
});
