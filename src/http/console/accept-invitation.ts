import { type AcceptError, acceptInvitation } from '../../app/staff/invitations.ts';
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

/** `POST /api/invitations/accept`: makes the account and signs it in: `Session`; 404 `invalid-invitation`; 409 `name-taken`; 422 `weak-password`. */
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
