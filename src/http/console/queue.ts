import type { Desk } from '../../app/desk-types.ts';
import type { Route } from './route.ts';

/** `GET /api/queue`: `Queue`. */
export function queueRoute(desk: Desk): Route {
  return {
    method: 'get',
    path: '/queue',
    act: 'see-queue',
    run: async ({ viewer, response }) => {
      response.json(await desk.queue(viewer));
    },
  };
}
