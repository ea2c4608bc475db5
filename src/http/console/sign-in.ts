import { setTimeout as wait } from 'node:timers/promises';
import { type SignInError, signIn } from '../../app/staff/sign-in.ts';
import { SignIn } from '../api.ts';
import { refuse } from '../errors.ts';
import type { Site } from '../origin.ts';
import type { ServerOptions } from '../server-options.ts';
import { beginSession } from './begin-session.ts';
import type { Route } from './route.ts';

const STATUS: Readonly<Record<SignInError, number>> = { refused: 401, 'slow-down': 429 };

/** `POST /api/session`: `Session`; 401 `refused` for a wrong name and a wrong password alike; 429 `slow-down`. */
export function signInRoute(options: ServerOptions, site: Site): Route {
  const { documents, now = Date.now } = options;
  const clock = { now, wait: (ms: number) => wait(ms) };
  return {
    method: 'post',
    path: '/session',
    act: 'anyone',
    run: async ({ body, request, response }) => {
      const parsed = SignIn.safeParse(body);
      if (!parsed.success) return refuse(response, 400, 'bad-request');
      const found = await signIn(documents, { ...parsed.data, ip: request.ip ?? '' }, clock);
      if (!found.ok) return refuse(response, STATUS[found.error], found.error);
      await beginSession(site, { request, response }, found.value, now());
    },
  };
}
