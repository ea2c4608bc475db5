import { type ChangeError, changeMember } from '../../app/staff/change-member.ts';
import { ChangeStaff } from '../api.ts';
import { refuse } from '../errors.ts';
import type { ServerOptions } from '../server-options.ts';
import { type Route, withBody } from './route.ts';

const STATUS: Readonly<Record<ChangeError, number>> = { missing: 404, 'last-admin': 409 };

/** `PUT /api/staff/:id`: role or disabling, at once: 204; 404 `missing`; 409 `last-admin`. */
export function changeStaffRoute(options: ServerOptions): Route {
  const { documents, now = Date.now } = options;
  return withBody({
    method: 'put',
    path: '/staff/:id',
    act: 'change-staff',
    body: ChangeStaff,
    handle: async ({ viewer, id, body, response }) => {
      const { role, disabled } = body;
      const change = {
        ...(role === undefined ? {} : { role }),
        ...(disabled === undefined ? {} : { disabled }),
      };
      const changed = await changeMember(documents, id, change, { id: viewer.id, now: now() });
      if (changed.ok) response.status(204).end();
      else refuse(response, STATUS[changed.error], changed.error);
    },
  });
}
