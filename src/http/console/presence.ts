import { setPresence } from '../../app/staff/presence.ts';
import { Presence } from '../api.ts';
import type { ServerOptions } from '../server-options.ts';
import { type Route, withBody } from './route.ts';

/** `PUT /api/presence`: 204. "Available" lasts as long as a live connection renews it. */
export function presenceRoute(options: ServerOptions): Route {
  const { documents, storeNow } = options;
  return withBody({
    method: 'put',
    path: '/presence',
    act: 'set-presence',
    body: Presence,
    handle: async ({ viewer, body, response }) => {
      await setPresence(documents, viewer.id, body.available, await storeNow());
      response.status(204).end();
    },
  });
}
