import { invite } from '../../app/staff/invitations.ts';
import { Invite } from '../api.ts';
import type { ServerOptions } from '../server-options.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/invitations`: 201 `Invitation`, whose link is shown this once. */
export function inviteStaffRoute(options: ServerOptions): Route {
  const { documents, now = Date.now } = options;
  return withBody({
    method: 'post',
    path: '/invitations',
    act: 'invite-staff',
    body: Invite,
    handle: async ({ viewer, body, response }) => {
      const made = await invite(documents, { role: body.role, by: viewer.id, now: now() });
      const link = new URL('/console/invite', options.publicUrl);
      // In the fragment: it reaches no server log and no Referer.
      link.hash = `token=${made.token}`;
      response.status(201).json({ link: link.href, expires: made.expires });
    },
  });
}
