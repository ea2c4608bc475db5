import type { Desk } from '../../app/desk-types.ts';
import { HoldAct } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/hold`: holding what was written, which takes counsellor and supervisor. 409 `not-now` when it changes nothing; 409 `unavailable` where nothing may be held. */
export function holdRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/hold',
    act: 'hold',
    body: HoldAct,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.escalate(viewer, { id, key: body.key, act: body.act }));
    },
  });
}
