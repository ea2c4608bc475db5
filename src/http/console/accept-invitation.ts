import { type AcceptError, acceptInvitation } from '../../app/staff/invitations.ts';
import { renewPassword } from '../../app/staff/renew-password.ts';
import { AcceptInvitation } from '../api.ts';
import { refuse } from '../errors.ts';
import type { Site } from '../origin.ts';
import type { ServerOptions } from '../server-options.ts';
import { beginSession } from './begin-session.ts';
import type { Route } from './route.ts';

const STATUS: Readonly<Record<AcceptError, number>> = {
  'invalid-invitation': 404,
  'name-taken': 409,
  'weak-password': 422,
};

/** `POST /api/invitations/accept`: makes the account and signs it in: `Session`; 404 `invalid-invitation`; 409 `name-taken`, or `sign-in` when the link was for a new password, which is taken; 422 `weak-password`. */
export function acceptInvitationRoute(options: ServerOptions, site: Site): Route {
  const { documents, now = Date.now } = options;
  return {
    method: 'post',
    path: '/invitations/accept',
    act: 'anyone',
    body: AcceptInvitation,
    run: async ({ body, request, response }) => {
      const parsed = AcceptInvitation.safeParse(body);
      if (!parsed.success) return refuse(response, 400, 'bad-request');
      // Whoever only forgot the password signs in with the new one, and shows the second factor as ever.
      const renewed = await renewPassword(documents, parsed.data, now());
      if (renewed?.ok === false) return refuse(response, STATUS[renewed.error], renewed.error);
      if (renewed !== null) return refuse(response, 409, 'sign-in');
      const joined = await acceptInvitation(documents, parsed.data, now());
      if (!joined.ok) return refuse(response, STATUS[joined.error], joined.error);
      const began = { now: now(), factorRequired: options.factorRequired === true };
      await beginSession(
        { documents, site },
        { request, response, factor: false },
        joined.value,
        began,
      );
    },
  };
}
