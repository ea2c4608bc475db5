import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type Finding, ok, problem, warning } from '../../ports/channel-setup.ts';
import { type Transport, TransportError } from '../../ports/transport.ts';
import {
  type GraphAdmin,
  type GraphAdminOptions,
  GraphRefusal,
  graphAdmin,
} from './graph-admin.ts';
import { inOrder, type Look } from './setup-findings.ts';

/** What the set-up of both channels of Meta needs. */
export interface MetaSetupOptions extends GraphAdminOptions {
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Our server, as the world reaches it. */
  readonly publicUrl: string;
  readonly self: Transport;
  /** True when the Graph API is a stand-in on this machine, which takes an address without https. */
  readonly rehearsal: boolean;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export interface MetaApp {
  readonly graph: GraphAdmin;
  readonly id: string;
  /** The app's own token: by it the app's webhooks are set, and other tokens are looked at. */
  readonly token: string;
}

const App = z.looseObject({ id: z.string() });

/** The app that the token is of. */
async function metaApp(options: MetaSetupOptions): Promise<MetaApp> {
  const graph = graphAdmin(options);
  const app = App.safeParse(await graph.get('app', { fields: 'id' })).data;
  if (app === undefined) throw new GraphRefusal(200, null);
  return { graph, id: app.id, token: `${app.id}|${options.appSecret}` };
}

/** Looks in order; without the app nothing can be looked at. */
export async function withApp(
  options: MetaSetupOptions,
  looks: (app: MetaApp) => readonly (readonly [string, Look])[],
): Promise<readonly Finding[]> {
  let found: readonly Finding[] = [];
  const first = await inOrder([
    [
      'token',
      async () => {
        found = await inOrder(looks(await metaApp(options)));
        return [];
      },
    ],
  ]);
  return [...first, ...found];
}

export interface Webhook {
  /** `whatsapp_business_account` or `page`. */
  readonly object: string;
  /** `/webhooks/…`. */
  readonly path: string;
  readonly fields: readonly string[];
}

/** Tells Meta where to send what children write; Meta shakes hands with the server before it agrees. */
export async function subscribeApp(
  options: MetaSetupOptions,
  app: MetaApp,
  { object, path, fields }: Webhook,
): Promise<readonly Finding[]> {
  const address = addressProblem(options);
  if (address !== null) return [address];
  await app.graph.post(
    `${app.id}/subscriptions`,
    {
      object,
      callback_url: `${options.publicUrl}${path}`,
      verify_token: options.verifyToken,
      fields: fields.join(','),
      include_values: true,
    },
    app.token,
  );
  return [ok('webhook', 'Meta sends what children write to this server.')];
}

const Subscriptions = z.looseObject({
  data: z.array(
    z.looseObject({
      object: z.string(),
      callback_url: z.string().optional(),
      active: z.boolean().optional(),
      fields: z.array(z.looseObject({ name: z.string() })).optional(),
    }),
  ),
});

export async function checkApp(
  options: MetaSetupOptions,
  app: MetaApp,
  { object, path, fields }: Webhook,
  again: string,
): Promise<readonly Finding[]> {
  const address = addressProblem(options);
  const answer = await app.graph.get(`${app.id}/subscriptions`, {}, app.token);
  const all = Subscriptions.safeParse(answer).data?.data ?? [];
  const own = all.find((one) => one.object === object);
  const found = address === null ? [] : [address];
  if (own === undefined) return [...found, problem('webhook', NOWHERE, again)];
  if (own.callback_url !== `${options.publicUrl}${path}`) {
    return [...found, problem('webhook', elsewhere(own.callback_url ?? ''), again)];
  }
  if (own.active === false) return [...found, problem('webhook', TURNED_OFF, again)];
  const names = own.fields?.map(({ name }) => name) ?? [];
  return [...found, fieldsFinding(names, fields, again)];
}

const NOWHERE = 'Meta sends nothing anywhere yet.';
const TURNED_OFF =
  'Meta turned the webhook off, most often because the server did not answer for long.';

/** Another webhook's address may hold a token: only its host is told. */
function elsewhere(url: string): string {
  const host = URL.canParse(url) ? new URL(url).host : 'another address';
  return `Meta sends what children write to ${host}, not here.`;
}

export function fieldsFinding(
  there: readonly string[],
  wanted: readonly string[],
  again: string,
): Finding {
  const missing = wanted.filter((field) => !there.includes(field));
  if (missing.length === 0) return ok('webhook', 'Meta sends what children write to this server.');
  return problem('webhook', `Meta does not send: ${missing.join(', ')}.`, again);
}

function addressProblem({ publicUrl, rehearsal }: MetaSetupOptions): Finding | null {
  if (rehearsal || publicUrl.startsWith('https://')) return null;
  return problem(
    'address',
    'PUBLIC_URL does not begin with https://, and Meta calls nothing else.',
    'Put a TLS proxy in front and set PUBLIC_URL to the address that the world uses.',
  );
}

const Debugged = z.looseObject({
  data: z.looseObject({
    is_valid: z.boolean(),
    expires_at: z.number().optional(),
    scopes: z.array(z.string()).optional(),
  }),
});

const DAY_MS = 86_400_000;

/** Whether the token lives, for how long, and what it may do. */
export async function checkToken(
  options: MetaSetupOptions,
  app: MetaApp,
  needed: readonly string[],
): Promise<readonly Finding[]> {
  const answer = await app.graph.get('debug_token', { input_token: options.token }, app.token);
  const token = Debugged.safeParse(answer).data?.data;
  if (token?.is_valid !== true) {
    return [problem('token', 'Meta says that the token is not valid any more.', NEW_TOKEN)];
  }
  const missing = needed.filter((scope) => !(token.scopes ?? []).includes(scope));
  const found = [ok('token', 'The token works.')];
  if (missing.length > 0) {
    found.push(problem('permissions', `The token lacks: ${missing.join(', ')}.`, NEW_TOKEN));
  }
  const endsAt = (token.expires_at ?? 0) * 1000;
  if (endsAt > 0) {
    const days = Math.max(0, Math.floor((endsAt - options.clock()) / DAY_MS));
    found.push(
      warning('token', `The token ends in ${days} days; the bot falls silent then.`, NEW_TOKEN),
    );
  }
  return found;
}

const NEW_TOKEN =
  'In the Business settings make a token of a system user that never ends, with the permissions that docs/channels lists, and set it.';

/** When Meta turns a version off (Graph API changelog, 29 October 2026). */
const ENDS: Readonly<Record<string, number>> = {
  'v23.0': Date.UTC(2027, 9, 8),
  'v24.0': Date.UTC(2028, 1, 18),
  'v25.0': Date.UTC(2028, 6, 29),
};
const SOON_MS = 120 * DAY_MS;

export function versionFinding({ version, clock }: MetaSetupOptions): Finding {
  const end = ENDS[version];
  if (end === undefined) return ok('version', `Graph API ${version}.`);
  const date = new Date(end).toISOString().slice(0, 10);
  if (end - clock() > SOON_MS) return ok('version', `Graph API ${version}, until ${date}.`);
  return warning(
    'version',
    `Meta turns Graph API ${version} off on ${date}.`,
    'Set GRAPH_API_VERSION to a newer one, restart, and try every channel once.',
  );
}

/** Knocks at our own door as Meta would, with a body that says nothing. */
export async function probe(
  { self, appSecret, timeoutMs }: MetaSetupOptions,
  { object, path }: Webhook,
): Promise<readonly Finding[]> {
  const body = JSON.stringify({ object, entry: [] });
  const digest = createHmac('sha256', appSecret).update(body).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${digest}` };
  const status = await self.post({ path, headers, body, timeoutMs: timeoutMs ?? 15_000 }).then(
    (answer) => answer.status,
    (error: unknown) => {
      if (error instanceof TransportError) return error.code;
      throw error;
    },
  );
  if (status === 200) {
    return [ok('server', 'The server answers at PUBLIC_URL, with this app secret.')];
  }
  if (status === 401) {
    return [
      problem(
        'secret',
        'The server at PUBLIC_URL runs with another META_APP_SECRET than this command.',
        'Give both the same settings, and restart the server.',
      ),
    ];
  }
  return [
    problem(
      'server',
      `This server does not answer at PUBLIC_URL from here (${status}).`,
      'Start it with this channel turned on, let the proxy pass /webhooks/ on unchanged, and look at the firewall and the certificate.',
    ),
  ];
}
