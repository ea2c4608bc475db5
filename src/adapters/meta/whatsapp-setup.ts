import { z } from 'zod';
import {
  type ChannelSetup,
  type Finding,
  ok,
  problem,
  warning,
} from '../../ports/channel-setup.ts';
import {
  checkApp,
  checkToken,
  type MetaApp,
  type MetaSetupOptions,
  probe,
  subscribeApp,
  versionFinding,
  type Webhook,
  withApp,
} from './setup.ts';
import type { Templates } from './whatsapp-outbound.ts';

export interface WhatsappSetupOptions extends MetaSetupOptions {
  readonly phoneNumberId: string;
  /** WHATSAPP_BUSINESS_ACCOUNT_ID; without it the account and its templates cannot be looked at. */
  readonly accountId: string | null;
  readonly templates: Templates;
}

const PERMISSIONS = ['whatsapp_business_messaging', 'whatsapp_business_management'];
const WEBHOOK: Webhook = {
  object: 'whatsapp_business_account',
  path: '/webhooks/whatsapp',
  fields: ['messages'],
};
const AGAIN = 'Run `npm run channel -- whatsapp setup`.';

/** Connects a number with this server, and looks whether it may speak: webhook, account, number, templates. */
export function whatsappSetup(options: WhatsappSetupOptions): ChannelSetup {
  return {
    setup: () =>
      withApp(options, (app) => [
        ['number', () => number(options, app)],
        ['webhook', () => subscribeApp(options, app, WEBHOOK)],
        ['account', () => subscribeAccount(options, app)],
        ['server', () => probe(options, WEBHOOK)],
      ]),
    check: () =>
      withApp(options, (app) => [
        ['token', () => checkToken(options, app, PERMISSIONS)],
        ['number', () => number(options, app)],
        ['version', async () => [versionFinding(options)]],
        ['webhook', () => checkApp(options, app, WEBHOOK, AGAIN)],
        ['account', () => checkAccount(options, app)],
        ['window', () => checkTemplates(options, app)],
        ['server', () => probe(options, WEBHOOK)],
      ]),
  };
}

const word = z.string().optional().catch(undefined);
const PhoneNumber = z.looseObject({
  display_phone_number: word,
  status: word,
  platform_type: word,
  account_mode: word,
  quality_rating: word,
  name_status: word,
});
type PhoneNumber = z.infer<typeof PhoneNumber>;
const FIELDS = Object.keys(PhoneNumber.shape).join(',');

/** What is wrong with a number, by what Meta says of it. */
const FAULTS: readonly (readonly [(number: PhoneNumber) => boolean, Finding])[] = [
  [
    ({ status }) => status !== undefined && status !== 'CONNECTED',
    problem(
      'number',
      'The number is not connected: children cannot write to it.',
      'In WhatsApp Manager, Phone numbers, see what it lacks: most often it is not registered, or was restricted.',
    ),
  ],
  [
    ({ platform_type: platform }) => platform !== undefined && platform !== 'CLOUD_API',
    problem(
      'number',
      'The number is not on the Cloud API.',
      'Register it there: WhatsApp Manager, Phone numbers.',
    ),
  ],
  [
    ({ account_mode: mode }) => mode === 'SANDBOX',
    warning(
      'number',
      "This is Meta's test number: only listed phones can write to it.",
      'Fine for a trial. For children add a number of the helpline.',
    ),
  ],
  [
    ({ quality_rating: quality }) => quality === 'RED',
    warning(
      'number',
      'Many people blocked or reported the number; Meta may limit it.',
      'Send no template that nobody asked for, and look at WhatsApp Manager, Insights.',
    ),
  ],
  [
    ({ name_status: name }) => name === 'DECLINED' || name === 'EXPIRED',
    warning(
      'number',
      'Meta declined the display name: children see the bare number.',
      'Choose a neutral name and ask for a review in WhatsApp Manager.',
    ),
  ],
];

async function number(
  { phoneNumberId }: WhatsappSetupOptions,
  { graph }: MetaApp,
): Promise<Finding[]> {
  const answer = await graph.get(phoneNumberId, { fields: FIELDS });
  const found = PhoneNumber.safeParse(answer).data ?? {};
  const faults = FAULTS.filter(([is]) => is(found)).map(([, finding]) => finding);
  const digits = (found.display_phone_number ?? '').replace(/\D/gu, '');
  if (digits === '') {
    const mend = 'Compare WHATSAPP_PHONE_NUMBER_ID with the app dashboard, WhatsApp, API setup.';
    return [problem('number', 'WHATSAPP_PHONE_NUMBER_ID is not the id of a number.', mend)];
  }
  return [ok('number', 'The token reaches the number.', digits), ...faults];
}

const NO_ACCOUNT = warning(
  'account',
  'The account that the number belongs to is not set, so it cannot be looked at.',
  'Set WHATSAPP_BUSINESS_ACCOUNT_ID (app dashboard, WhatsApp, API setup).',
);

async function subscribeAccount(
  { accountId }: WhatsappSetupOptions,
  { graph }: MetaApp,
): Promise<Finding[]> {
  if (accountId === null) return [NO_ACCOUNT];
  await graph.post(`${accountId}/subscribed_apps`, {});
  return [ok('account', 'The account hands on what children write.')];
}

const Subscribed = z.looseObject({
  data: z.array(z.looseObject({ whatsapp_business_api_data: z.looseObject({ id: z.string() }) })),
});

async function checkAccount(
  { accountId }: WhatsappSetupOptions,
  { graph, id }: MetaApp,
): Promise<Finding[]> {
  if (accountId === null) return [NO_ACCOUNT];
  const answer = await graph.get(`${accountId}/subscribed_apps`);
  const apps = Subscribed.safeParse(answer).data?.data ?? [];
  return apps.some((app) => app.whatsapp_business_api_data.id === id)
    ? [ok('account', 'The account hands on what children write.')]
    : [problem('account', 'The account hands nothing on to the app.', AGAIN)];
}

const Approved = z.looseObject({
  data: z.array(
    z.looseObject({
      name: z.string(),
      language: z.string(),
      status: z.string(),
      components: z.array(z.looseObject({ text: z.string().optional() })).optional(),
    }),
  ),
});

/** After 24 hours only an approved template may follow: what a callback says then, and whether it may. */
async function checkTemplates(
  options: WhatsappSetupOptions,
  { graph }: MetaApp,
): Promise<Finding[]> {
  const { accountId, templates } = options;
  if (templates.size === 0) {
    return [
      warning(
        'window',
        'There is no template: a child who asked to be written to after 24 hours hears nothing.',
        'Have a neutral one approved and set WHATSAPP_CALLBACK_TEMPLATES (docs/channels/whatsapp.md).',
      ),
    ];
  }
  if (accountId === null) return [];
  const found: Finding[] = [];
  for (const [language, { name, code }] of templates) {
    const query = { name, fields: 'name,language,status,components', limit: '50' };
    const answer = await graph.get(`${accountId}/message_templates`, query);
    const all = Approved.safeParse(answer).data?.data ?? [];
    const own = all.find((one) => one.name === name && one.language === code);
    found.push(templateFinding(language, own));
  }
  return found;
}

function templateFinding(
  language: string,
  template: z.infer<typeof Approved>['data'][number] | undefined,
): Finding {
  const mend = 'See it in WhatsApp Manager, Message templates, and compare name and language code.';
  if (template === undefined) {
    return problem('window', `The template for ${language} does not exist.`, mend);
  }
  if (template.status !== 'APPROVED') {
    return problem('window', `The template for ${language} is ${template.status}.`, mend);
  }
  const words = (template.components ?? []).flatMap(({ text }) => text ?? []).join(' / ');
  if (TOPICAL.test(words)) {
    return problem(
      'window',
      `The template for ${language} says what the talk is about: "${words}".`,
      'It stands on a locked screen. Have one approved that could be from anybody.',
    );
  }
  return ok('window', `The template for ${language} may be sent. It says: "${words}".`);
}

/** Words that tell a bystander what this is (R38). No list is whole: the finding shows the words to a person too. */
const TOPICAL =
  /abus|violen|sex|naked|blackmail|threat|suicid|counsel|helpline|hotline|child|protect|police|រំលោភ|ហិង្សា|ផ្លូវភេទ|អាក្រាត|គំរាម|ធ្វើបាប|ប្រឹក្សា|ជំនួយ|កុមារ|ការពារ|នគរបាល|ប៉ូលីស/iu;
