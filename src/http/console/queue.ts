import type { Desk } from '../../app/desk-types.ts';
import { inTurn } from '../in-turn.ts';
import type { Route } from './route.ts';
import { waitingPrints } from './waiting-prints.ts';

/**
 * `GET /api/queue`: `QueueAnswer`, the whole queue or, with `?since=` and the name of a state that is still known, only what
 * changed in who waits. A change makes every console ask this at once, so what all see is printed once, and they take turns.
 */
export function queueRoute(desk: Desk): Route {
  const printed = waitingPrints();
  return {
    method: 'get',
    path: '/queue',
    act: 'see-queue',
    patient: true,
    run: async ({ viewer, request, response }) => {
      const { since } = request.query;
      const { waiting, ...own } = await desk.queue(viewer);
      await inTurn();
      const line = printed(waiting, typeof since === 'string' ? since : undefined);
      response.type('json').send(`${JSON.stringify(own).slice(0, -1)},${line}}`);
    },
  };
}
