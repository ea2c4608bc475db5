import { setTimeout as wait } from 'node:timers/promises';
import { confirmPassword, type SignInError } from '../../../app/staff/sign-in.ts';
import { ConfirmPassword } from '../../api.ts';
import { refuse } from '../../errors.ts';
import type { ServerOptions } from '../../server-options.ts';
import { type Route, withBody } from '../route.ts';

/** Not 401: whoever asks is signed in, and stays so. */
const ANSWER: Readonly<Record<SignInError, readonly [status: number, error: string]>> = {
  refused: [422, 'wrong-password'],
  'slow-down': [429, 'slow-down'],
};

/** `POST /api/me/lock`: 204. A desk that nobody touches shows no conversation before the password was given again. */
export function lockRoute(): Route {
  return {
    method: 'post',
    path: '/me/lock',
    act: 'keep-own-session',
    run: async ({ request, response }) => {
      request.session.locked = true;
      response.status(204).end();
    },
  };
}

/** `POST /api/me/confirm`: the password once more: 204; 422 `wrong-password`; 429 `slow-down`. */
export function confirmRoute({ documents, now = Date.now }: ServerOptions): Route {
  const clock = { now, wait: (ms: number) => wait(ms) };
  return withBody({
    method: 'post',
    path: '/me/confirm',
    act: 'keep-own-session',
    body: ConfirmPassword,
    handle: async ({ member, body, request, response }) => {
      const given = { password: body.password, ip: request.ip ?? '' };
      const checked = await confirmPassword(documents, member, given, clock);
      if (!checked.ok) return refuse(response, ...ANSWER[checked.error]);
      request.session.confirmed = now();
      request.session.locked = false;
      response.status(204).end();
    },
  });
}
