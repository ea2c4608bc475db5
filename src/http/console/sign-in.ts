import { setTimeout as wait } from 'node:timers/promises';
import { askFactor } from '../../app/staff/second-factor.ts';
import { type SignInError, signIn } from '../../app/staff/sign-in.ts';
import { SignIn } from '../api.ts';
import { refuse } from '../errors.ts';
import type { Site } from '../origin.ts';
import type { ServerOptions } from '../server-options.ts';
import { beginSession } from './begin-session.ts';
import { deviceOf } from './known-device.ts';
import { passkeySite } from './passkey-site.ts';
import type { Route } from './route.ts';

const STATUS: Readonly<Record<SignInError, number>> = { refused: 401, 'slow-down': 429 };

/** `POST /api/session`: `Session`, or `FactorAsked` when the account has a second factor; 401 `refused` for a wrong name and a wrong password alike; 429 `slow-down`. */
export function signInRoute(options: ServerOptions, site: Site): Route {
  const { documents, now = Date.now } = options;
  const clock = { now, wait: (ms: number) => wait(ms) };
  return {
    method: 'post',
    path: '/session',
    act: 'anyone',
    body: SignIn,
    run: async ({ body, request, response }) => {
      const parsed = SignIn.safeParse(body);
      if (!parsed.success) return refuse(response, 400, 'bad-request');
      const at = { ip: request.ip ?? '', device: deviceOf(site, request) };
      const found = await signIn(documents, { ...parsed.data, ...at }, clock);
      if (!found.ok) return refuse(response, STATUS[found.error], found.error);
      const asked = await askFactor(documents, found.value, {
        site: passkeySite(request),
        now: now(),
      });
      if (asked !== null) return void response.json(asked);
      const began = { now: now(), factorRequired: options.factorRequired === true };
      await beginSession(
        { documents, site },
        { request, response, factor: false },
        found.value,
        began,
      );
    },
  };
}
