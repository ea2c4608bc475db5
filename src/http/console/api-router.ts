import express, { type RequestHandler, type Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Member } from '../../app/staff/member.ts';
import { may } from '../../domain/staff/policy.ts';
import { notFound, refuse } from '../errors.ts';
import { inTurn } from '../in-turn.ts';
import { isOwnOrigin, type Site } from '../origin.ts';
import type { ServerOptions } from '../server-options.ts';
import { deviceCookies } from './known-device.ts';
import type { Route } from './route.ts';
import { routeTable } from './route-table.ts';
import { sessions } from './session-middleware.ts';
import { hasCsrf, memberOf, viewerOf } from './viewer.ts';

/** `/api`: every route of the table behind the same gate. */
export function consoleApi(options: ServerOptions, site: Site): Router {
  const { documents, now = Date.now, sessionSecret: secret } = options;
  const router = Router();
  router.use(ownOrigin(site), jsonOnly, express.json({ limit: '64kb', inflate: false }));
  router.use(deviceCookies(site));
  const routes = routeTable(options, site);
  for (const { method, path, patient } of routes) {
    if (patient) router[method](path, waitForTurn);
  }
  router.use(sessions({ documents, secret, now }, site));
  const signInLimit = limiter();
  for (const route of routes) {
    const first = route.act === 'anyone' && route.method === 'post' ? [signInLimit] : [];
    router[route.method](route.path, ...first, gate(options, route));
  }
  router.use(notFound);
  return router;
}

/** Whoever changes something must come from a page of our own, signed in or not. */
function ownOrigin(site: Site): RequestHandler {
  return (request, response, next) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads || isOwnOrigin(site, request)) return next();
    refuse(response, 403, 'foreign-origin');
  };
}

const waitForTurn: RequestHandler = async (_request, _response, next) => {
  await inTurn();
  next();
};

/** A form of another site can send text or a form, but not JSON. */
const jsonOnly: RequestHandler = (request, response, next) => {
  const empty = (request.get('content-length') ?? '0') === '0' && !request.get('transfer-encoding');
  if (empty || request.is('application/json')) return next();
  refuse(response, 415, 'unsupported-type');
};

function gate(options: ServerOptions, route: Route): RequestHandler {
  return async (request, response) => {
    const { session } = request;
    const member = await memberOf(options.documents, {
      staff: session.staff,
      epoch: session.epoch,
    });
    const refusal = refusalOf(route, member, {
      mustSetUp: options.factorRequired === true && !session.factor,
      locked: session.locked === true,
    });
    if (refusal !== null) return refuse(response, ...refusal);
    const free = route.method === 'get' || route.act === 'anyone';
    if (!free && !hasCsrf(request)) return refuse(response, 403, 'csrf');
    const id = String(request.params['id'] ?? '');
    if (id.length > 100) return refuse(response, 404, 'not-found');
    const asker = member ?? NOBODY;
    await route.run({
      viewer: viewerOf(asker),
      member: asker,
      id,
      body: request.body,
      request,
      response,
    });
  };
}

/** What is open before a second factor is set up, where one is required. */
const BEFORE_SET_UP: readonly Route['act'][] = [
  'keep-own-session',
  'keep-own-account',
  'see-about',
];

/** What a locked desk may do: stay there, and ring. */
const WHILE_LOCKED: readonly Route['act'][] = [
  'keep-own-session',
  'listen',
  'see-about',
  'see-queue',
];

function refusalOf(
  route: Route,
  member: Member | null,
  { mustSetUp, locked }: { readonly mustSetUp: boolean; readonly locked: boolean },
): [number, string] | null {
  if (route.act === 'anyone') return null;
  if (member === null) return [401, 'signed-out'];
  if (locked && !WHILE_LOCKED.includes(route.act)) return [423, 'locked'];
  if (mustSetUp && !BEFORE_SET_UP.includes(route.act)) return [403, 'factor-required'];
  return may(member.role, route.act) ? null : [403, 'forbidden'];
}

/** Stands where nobody is signed in, on the routes that are open to anyone: it may do nothing. */
const NOBODY: Member = {
  id: '',
  name: '',
  alias: '',
  role: 'reviewer',
  language: 'km',
  writes: [],
  disabled: true,
  password: '',
  epoch: 0,
  since: 0,
};

function limiter(): RequestHandler {
  return rateLimit({
    windowMs: 300_000,
    limit: 100,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, response: Response) => refuse(response, 429, 'slow-down'),
  });
}
