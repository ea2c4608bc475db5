import type { Desk } from '../../app/desk-types.ts';
import { Act } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/check-in`: asks whether a silent child is there. See `answerAct`. */
export function checkInRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/check-in',
    act: 'reply',
    body: Act,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.checkIn(viewer, id, body.key));
    },
  });
}
