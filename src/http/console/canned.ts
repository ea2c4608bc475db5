import type { Desk } from '../../app/desk-types.ts';
import type { Route } from './route.ts';

/** `GET /api/canned`: `Canned`. */
export function cannedRoute(desk: Desk): Route {
  return {
    method: 'get',
    path: '/canned',
    act: 'see-canned',
    run: async ({ response }) => {
      response.json({ replies: desk.canned() });
    },
  };
}
