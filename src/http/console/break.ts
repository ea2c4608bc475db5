import { beginBreak } from '../../app/staff/breaks.ts';
import { setPresence } from '../../app/staff/presence.ts';
import { Break } from '../api.ts';
import type { ServerOptions } from '../server-options.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/break`: 204. Away for some minutes; conversations in hand stay there. */
export function breakRoute(options: ServerOptions): Route {
  const { documents, storeNow } = options;
  return withBody({
    method: 'post',
    path: '/break',
    act: 'set-presence',
    body: Break,
    handle: async ({ viewer, body, response }) => {
      const now = await storeNow();
      await setPresence(documents, viewer.id, false, now);
      await beginBreak(documents, viewer.id, now + body.minutes * 60_000, now);
      response.status(204).end();
    },
  });
}
