import { z } from 'zod';
import { resetFactors } from '../../../app/staff/change-member.ts';
import { refuse } from '../../errors.ts';
import type { ServerOptions } from '../../server-options.ts';
import type { Route } from '../route.ts';
import { confirmed } from './confirmed.ts';

/**
 * `DELETE /api/staff/:id/factors`: 204; 404 `missing`. For whoever lost phone and codes: every session of the account ends,
 * and a second factor is set up anew at the next sign-in.
 */
export function resetFactorsRoute({ documents, now = Date.now }: ServerOptions): Route {
  return confirmed(now, {
    method: 'delete',
    path: '/staff/:id/factors',
    act: 'change-staff',
    body: z.unknown(),
    handle: async ({ viewer, id, response }) => {
      const reset = await resetFactors(documents, id, { id: viewer.id, now: now() });
      if (!reset) return refuse(response, 404, 'missing');
      response.status(204).end();
    },
  });
}
