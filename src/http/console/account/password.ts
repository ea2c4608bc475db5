import { changePassword } from '../../../app/staff/change-member.ts';
import { NewPassword } from '../../api.ts';
import { refuse } from '../../errors.ts';
import type { ServerOptions } from '../../server-options.ts';
import type { Route } from '../route.ts';
import { confirmed } from './confirmed.ts';

/** `PUT /api/me/password`: 204, and every other session of the account ends; 422 `weak-password`. */
export function passwordRoute({ documents, now = Date.now }: ServerOptions): Route {
  return confirmed(now, {
    method: 'put',
    path: '/me/password',
    body: NewPassword,
    handle: async ({ member, body, request, response }) => {
      const changed = await changePassword(documents, member.id, body.password, now());
      if (!changed.ok) return refuse(response, 422, changed.error);
      request.session.epoch = changed.value.epoch;
      response.status(204).end();
    },
  });
}
