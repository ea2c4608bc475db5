import { putServices } from '../../app/services.ts';
import { PutService } from '../api.ts';
import { refuse } from '../errors.ts';
import type { ServerOptions } from '../server-options.ts';
import { type Route, withBody } from './route.ts';
import { SERVICE_STATUS } from './services.ts';

/** `PUT /api/services/:id`: a new row, or new content of one: `ServiceChanges`; 400 when the ids differ. */
export function putServiceRoute({ documents, storeNow }: ServerOptions): Route {
  return withBody({
    method: 'put',
    path: '/services/:id',
    act: 'change-services',
    body: PutService,
    handle: async ({ viewer, id, body, response }) => {
      if (body.id !== id) return refuse(response, 400, 'bad-request');
      const nowMs = await storeNow();
      const put = await putServices(documents, {
        rows: [body],
        by: viewer.alias,
        nowMs,
        apply: true,
      });
      if (put.ok) response.json({ changes: put.value });
      else refuse(response, SERVICE_STATUS[put.error], put.error);
    },
  });
}
