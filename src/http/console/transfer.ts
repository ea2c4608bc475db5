import type { Desk } from '../../app/desk-types.ts';
import { Transfer } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/transfer`: asks a colleague who is there, or goes back to the queue. See `answerAct`; 409 `unavailable` besides. */
export function transferRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/transfer',
    act: 'transfer',
    body: Transfer,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.transfer(viewer, { id, ...body }));
    },
  });
}
