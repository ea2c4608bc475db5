import { deskPeople } from '../../app/staff/presence.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Route } from './route.ts';

/** `GET /api/staff`: `Staff`. */
export function staffRoute(options: ServerOptions): Route {
  const { documents, storeNow } = options;
  return {
    method: 'get',
    path: '/staff',
    act: 'see-staff',
    run: async ({ response }) => {
      response.json({ people: await deskPeople(documents, await storeNow()) });
    },
  };
}
