import type { Desk } from '../../app/desk-types.ts';
import { Act } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/join`: a supervisor stands in, or takes another's place. 409 `not-now` when it changes nothing. */
export function joinEscalationRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/join',
    act: 'join-escalation',
    body: Act,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(
        response,
        await desk.escalate(viewer, { id, key: body.key, act: { kind: 'join' } }),
      );
    },
  });
}
