import type { Desk } from '../../app/desk-types.ts';
import { Act } from '../api.ts';
import { answerAct } from './act-answer.ts';
import { type Route, withBody } from './route.ts';

/** `POST /api/conversations/:id/close`: ends the talk. See `answerAct`. */
export function closeRoute(desk: Desk): Route {
  return withBody({
    method: 'post',
    path: '/conversations/:id/close',
    act: 'close',
    body: Act,
    handle: async ({ viewer, id, body, response }) => {
      answerAct(response, await desk.close(viewer, id, body.key));
    },
  });
}
