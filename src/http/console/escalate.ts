import type { Desk } from '../../app/desk-types.ts';
import { Act } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/escalate`: a life is in danger, a supervisor is asked to come. 409 `not-now` when it changes nothing. */
export function escalateRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/escalate',
    act: 'escalate',
    body: Act,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(
        response,
        await desk.escalate(viewer, { id, key: body.key, act: { kind: 'escalate' } }),
      );
    },
  });
}
