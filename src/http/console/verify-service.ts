import { verifyService } from '../../app/services.ts';
import { VerifyService } from '../api.ts';
import { refuse } from '../errors.ts';
import type { ServerOptions } from '../server-options.ts';
import { type Route, withBody } from './route.ts';
import { SERVICE_STATUS } from './services.ts';

/** `POST /api/services/:id/verify`: whoever is signed in found the row right today: 204. */
export function verifyServiceRoute({ documents, storeNow }: ServerOptions): Route {
  return withBody({
    method: 'post',
    path: '/services/:id/verify',
    act: 'verify-services',
    body: VerifyService,
    handle: async ({ viewer, id, body, response }) => {
      const until = body.expiresOn === undefined ? {} : { expiresOn: body.expiresOn };
      const nowMs = await storeNow();
      const done = await verifyService(documents, { id, by: viewer.alias, nowMs, ...until });
      if (done.ok) response.status(204).end();
      else refuse(response, SERVICE_STATUS[done.error], done.error);
    },
  });
}
