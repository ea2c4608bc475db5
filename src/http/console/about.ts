import type { ServerOptions } from '../server-options.ts';
import type { Route } from './route.ts';

/** `GET /api/about`: `About`. */
export function aboutRoute(options: ServerOptions): Route {
  return {
    method: 'get',
    path: '/about',
    act: 'see-about',
    run: async ({ response }) => {
      response.json(options.about());
    },
  };
}
