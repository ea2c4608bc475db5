import { withdrawService } from '../../app/services.ts';
import { WithdrawService } from '../api.ts';
import { refuse } from '../errors.ts';
import type { ServerOptions } from '../server-options.ts';
import { type Route, withBody } from './route.ts';
import { SERVICE_STATUS } from './services.ts';

/** `POST /api/services/:id/withdraw`: out of every message within a second: 204. */
export function withdrawServiceRoute({ documents, storeNow }: ServerOptions): Route {
  return withBody({
    method: 'post',
    path: '/services/:id/withdraw',
    act: 'verify-services',
    body: WithdrawService,
    handle: async ({ viewer, id, body, response }) => {
      const nowMs = await storeNow();
      const done = await withdrawService(documents, { id, by: viewer.alias, nowMs, ...body });
      if (done.ok) response.status(204).end();
      else refuse(response, SERVICE_STATUS[done.error], done.error);
    },
  });
}
