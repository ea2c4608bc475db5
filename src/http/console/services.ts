import { listServices, type ServiceError } from '../../app/services.ts';
import type { ServerOptions } from '../server-options.ts';
import type { Route } from './route.ts';

export const SERVICE_STATUS: Readonly<Record<ServiceError, number>> = {
  missing: 404,
  invalid: 409,
  busy: 409,
};

/** `GET /api/services`: `Services`. */
export function servicesRoute({ documents, storeNow }: ServerOptions): Route {
  return {
    method: 'get',
    path: '/services',
    act: 'see-services',
    run: async ({ response }) => {
      response.json({ services: await listServices(documents, await storeNow()) });
    },
  };
}
