import type { Desk } from '../../app/desk-types.ts';
import { Act } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/release`: back to its old place in the queue. See `answerAct`. */
export function releaseRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/release',
    act: 'release',
    body: Act,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.release(viewer, id, body.key));
    },
  });
}
