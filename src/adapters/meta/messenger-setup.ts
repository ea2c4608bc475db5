import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type ChannelSetup, type Finding, ok, problem } from '../../ports/channel-setup.ts';
import { type MenuWords, messengerProfile, overlong } from './messenger-profile.ts';
import {
  checkApp,
  checkToken,
  fieldsFinding,
  type MetaApp,
  type MetaSetupOptions,
  probe,
  subscribeApp,
  versionFinding,
  type Webhook,
  withApp,
} from './setup.ts';

export interface MessengerSetupOptions extends MetaSetupOptions {
  readonly pageId: string;
  /** The first language is also the one of everybody else. */
  readonly menu: readonly MenuWords[];
}

/** All that the door understands, `standby` and echoes included: by them the bot knows when to be silent. */
export const PAGE_FIELDS = [
  'messages',
  'messaging_postbacks',
  'messaging_referrals',
  'message_echoes',
  'message_edits',
  'message_reactions',
  'message_reads',
  'message_deliveries',
  'standby',
];
const PERMISSIONS = ['pages_messaging', 'pages_manage_metadata'];
const WEBHOOK: Webhook = { object: 'page', path: '/webhooks/messenger', fields: PAGE_FIELDS };
const AGAIN = 'Run `npm run channel -- messenger setup`.';

/** Connects a page with this server: webhook, menu, "Get started", first questions; and looks whether all of it is there. */
export function messengerSetup(options: MessengerSetupOptions): ChannelSetup {
  return {
    setup: () =>
      withApp(options, (app) => [
        ['token', () => page(options, app)],
        ['webhook', () => subscribeApp(options, app, WEBHOOK)],
        ['page', () => subscribePage(options, app)],
        ['menu', () => setProfile(options, app)],
        ['server', () => probe(options, WEBHOOK)],
      ]),
    check: () =>
      withApp(options, (app) => [
        ['token', () => checkToken(options, app, PERMISSIONS)],
        ['page', () => page(options, app)],
        ['version', async () => [versionFinding(options)]],
        ['webhook', () => checkApp(options, app, WEBHOOK, AGAIN)],
        ['page', () => checkPage(options, app)],
        ['menu', () => checkProfile(options, app)],
        ['server', () => probe(options, WEBHOOK)],
      ]),
  };
}

const Page = z.looseObject({
  id: z.string(),
  username: z
    .string()
    .regex(/^[\w.]{1,64}$/u)
    .optional()
    .catch(undefined),
});

async function page({ pageId }: MessengerSetupOptions, { graph }: MetaApp): Promise<Finding[]> {
  const own = Page.safeParse(await graph.get('me', { fields: 'id,username' })).data;
  if (own?.id === pageId) return [ok('page', 'The token is of this page.', own.username ?? own.id)];
  return [
    problem(
      'page',
      'MESSENGER_PAGE_TOKEN is of another page or person than MESSENGER_PAGE_ID.',
      'Take both from the same page: app dashboard, Messenger, API settings.',
    ),
  ];
}

async function subscribePage(
  { pageId }: MessengerSetupOptions,
  { graph }: MetaApp,
): Promise<Finding[]> {
  await graph.post(`${pageId}/subscribed_apps`, { subscribed_fields: PAGE_FIELDS.join(',') });
  return [ok('page', 'The page hands on what children write.')];
}

const Subscribed = z.looseObject({
  data: z.array(
    z.looseObject({ id: z.string().optional(), subscribed_fields: z.array(z.string()).optional() }),
  ),
});

async function checkPage(
  { pageId }: MessengerSetupOptions,
  { graph, id }: MetaApp,
): Promise<Finding[]> {
  const apps = Subscribed.safeParse(await graph.get(`${pageId}/subscribed_apps`)).data?.data ?? [];
  const own = apps.find((one) => one.id === id);
  if (own === undefined) return [problem('page', 'The page hands nothing on to the app.', AGAIN)];
  return [{ ...fieldsFinding(own.subscribed_fields ?? [], PAGE_FIELDS, AGAIN), about: 'page' }];
}

async function setProfile({ menu }: MessengerSetupOptions, { graph }: MetaApp): Promise<Finding[]> {
  const long = overlong(menu);
  if (long.length > 0) {
    const mend = 'Shorten them in locales/<language>/bot.json under menu.';
    return [problem('menu', `Too long for Messenger's menu: ${long.join('; ')}.`, mend)];
  }
  await graph.post('me/messenger_profile', messengerProfile(menu));
  return [ok('menu', `The menu and the first questions are there in ${menu.length} languages.`)];
}

const Profile = z.looseObject({ data: z.array(z.record(z.string(), z.unknown())) });

async function checkProfile(
  { menu }: MessengerSetupOptions,
  { graph }: MetaApp,
): Promise<Finding[]> {
  const wanted = messengerProfile(menu);
  const answer = await graph.get('me/messenger_profile', { fields: Object.keys(wanted).join(',') });
  const [there = {}] = Profile.safeParse(answer).data?.data ?? [];
  const missing = Object.entries(wanted)
    .filter(([name, value]) => !isDeepStrictEqual(there[name], value))
    .map(([name]) => name);
  if (missing.length === 0) return [ok('menu', 'The menu is there in every language.')];
  return [problem('menu', `Missing or old on the page: ${missing.join(', ')}.`, AGAIN)];
}
